"""More errors of the API and of what stands before single endpoints, which came with the second table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.health.lab import reply
from tests.health.lab.api import LAST_CHUNK, chunks, events, is_stream, stream_head
from tests.health.lab.middle import nginx_502
from tests.health.lab.streams import ERROR_EVENT

if TYPE_CHECKING:
    from tests.health.lab.api import Api
    from tests.health.lab.server import Connection, Request

CORS = "CORS requests are not allowed for this Organization because of its privacy settings"


def _is_v1(request: Request) -> bool:
    return request.path.startswith("/v1/")


def _is_message(request: Request) -> bool:
    return (request.method, request.path) == ("POST", "/v1/messages")


def api_503(api: Api, request: Request, _connection: Connection) -> bytes:
    """The API is not available."""
    return (
        reply.api_error(503, "api_error", "Service temporarily unavailable")
        if _is_v1(request)
        else api.answer(request)
    )


def api_504(api: Api, request: Request, _connection: Connection) -> bytes:
    """The API took too long."""
    return (
        reply.api_error(504, "timeout_error", "Request timed out") if _is_v1(request) else api.answer(request)
    )


def cors_401(api: Api, request: Request, _connection: Connection) -> bytes:
    """A 401 that is about the organization, not about the key."""
    refused = _is_v1(request) and api.knows(request)
    return reply.api_error(401, "authentication_error", CORS) if refused else api.answer(request)


def count_tokens_400(api: Api, request: Request, _connection: Connection) -> bytes:
    """Counting tokens refuses the request."""
    refused = request.path == "/v1/messages/count_tokens"
    return (
        reply.api_error(400, "invalid_request_error", "max_tokens: Extra inputs are not permitted")
        if refused
        else api.answer(request)
    )


def messages_403(api: Api, request: Request, _connection: Connection) -> bytes:
    """A key that may list models and not use them."""
    text = "Your API key does not have permission to use the specified resource."
    return reply.api_error(403, "permission_error", text) if _is_message(request) else api.answer(request)


def messages_502(api: Api, request: Request, connection: Connection) -> bytes:
    """A gateway that loses its upstream for messages only."""
    return nginx_502(api, request, connection) if _is_message(request) else api.answer(request)


def messages_cut(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A message whose body is cut."""
    if not _is_message(request):
        return api.answer(request)
    connection.send(api.answer(request)[:-50])
    return None


def stream_529(api: Api, request: Request, _connection: Connection) -> bytes:
    """Capacity, when a stream is asked for."""
    return (
        reply.api_error(529, "overloaded_error", "Overloaded") if is_stream(request) else api.answer(request)
    )


def stream_drips(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A stream of one byte each fifth of a second."""
    if not is_stream(request):
        return api.answer(request)
    connection.send(stream_head())
    for byte in b"".join(events()):
        connection.send(chunks(bytes((byte,))))
        if connection.stopping.wait(0.2):
            break
    return None


def stream_error_first(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A stream whose first event is an error."""
    if not is_stream(request):
        return api.answer(request)
    connection.send(stream_head() + chunks(ERROR_EVENT) + LAST_CHUNK)
    return None


def stream_text_plain(api: Api, request: Request, connection: Connection) -> bytes | None:
    """A stream whose events are right and whose content type is not."""
    if not is_stream(request):
        return api.answer(request)
    connection.send(stream_head("text/plain") + chunks(*events()) + LAST_CHUNK)
    return None
