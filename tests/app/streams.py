"""Recorded answers and a server for tests: streams that are cut after any byte, and continuations of them."""

from __future__ import annotations

import json

import httpx2

from claude_doctor.app.splice import Splice

CUTS = {
    "clean end": lambda: None,
    "RemoteProtocolError": lambda: httpx2.RemoteProtocolError(
        "peer closed connection without sending complete message body"
    ),
    "ReadTimeout": lambda: httpx2.ReadTimeout("timed out"),
    "error event": lambda: None,
}
OVERLOADED = (
    b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
)
PLAIN = "The answer has several sentences. Each is short. And this is its end."
ODD = "Héllo wörld 🙂,  two  blanks,\n\n\tand a tab \t end.\n한국어 끝. "
PARAMS = {"max_tokens": 99, "messages": [{"role": "user", "content": "hi"}]}


def event(kind, **more):
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more}, ensure_ascii=False)}\n\n".encode()


def start(model="claude-haiku-4-5"):
    usage = {"input_tokens": 10, "output_tokens": 1}
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
    }
    return event("message_start", message={**message, "usage": usage})


def end(reason="end_turn"):
    return event(
        "message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage={"output_tokens": 30}
    ) + event("message_stop")


def text_block(index, text, size=5):
    rows = [
        event("content_block_start", index=index, content_block={"type": "text", "text": ""}),
        b'event: ping\ndata: {"type": "ping"}\n\n',
    ]
    rows += [
        event("content_block_delta", index=index, delta={"type": "text_delta", "text": text[at : at + size]})
        for at in range(0, len(text), size)
    ]
    return b"".join([*rows, event("content_block_stop", index=index)])


def thinking_block(index, words="Let me think about it", signature="SIGNATURE"):
    rows = [
        event(
            "content_block_start",
            index=index,
            content_block={"type": "thinking", "thinking": "", "signature": ""},
        )
    ]
    rows += [
        event(
            "content_block_delta",
            index=index,
            delta={"type": "thinking_delta", "thinking": words[at : at + 6]},
        )
        for at in range(0, len(words), 6)
    ]
    rows.append(
        event("content_block_delta", index=index, delta={"type": "signature_delta", "signature": signature})
    )
    return b"".join([*rows, event("content_block_stop", index=index)])


def tool_block(index, value, name="f", number=1, kind="tool_use"):
    words = json.dumps(value)
    rows = [
        event(
            "content_block_start",
            index=index,
            content_block={"type": kind, "id": f"toolu_{number}", "name": name, "input": {}},
        )
    ]
    rows += [
        event(
            "content_block_delta",
            index=index,
            delta={"type": "input_json_delta", "partial_json": words[at : at + 4]},
        )
        for at in range(0, len(words), 4)
    ]
    return b"".join([*rows, event("content_block_stop", index=index)])


def text_answer(text, size=5, model="claude-haiku-4-5"):
    return start(model) + text_block(0, text, size) + end()


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Bytes in chunks, then an exception; `closed` says that the consumer let go of it."""

    def __init__(self, data, error=None, chunk=64):
        self.data, self.error, self.chunk, self.closed = data, error, chunk, False

    def __iter__(self):
        for at in range(0, len(self.data), self.chunk):
            yield self.data[at : at + self.chunk]
        if self.error:
            raise self.error

    async def __aiter__(self):
        for part in self:
            yield part

    def close(self):
        self.closed = True

    async def aclose(self):
        self.closed = True


def streamed(data, error=None, chunk=64, headers=None):
    given = {"content-type": "text/event-stream", "request-id": "req_1", **(headers or {})}
    return httpx2.Response(200, headers=given, stream=Body(data, error, chunk))


def cut(data, at, how, chunk=64):
    """Return the response of a stream that is cut after `at` bytes in one of the four ways."""
    tail = OVERLOADED if how == "error event" else b""
    return streamed(data[:at] + tail, CUTS[how](), chunk)


class Server:
    """Answers requests in order by `answer(number, body)`; keeps the bodies."""

    def __init__(self, answer):
        self.answer, self.bodies, self.responses = answer, [], []

    def __call__(self, request):
        body = json.loads(request.content) if request.content else {}
        self.bodies.append(body)
        found = self.answer(len(self.bodies), body)
        if isinstance(found, Exception):
            raise found
        self.responses.append(found)
        return found

    @property
    def transport(self):
        return httpx2.MockTransport(self)


class Consumed:
    """What a consumer of the guarded bytes sees: whole blocks, and at no
    time a tool input that is not whole.
    """

    def __init__(self):
        self.raw, self.starts, self.blocks, self.open, self.stop_reason, self.stopped = (
            b"",
            0,
            {},
            None,
            None,
            False,
        )
        self.step = self.splice = self.error_event = None
        self.kinds = []

    def take(self, raw):
        self.raw += raw
        while (at := self.raw.find(b"\n\n")) >= 0:
            row, self.raw = self.raw[:at], self.raw[at + 2 :]
            lines = [line[6:] for line in row.split(b"\n") if line.startswith(b"data: ")]
            if lines:
                self.event(json.loads(lines[0]))

    def event(self, data):
        kind = data["type"]
        self.kinds.append(kind)
        if kind == "message_start":
            self.starts += 1
        elif kind == "content_block_start":
            assert data["index"] not in self.blocks, "a block begins twice"
            assert data["index"] == len(self.blocks), "a number is left out"
            self.blocks[data["index"]] = {**data["content_block"], "parts": ""}
        elif kind == "content_block_delta":
            delta = data["delta"]
            value = delta.get("text") or delta.get("thinking") or delta.get("partial_json") or ""
            self.blocks[data["index"]]["parts"] += value
            if "signature" in delta:
                self.blocks[data["index"]]["signature"] = delta["signature"]
        elif kind == "content_block_stop":
            self.blocks[data["index"]]["done"] = True
        elif kind == "message_delta":
            self.stop_reason = data["delta"]["stop_reason"]
        elif kind == "message_stop":
            self.stopped = True
        elif kind == "error":
            self.error_event = data

    @property
    def texts(self):
        return [block["parts"] for _, block in sorted(self.blocks.items()) if block["type"] == "text"]

    @property
    def tools(self):
        return [block for _, block in sorted(self.blocks.items()) if block["type"] == "tool_use"]


def read(server, resume, body):
    """Read an answer through the guard alone, without a client: what a consumer sees, and how it ended."""
    splice, seen, sent = Splice(body, resume), Consumed(), body
    seen.splice = splice
    while True:
        request = httpx2.Request("POST", "http://localhost/v1/messages", json=sent)
        error = None
        try:
            for chunk in server(request).stream:
                seen.take(splice.feed(chunk))
                if splice.broken:
                    break
        except httpx2.HTTPError as caught:
            error = caught
        step = seen.step = splice.end(error)
        seen.take(step.out)
        if step.kind != "again":
            return seen
        sent = step.body
