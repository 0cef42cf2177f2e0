"""The SDK's own exceptions, made by the SDK: exactly the class, status and body that it raises itself for a
response.
"""

from __future__ import annotations

import json
from typing import Any

import anthropic
import httpx2


class _Maker:
    client: anthropic.Anthropic | None = None


def status_error(response: httpx2.Response) -> anthropic.APIStatusError:
    """Return what the SDK raises for an error response whose body was read.

    The SDK picks the class by status and error code. Its public `Stream` does so for an error event, so the
    body is given to it as one; message and body are then as for a response.
    """
    text = response.text.strip()
    body: object = text
    message = text or f"Error code: {response.status_code}"
    try:
        body = json.loads(text)
        message = f"Error code: {response.status_code} - {body}"
    except (ValueError, RecursionError):
        pass
    error = _made(json.dumps(body), response)
    error.message, error.body, error.args = message, body, (message,)
    error.response, error.request = response, response.request
    return error


def _made(line: str, response: httpx2.Response) -> anthropic.APIStatusError:
    if _Maker.client is None:
        _Maker.client = anthropic.Anthropic(api_key="-", base_url="http://localhost")
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name not in {"content-encoding", "content-length"}
    ]
    sse = httpx2.Response(
        response.status_code,
        headers=headers,
        content=f"event: error\ndata: {line}\n\n".encode("utf-8", "replace"),
        request=response.request,
    )
    stream: anthropic.Stream[Any] = anthropic.Stream(cast_to=object, response=sse, client=_Maker.client)
    try:
        next(iter(stream))
    except anthropic.APIStatusError as error:
        return error.with_traceback(None)
    raise AssertionError("an error event is an error")


def copy_of(
    last: httpx2.Response | anthropic.APIConnectionError, request: httpx2.Request | None
) -> anthropic.APIError:
    """Return a new exception like an earlier failure of the same group, for a call that was not sent."""
    if isinstance(last, httpx2.Response):
        return status_error(last)
    kind = (
        anthropic.APITimeoutError
        if isinstance(last, anthropic.APITimeoutError)
        else anthropic.APIConnectionError
    )
    return kind(request=request or last.request)
