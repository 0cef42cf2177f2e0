"""Errors of the API behind /v1, and answers of /v1/models that something has damaged on the way."""

from __future__ import annotations

import json

from tests.health.lab import reply
from tests.health.lab.api import MODELS, Api, is_stream, model
from tests.health.lab.server import Connection, Request

CAP = "You have reached your API usage limits"
LIMIT = "This request would exceed your organization's rate limit of 50 requests per minute"
CREDIT = (
    "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade "
    "or purchase credits."
)
VERSION = (
    'anthropic-version: "2026-10-21" is not a valid version. You can find our versioning information at '
    "https://docs.claude.com/en/api/versioning"
)


def _is_v1(request: Request) -> bool:
    return request.path.startswith("/v1/") and request.path != "/v1/oauth/token"


def _list(request: Request) -> bool:
    return request.path == "/v1/models"


def api_401(api: Api, request: Request, _connection: Connection) -> bytes:
    """A key that was revoked."""
    api.accepts = set()
    return api.answer(request)


def api_403(api: Api, request: Request, _connection: Connection) -> bytes:
    """A key without the permission."""
    text = "Your API key does not have permission to use the specified resource."
    return reply.api_error(403, "permission_error", text) if _is_v1(request) else api.answer(request)


def api_500(api: Api, request: Request, _connection: Connection) -> bytes:
    """An error of the API's own."""
    return (
        reply.api_error(500, "api_error", "Internal server error") if _is_v1(request) else api.answer(request)
    )


def api_529(api: Api, request: Request, _connection: Connection) -> bytes:
    """The API is at capacity."""
    return reply.api_error(529, "overloaded_error", "Overloaded") if _is_v1(request) else api.answer(request)


def only_x_api_key(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that reads the older header only."""
    if _is_v1(request) and request.headers.get("x-api-key") not in api.accepts:
        return api.refused(request)
    return api.answer(request)


def version_400(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that knows only the older API version."""
    if _is_v1(request) and request.headers.get("anthropic-version") != "2023-06-01":
        return reply.api_error(400, "invalid_request_error", VERSION)
    return api.answer(request)


def wif_401(api: Api, request: Request, _connection: Connection) -> bytes:
    """The token exchange refuses the identity token."""
    if request.path == "/v1/oauth/token":
        return reply.api(
            401,
            {"error": {"type": "authentication_error", "message": "Authentication failed"}},
            authenticated=False,
        )
    return api.answer(request)


def count_tokens_500(api: Api, request: Request, _connection: Connection) -> bytes:
    """Counting tokens is broken at the API."""
    broken = request.path == "/v1/messages/count_tokens"
    return reply.api_error(500, "api_error", "Internal server error") if broken else api.answer(request)


def batches_403(api: Api, request: Request, _connection: Connection) -> bytes:
    """A key that may not use batches."""
    text = "Your API key does not have permission to use the specified resource."
    return (
        reply.api_error(403, "permission_error", text)
        if request.path == "/v1/messages/batches"
        else api.answer(request)
    )


def _for_messages(error: bytes, api: Api, request: Request) -> bytes:
    return error if (request.method, request.path) == ("POST", "/v1/messages") else api.answer(request)


def messages_429(api: Api, request: Request, _connection: Connection) -> bytes:
    """A rate limit."""
    return _for_messages(reply.api_error(429, "rate_limit_error", LIMIT, retry_after="1"), api, request)


def messages_429_long(api: Api, request: Request, _connection: Connection) -> bytes:
    """A rate limit with a wait longer than the budget of a run."""
    return _for_messages(reply.api_error(429, "rate_limit_error", LIMIT, retry_after="20"), api, request)


def messages_429_spend(api: Api, request: Request, _connection: Connection) -> bytes:
    """A spend cap: waiting does not help."""
    return _for_messages(
        reply.api_error(429, "rate_limit_error", CAP, code="enforced_spend_limit_reached"), api, request
    )


def messages_529(api: Api, request: Request, _connection: Connection) -> bytes:
    """Capacity, and the API says not to retry."""
    return _for_messages(
        reply.api_error(529, "overloaded_error", "Overloaded", x_should_retry="false"), api, request
    )


def messages_402(api: Api, request: Request, _connection: Connection) -> bytes:
    """No payment."""
    return _for_messages(
        reply.api_error(402, "billing_error", "There is an issue with your payment method."), api, request
    )


def messages_400_credit(api: Api, request: Request, _connection: Connection) -> bytes:
    """No credit."""
    return _for_messages(reply.api_error(400, "invalid_request_error", CREDIT), api, request)


def models_openai(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway of another vendor's shape."""
    data = [{"id": name, "object": "model", "created": 1, "owned_by": "gateway"} for name in MODELS]
    return (
        reply.answer(
            200, json.dumps({"object": "list", "data": data}).encode(), {"content-type": "application/json"}
        )
        if _list(request)
        else api.answer(request)
    )


def models_empty(api: Api, request: Request, _connection: Connection) -> bytes:
    """A 200 without a body."""
    return (
        reply.answer(200, b"", {"content-type": "application/json"})
        if _list(request)
        else api.answer(request)
    )


def models_truncated(api: Api, request: Request, _connection: Connection) -> bytes:
    """A 200 whose JSON ends in the middle."""
    whole = json.dumps({"data": [model(name) for name in MODELS]}).encode()
    return (
        reply.answer(200, whole[: len(whole) // 2], {"content-type": "application/json"})
        if _list(request)
        else api.answer(request)
    )


def models_cut_length(api: Api, request: Request, connection: Connection) -> bytes | None:
    """The connection ends before Content-Length is reached."""
    if not _list(request):
        return api.answer(request)
    connection.send(api.models(request)[:-400])
    return None


def models_cut_chunked(api: Api, request: Request, connection: Connection) -> bytes | None:
    """The connection ends inside the chunked body."""
    if not _list(request):
        return api.answer(request)
    connection.send(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: "
        b'chunked\r\n\r\n8\r\n{"data":\r\n'
    )
    return None


def models_bad_gzip(api: Api, request: Request, _connection: Connection) -> bytes:
    """A body that is not what Content-Encoding says."""
    headers = {**reply.api_headers(), "content-encoding": "gzip"}
    return reply.answer(200, b"this is no gzip at all", headers) if _list(request) else api.answer(request)


def body_stall(api: Api, request: Request, connection: Connection) -> bytes | None:
    """Headers and half of the body, then silence."""
    if not _list(request):
        return api.answer(request)
    connection.send(api.models(request)[:-400])
    connection.wait()
    return None


def body_drip(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A body of one byte each fifth of a second."""
    if not _list(request):
        return api.answer(request)
    connection.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    connection.drip(b" ", 0.2)
    return None


def stream_json(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that ignores `stream: true`."""
    if not is_stream(request):
        return api.answer(request)
    return api.message(
        Request(
            request.method,
            request.target,
            request.headers,
            request.body.replace(b" ", b"").replace(b'"stream":true', b'"stream":false'),
        )
    )
