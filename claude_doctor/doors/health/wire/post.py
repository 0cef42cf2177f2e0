"""Bodies of the requests that check a model, and how they are sent."""

from __future__ import annotations

import json

from claude_doctor.doors.health.settings import headers as _config_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

MESSAGES = [{"role": "user", "content": "Hi"}]


def post(
    state: State, path: str, body: dict[str, object], seconds: float | None = None, style: str = "bearer"
) -> Answer:
    """Send a JSON body as the SDK would and return the answer."""
    headers = _config_headers.request_headers(state.credential, state.custom, style)
    headers["content-type"] = "application/json"
    return state.web().ask(
        "POST", path, headers, content=json.dumps(body, separators=(",", ":")).encode(), seconds=seconds
    )
