"""POST an alert as JSON, signed; never in the caller's thread."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from claude_doctor.app.alert import Alert

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Webhook:
    """A receiver for `Monitor(to=...)`: POSTs `{rule, ts, value, resolved, diagnosis, causes}`.

    With a `secret` the header `x-claude-doctor-signature` is `sha256=` and the HMAC of the body. ValueError
    for an address that is neither https nor loopback. An answer above 299 counts as failed: the monitor tries
    three times. Redirects are not followed.
    """

    def __init__(self, url: str, *, secret: str | None = None, timeout_s: float = 5) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError("a webhook is https, or http to this machine")
        self._url = url
        self._secret = secret.encode() if secret else None
        self._timeout = timeout_s

    def __repr__(self) -> str:
        return (
            f"Webhook({urlsplit(self._url).hostname!r})"  # addresses of chat systems are secrets themselves
        )

    def __call__(self, alert: Alert) -> None:
        """Send; httpx2.HTTPError when it did not arrive."""
        import httpx2

        body = json.dumps(dataclasses.asdict(alert), sort_keys=True).encode()
        headers = {"content-type": "application/json"}
        if self._secret is not None:
            headers["x-claude-doctor-signature"] = (
                "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
            )
        response = httpx2.post(self._url, content=body, headers=headers, timeout=self._timeout)
        response.raise_for_status()
