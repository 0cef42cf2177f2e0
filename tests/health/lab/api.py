"""A healthy API, as far as `health` calls it: hello, models, count_tokens, messages, streams, batches, token
exchange.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.health.lab import reply, secret

if TYPE_CHECKING:
    from tests.health.lab.server import Request

MODELS = ("claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5-20251001")
RETIRED = "claude-3-opus-20240229"
BILLED = ("/v1/messages", "/v1/complete")


def model(name: str) -> dict[str, object]:
    """Return a model as the Models API describes it."""
    retired = name == RETIRED
    created = "2024-02-29" if retired else f"2026-0{9 - MODELS.index(name)}-01"
    return {
        "type": "model",
        "id": name,
        "display_name": name.replace("-", " ").title(),
        "created_at": f"{created}T00:00:00Z",
        "lifecycle": "retired" if retired else "active",
        "deprecated_at": "2025-06-30T00:00:00Z" if retired else None,
        "retires_at": "2026-01-05T00:00:00Z" if retired else None,
        "max_input_tokens": 200000,
        "max_tokens": 64000,
        "capabilities": {},
        "line": None,
    }


class Api:
    """Answers as the API would; `accepts` are the credentials it knows."""

    def __init__(self) -> None:
        self.accepts = {secret.KEY, secret.ACCESS_TOKEN}

    def answer(self, request: Request) -> bytes:
        """Return the answer to one request."""
        head = request.method == "HEAD"
        if request.path == "/api/hello":
            return reply.api(200, {"message": "hello"}, head=head, authenticated=False)
        if not request.path.startswith("/v1/"):
            return reply.api_error(404, "not_found_error", "Not found", head=head)
        if request.path == "/v1/oauth/token":
            return reply.api(
                200,
                {"access_token": secret.ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600},
                authenticated=False,
            )
        if not self.knows(request):
            return self.refused(request)
        return self._known(request, head=head)

    def knows(self, request: Request) -> bool:
        """Whether the request carries a credential the API accepts."""
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        return bearer in self.accepts or (not bearer and request.headers.get("x-api-key") in self.accepts)

    def refused(self, request: Request) -> bytes:
        """Return the 401 for a missing or unknown credential."""
        given = {"authorization", "x-api-key"} & set(request.headers)
        text = "invalid x-api-key" if given else "x-api-key header is required"
        return reply.api_error(401, "authentication_error", text, head=request.method == "HEAD")

    def _known(self, request: Request, *, head: bool) -> bytes:
        path, method = request.path, request.method
        if path == "/v1/models":
            return self.models(request)
        if path.startswith("/v1/models/"):
            return self._model(path.removeprefix("/v1/models/"))
        if (method, path) == ("POST", "/v1/messages/count_tokens"):
            return self._wanted(request) or reply.api(200, {"input_tokens": 9})
        if (method, path) == ("POST", "/v1/messages"):
            return self._wanted(request) or self.message(request)
        if (method, path) == ("GET", "/v1/messages/batches"):
            return reply.api(200, {"data": [], "has_more": False, "first_id": None, "last_id": None})
        return reply.api_error(404, "not_found_error", "Not found", head=head)

    def models(self, request: Request) -> bytes:
        """Return the list of models; retired ones only when asked for."""
        wanted = parse_qs(urlsplit(request.target).query)
        lifecycle = [
            value for name, values in wanted.items() if name.startswith("lifecycle") for value in values
        ]
        names = (
            [RETIRED]
            if lifecycle == ["retired"]
            else [*MODELS, *([RETIRED] if "retired" in lifecycle else [])]
        )
        return reply.api(
            200,
            {
                "data": [model(name) for name in names],
                "has_more": False,
                "first_id": names[0],
                "last_id": names[-1],
            },
        )

    def _model(self, name: str) -> bytes:
        if name in (*MODELS, RETIRED):
            return reply.api(200, model(name))
        return reply.api_error(404, "not_found_error", f"model: {name}")

    def _wanted(self, request: Request) -> bytes | None:
        try:
            wanted = json.loads(request.body)
        except ValueError:
            return reply.api_error(400, "invalid_request_error", "The request body is not valid JSON")
        if not isinstance(wanted.get("messages"), list) or not wanted["messages"]:
            return reply.api_error(400, "invalid_request_error", "messages: Field required")
        if wanted.get("model") not in MODELS:
            return reply.api_error(404, "not_found_error", f"model: {wanted.get('model')}")
        return None

    def message(self, request: Request) -> bytes:
        """Return a short message, as JSON or as a stream."""
        if is_stream(request):
            return stream_head() + chunks(*events()) + LAST_CHUNK
        return reply.api(200, {**MESSAGE, "model": json.loads(request.body)["model"]})


MESSAGE = {
    "id": "msg_01Lab",
    "type": "message",
    "role": "assistant",
    "model": MODELS[0],
    "content": [{"type": "text", "text": "Hi"}],
    "stop_reason": "max_tokens",
    "stop_sequence": None,
    "usage": {"input_tokens": 9, "output_tokens": 1},
}
LAST_CHUNK = b"0\r\n\r\n"


def is_stream(request: Request) -> bool:
    """Whether a request for a message asks for a stream."""
    return request.path == "/v1/messages" and b'"stream":true' in request.body.replace(b" ", b"")


def stream_head(content_type: str = "text/event-stream; charset=utf-8") -> bytes:
    """Return the head of a chunked stream."""
    headers = {
        **reply.api_headers(),
        "content-type": content_type,
        "transfer-encoding": "chunked",
        "cache-control": "no-cache",
    }
    lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def events() -> list[bytes]:
    """Return the events of a whole message, in their order."""
    usage = {"input_tokens": 9, "output_tokens": 1}
    data: list[dict[str, object]] = [
        {"type": "message_start", "message": {**MESSAGE, "content": [], "stop_reason": None}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "max_tokens", "stop_sequence": None},
            "usage": usage,
        },
        {"type": "message_stop"},
    ]
    return [event(each) for each in data]


def event(data: dict[str, object]) -> bytes:
    """Return one server-sent event."""
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def chunks(*parts: bytes) -> bytes:
    """Return parts in chunked coding, without the last chunk."""
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
