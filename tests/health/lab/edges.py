"""More of who answers instead of the API: portals, filters and other services that came with the second
table.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.health.lab import reply
from tests.health.lab.middle import EDGE, LOGIN

if TYPE_CHECKING:
    from tests.health.lab.api import Api
    from tests.health.lab.server import Connection, Request


def _head(request: Request) -> bool:
    return request.method == "HEAD"


def cloudflare_526(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The edge does not trust the API's certificate."""
    return reply.answer(
        526, b"error code: 526", {"content-type": "text/plain; charset=UTF-8", **EDGE}, head=_head(request)
    )


def haproxy_504(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A load balancer whose server is slow."""
    html = "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"
    return reply.page(504, html, head=_head(request))


def portal_511(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A captive portal that follows RFC 6585."""
    return reply.page(511, LOGIN, head=_head(request))


def portal_untyped(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A captive portal that names no content type."""
    return reply.answer(200, LOGIN.encode(), {}, head=_head(request))


def portal_307(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A captive portal on another host."""
    return reply.answer(307, b"", {"location": "http://portal.hotel.example/login"}, head=_head(request))


def fastapi_404(_api: Api, request: Request, _connection: Connection) -> bytes:
    """Another service, which knows none of our paths."""
    return reply.answer(
        404,
        b'{"detail":"Not Found"}',
        {"content-type": "application/json", "server": "uvicorn"},
        head=_head(request),
    )


def status_ok(_api: Api, request: Request, _connection: Connection) -> bytes:
    """Another service, which is content with everything."""
    return reply.answer(200, b'{"status":"ok"}', {"content-type": "application/json"}, head=_head(request))


def waf_403(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A web application firewall that refuses."""
    html = (
        "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Your "
        "support ID is: 123</body></html>"
    )
    return reply.page(403, html, head=_head(request), server="BigIP")


def waf_429(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway with a rate limit of its own."""
    return reply.page(
        429,
        "<html><head><title>429 Too Many Requests</title></head></html>",
        head=_head(request),
        server="nginx",
    )


def date_behind(api: Api, request: Request, _connection: Connection) -> bytes:
    """A healthy API seen from a machine whose clock is two days ahead."""
    real = api.answer(request)
    start = real.index(b"date: ")
    behind = reply.answer(200, b"", {}, date=datetime.now(UTC) - timedelta(days=2))
    other = behind[behind.index(b"date: ") :].partition(b"\r\n")[0]
    return real[:start] + other + real[real.index(b"\r\n", start) :]


def wif_html(api: Api, request: Request, _connection: Connection) -> bytes:
    """A web page instead of the token exchange."""
    return reply.page(200, LOGIN) if request.path == "/v1/oauth/token" else api.answer(request)


def models_list(api: Api, request: Request, _connection: Connection) -> bytes:
    """A list where the API sends an object."""
    body = json.dumps(["claude-opus-5-5"]).encode()
    return (
        reply.answer(200, body, {"content-type": "application/json"})
        if request.path == "/v1/models"
        else api.answer(request)
    )
