"""HTTP answers as bytes, with the headers their senders are known by."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

REASONS = {
    200: "OK",
    302: "Found",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
}
ORGANIZATION = "3f1c2a9e-5b7d-4c1e-9a52-7d0e6b8f1c24"
WORKSPACE = "wrkspc_01LabLabLabLabLabLabLab"
REQUEST_ID = "req_011CVKp4Lab8Qh2Zx6YtNwRs"


def answer(
    status: int, body: bytes, headers: dict[str, str], *, head: bool = False, date: datetime | None = None
) -> bytes:
    """Return a whole response with Content-Length; the body is left out for HEAD."""
    when = format_datetime(date or datetime.now(UTC), usegmt=True)
    lines = [
        f"HTTP/1.1 {status} {REASONS.get(status, 'Error')}",
        f"date: {when}",
        f"content-length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (b"" if head else body)


def api_headers(*, authenticated: bool = True) -> dict[str, str]:
    """Return the headers of an answer of the API itself."""
    reset = (datetime.now(UTC) + timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = {
        "content-type": "application/json",
        "request-id": REQUEST_ID,
        "server": "cloudflare",
        "cf-ray": "9a1b2c3d4e5f6789-FRA",
    }
    if not authenticated:
        return known
    limits = {}
    for kind, limit in (
        ("requests", 4000),
        ("input-tokens", 400000),
        ("output-tokens", 80000),
        ("tokens", 480000),
    ):
        limits |= {
            f"anthropic-ratelimit-{kind}-limit": str(limit),
            f"anthropic-ratelimit-{kind}-remaining": str(limit - 1),
        }
        limits[f"anthropic-ratelimit-{kind}-reset"] = reset
    return {**known, "anthropic-organization-id": ORGANIZATION, "anthropic-workspace-id": WORKSPACE, **limits}


def api(
    status: int, value: object, *, head: bool = False, authenticated: bool = True, **headers: str
) -> bytes:
    """Return a JSON answer as the API sends it."""
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    return answer(
        status, json.dumps(value).encode(), {**api_headers(authenticated=authenticated), **more}, head=head
    )


def api_error(
    status: int, kind: str, message: str, *, code: str | None = None, head: bool = False, **headers: str
) -> bytes:
    """Return an error in the API's envelope."""
    error = {"type": kind, "message": message, **({"details": {"error_code": code}} if code else {})}
    envelope = {"type": "error", "error": error, "request_id": REQUEST_ID}
    return api(status, envelope, head=head, authenticated=status != 401, **headers)


def page(status: int, html: str, *, head: bool = False, **headers: str) -> bytes:
    """Return a web page: what a portal, proxy or gateway sends."""
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    return answer(status, html.encode(), {"content-type": "text/html", **more}, head=head)
