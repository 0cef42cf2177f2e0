"""Gateways that refuse or fail in words of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.health.lab import reply

if TYPE_CHECKING:
    from tests.health.lab.api import Api
    from tests.health.lab.server import Connection, Request


def _json(status: int, value: object, **headers: str) -> bytes:
    return reply.answer(status, json.dumps(value).encode(), {"content-type": "application/json", **headers})


def _missing() -> bytes:
    return _json(404, {"detail": "Not Found"}, server="uvicorn")


def only_messages(api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that works and serves nothing but messages; a body without a model is refused before anything
    is done.
    """
    is_message = (request.method, request.path) == ("POST", "/v1/messages")
    if is_message and "model" not in json.loads(request.body):
        return _json(422, {"detail": [{"loc": ["body", "model"], "msg": "Field required"}]}, server="uvicorn")
    return api.answer(request) if is_message else _missing()


def only_messages_401(_api: Api, request: Request, _connection: Connection) -> bytes:
    """The same, and the key is refused there."""
    return (
        _json(401, {"error": "unknown token"}, server="uvicorn")
        if request.method == "POST" and request.path == "/v1/messages"
        else _missing()
    )


def apim_401(_api: Api, _request: Request, _connection: Connection) -> bytes:
    """Azure API Management without its subscription key."""
    text = (
        "Access denied due to missing subscription key. Make sure to include subscription key when making "
        "requests to an API."
    )
    return _json(401, {"statusCode": 401, "message": text})


def cloudflare_gateway_401(_api: Api, _request: Request, _connection: Connection) -> bytes:
    """Cloudflare AI Gateway with authentication switched on."""
    return _json(
        401,
        {"success": False, "result": [], "errors": [{"code": 2009, "message": "Unauthorized"}]},
        server="cloudflare",
    )


def kong_401(_api: Api, _request: Request, _connection: Connection) -> bytes:
    """Kong's key-auth."""
    return _json(401, {"message": "No API key found in request"}, server="kong/3.4.2")


def vendor_401(_api: Api, _request: Request, _connection: Connection) -> bytes:
    """A vendor with an Anthropic-style endpoint and keys of its own."""
    return _json(
        401, {"error": {"message": "Invalid Authentication", "type": "invalid_authentication_error"}}
    )


def new_api_503(api: Api, request: Request, _connection: Connection) -> bytes:
    """new-api without a channel for the model."""
    if request.path != "/v1/messages/count_tokens":
        return api.answer(request)
    text = "No available channel for model under group default"
    return _json(503, {"type": "error", "error": {"type": "new_api_error", "message": text}})


def foundry_like(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A gateway that reads only x-api-key and has no list of models."""
    return (
        _missing()
        if "x-api-key" in request.headers
        else _json(401, {"error": {"code": "401", "message": "Unauthorized"}})
    )


def go_tls_port(_api: Api, _request: Request, _connection: Connection) -> bytes:
    """A TLS port of a Go server, which answers plain http in words."""
    return reply.answer(400, b"Client sent an HTTP request to an HTTPS server.\n", {})


def to_https(_api: Api, request: Request, _connection: Connection) -> bytes:
    """A server that sends plain http to https on the same host."""
    return reply.answer(
        301,
        b"",
        {
            "location": f"https://{request.headers['host'].partition(':')[0]}{request.target}",
            "server": "nginx",
        },
    )
