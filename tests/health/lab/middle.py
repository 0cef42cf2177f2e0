"""Who answers instead of the API: portals, gateways, edges. Each takes one request and returns the answer's
bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.health.lab import reply
from tests.health.lab.server import Connection, Request

if TYPE_CHECKING:
    from tests.health.lab.api import Api

LOGIN = (
    "<html><head><title>Guest Wi-Fi</title></head><body><form action=/login>Please sign "
    "in</form></body></html>"
)
CHALLENGE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></'
    "head><body>challenge-platform</body></html>"
)
EDGE = {"server": "cloudflare", "cf-ray": "9a1b2c3d4e5f6789-FRA"}


def _head(request: Request) -> bool:
    return request.method == "HEAD"


def portal_200(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A captive portal that answers everything with its login page."""
    return reply.page(200, LOGIN, head=_head(request))


def portal_302(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A captive portal that sends everybody to its login page."""
    if request.path == "/login":
        return reply.page(200, LOGIN, head=_head(request))
    return reply.page(302, "", head=_head(request), location="/login?next=api")


def redirect_loop(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that redirects to itself."""
    return reply.page(302, "", head=_head(request), location=request.target)


def cloudflare_challenge(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge wants a browser."""
    return reply.answer(
        403,
        CHALLENGE.encode(),
        {"content-type": "text/html", "cf-mitigated": "challenge", **EDGE},
        head=_head(request),
    )


def region(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge refuses this address: no envelope, no request id."""
    body = b'{"error":{"type":"forbidden","message":"Request not allowed"}}'
    return reply.answer(403, body, {"content-type": "application/json", **EDGE}, head=_head(request))


def host_not_allowed(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A sandbox whose policy does not list the host."""
    return reply.answer(
        403,
        b"Host not in allowlist",
        {"content-type": "text/plain", "x-deny-reason": "host_not_allowed"},
        head=_head(request),
    )


def _nginx(status: int, text: str, request: Request) -> bytes:
    html = (
        f"<html>\r\n<head><title>{status} {text}</title></head>\r\n<body>\r\n<center><h1>{status} "
        f"{text}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
    )
    return reply.page(status, html, head=_head(request), server="nginx/1.22.1")


def nginx_404(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A web server without the path."""
    return _nginx(404, "Not Found", request)


def nginx_502(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway whose upstream is down."""
    return _nginx(502, "Bad Gateway", request)


def nginx_504(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway whose upstream is slow."""
    return _nginx(504, "Gateway Time-out", request)


def nginx_413_over_1_mb(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway with nginx's default body limit."""
    return (
        _nginx(413, "Request Entity Too Large", request)
        if len(request.body) > 1024 * 1024
        else api.answer(request)
    )


def haproxy_503(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A load balancer without a live server."""
    html = (
        "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this "
        "request.\n</body></html>\n"
    )
    return reply.page(503, html, head=_head(request))


def mitmproxy_502(_api: Api, request: Request, _connection: Connection) -> bytes:
    """An inspecting proxy that does not trust what is behind it; the page quotes its own TLS error."""
    html = (
        "<html>\n<head>\n    <title>502 Bad Gateway</title>\n</head>\n<body>\n    <h1>502 Bad "
        "Gateway</h1>\n    <p>Certificate verify failed: unable to get local issuer "
        "certificate</p>\n</body>\n</html>"
    )
    return reply.page(502, html, head=_head(request), server="mitmproxy 11.0.2")


def html_404(_api: Api, request: Request, _connection: Connection) -> bytes:
    """Some other web site."""
    return reply.page(404, "<html>not found</html>", head=_head(request))


def _cloudflare(status: int, request: Request) -> bytes:
    return reply.answer(
        status,
        f"error code: {status}".encode(),
        {"content-type": "text/plain; charset=UTF-8", **EDGE},
        head=_head(request),
    )


def cloudflare_520(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge got something strange from the API."""
    return _cloudflare(520, request)


def cloudflare_522(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge cannot connect to the API."""
    return _cloudflare(522, request)


def cloudflare_525(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge has no TLS with the API."""
    return _cloudflare(525, request)


def cloudflare_530(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge cannot resolve the API."""
    return _cloudflare(530, request)


def date_ahead(api: Api, request: Request, _connection: Connection) -> bytes:
    """A healthy API seen from a machine whose clock is ten minutes behind."""
    real = api.answer(request)
    start = real.index(b"date: ")
    ahead = reply.answer(200, b"", {}, date=datetime.now(UTC) + timedelta(minutes=10))
    other = ahead[ahead.index(b"date: ") :].partition(b"\r\n")[0]
    return real[:start] + other + real[real.index(b"\r\n", start) :]


def under_prefix(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that serves the API under /claude and nothing else."""
    path = request.target.removeprefix("/claude")
    if path == request.target:
        return _nginx(404, "Not Found", request)
    return api.answer(Request(request.method, path or "/", request.headers, request.body))


def blocks_sdk_headers(api: Api, request: Request, _connection: Connection) -> bytes:
    """A filter that refuses requests with the SDK's own headers."""
    if any(name.startswith("x-stainless-") for name in request.headers):
        return _nginx(403, "Forbidden", request)
    return api.answer(request)


def hangs_for_the_sdk(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A filter that swallows requests with the SDK's own headers."""
    if any(name.startswith("x-stainless-") for name in request.headers):
        connection.wait()
        return None
    return api.answer(request)
