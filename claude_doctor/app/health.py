"""`HealthChecker`: the free checks of `claude-doctor health` for a program's own client, for a /healthz
route.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from claude_doctor.app import house
from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.health.report import Health


class HealthChecker:
    """Runs the free checks with a client's address and credential; nothing billed is sent.

    Different from the popular version: no message is sent, a 403 is not healthy, and retired models are told
    as such.
    """

    def __init__(self, client: Any, *, models: Sequence[str] = (), timeout_s: float = 15) -> None:
        self._url = str(getattr(client, "base_url", "") or "") or None
        self._key = _text(getattr(client, "api_key", None))
        self._token = _text(getattr(client, "auth_token", None))
        self._models = tuple(models)
        self._timeout = timeout_s
        self._lock = threading.Lock()
        self._last: tuple[float, bool] | None = None

    def run(self) -> Health:
        """Return the report: each check's state, the verdict and the fix."""
        settings = {
            key: value for key, value in os.environ.items() if not key.startswith(("ANTHROPIC_", "CLAUDE_"))
        }
        if self._key:
            settings["ANTHROPIC_API_KEY"] = self._key
        elif self._token:
            settings["ANTHROPIC_AUTH_TOKEN"] = self._token
        return house.health(settings, self._url, self._models, self._timeout)

    async def arun(self) -> Health:
        """Return as `run` does, in a worker thread: the event loop goes on."""
        import anyio.to_thread

        return await anyio.to_thread.run_sync(self.run)

    def ready(self, max_age_s: float = 30) -> bool:
        """Return whether all is well, for a /healthz route: one run at a time, its answer kept for
        `max_age_s`.
        """
        with self._lock:
            if self._last is None or clock().now() - self._last[0] > max_age_s:
                healthy = self.run().healthy
                self._last = (clock().now(), healthy)
            return self._last[1]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
