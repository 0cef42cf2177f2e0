"""One HTTP answer, and who gave it: the API, its edge, or somebody in between."""

from __future__ import annotations

import json

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@record
class Answer:
    """What came back: `error` and `received` (bytes of the body) when it did not come back whole."""

    method: str
    path: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    ttfb_ms: float | None = None
    total_ms: float = 0.0
    error: BaseException | None = None
    received: int = 0
    is_truncated: bool = False

    def header(self, name: str) -> str:
        """Return the first value of a header, "" without one."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """Return the body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # nested deeper than Python can follow
            return None

    @property
    def is_html(self) -> bool:
        """Whether it is a web page."""
        start = self.body[:512].lstrip().lower()
        return start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) or (
            "text/html" in self.header("content-type").lower()
        )

    @property
    def is_api_error(self) -> bool:
        """Whether it has the shape of the API's own errors."""
        found = self.json
        return (
            isinstance(found, dict) and found.get("type") == "error" and isinstance(found.get("error"), dict)
        )

    @property
    def error_type(self) -> str:
        """Return error.type of a JSON error, "" without one."""
        found = self.json
        inner = found.get("error") if isinstance(found, dict) else None
        return str(inner.get("type") or "") if isinstance(inner, dict) else ""

    @property
    def error_message(self) -> str:
        """Return error.message of a JSON error, "" without one."""
        found = self.json
        inner = found.get("error") if isinstance(found, dict) else None
        if isinstance(inner, dict):
            return str(inner.get("message") or "")
        return inner if isinstance(inner, str) else ""

    @property
    def request_id(self) -> str:
        """Return the request id of the header, else of the body."""
        found = self.json if not self.header("request-id") else None
        return self.header("request-id") or (
            str(found.get("request_id") or "") if isinstance(found, dict) else ""
        )

    @property
    def speaker(self) -> str:
        """Return who answered, as far as headers and body tell."""
        if self.request_id and not self.header("server").lower().startswith(("nginx", "haproxy", "squid")):
            return "the API" if self.is_api_error or self.status < 400 else "the API's edge"
        low = (
            f"{self.header('server')} {self.header('via')} {self.text[:2000] if self.is_html else ''}".lower()
        )
        for mark, name in (
            ("squid", "squid"),
            ("mitmproxy", "mitmproxy"),
            ("tinyproxy", "tinyproxy"),
            ("haproxy", "HAProxy"),
            ("no server is available to handle this request", "HAProxy"),
            ("nginx", "nginx"),
            ("envoy", "Envoy"),
            ("litellm", "LiteLLM"),
            ("cloudflare", "Cloudflare"),
        ):
            if mark in low:
                return name
        if self.header("cf-ray"):
            return "Cloudflare"
        return self.header("server")[:40] or "a server without a name"

    @property
    def as_sdk_text(self) -> str:
        """Return the words the SDK's exception would have, for the catalogue."""
        if self.is_html or not isinstance(self.json, (dict, list)):
            return f"Error code: {self.status} - {self.text[:3000]}" if not self.is_html else self.text[:3000]
        return f"Error code: {self.status} - {self.text[:6000]}"
