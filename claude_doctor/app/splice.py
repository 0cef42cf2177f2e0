"""The guard of a stream: what reaches the consumer is a message that is whole, or an exception that has what
there is.

No I/O here: `feed` takes the bytes of a connection and returns those to pass on, `end` is told that the
connection is over and says what now. Held back, and released in order: blanks at the end of a text (a prefill
may not end in one, so a continuation makes them again), the end of a text block (until the next event shows
that the block is over), the start of a block (until it has content), a tool call (until its input is whole),
and on request thinking (until its block is complete).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from claude_doctor.app import continuation
from claude_doctor.app.blocks import Block, text_of, whole_tool_calls
from claude_doctor.app.continuation import PartialMessage
from claude_doctor.app.prefill import own_prefill, prefilled
from claude_doctor.app.resume import NO_RESUME, Resume
from claude_doctor.app.sse import BrokenEventError, Sse, data_of, event, text_delta

_STOP = b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
_SERVER = ("server_tool_use", "mcp_tool_use")
# Error events after which the same request may be answered; others (a refused request) are passed on.
_PASSING = frozenset({"overloaded_error", "api_error", "timeout_error", "rate_limit_error"})


@dataclass(frozen=True, slots=True)
class Step:
    """What now: pass `out` on, and then it is done, `again` sends `body`, or
    it failed for the reason `why`.
    """

    kind: Literal["done", "again", "fail"]
    out: bytes = b""
    how: str = ""
    body: dict[str, Any] | None = None
    why: str = ""
    cause: BaseException | None = None
    error: dict[str, Any] | None = None  # the error event that ended the connection


class NotContinuedError(ValueError):
    """The continuation is something else than the text that was asked for."""


class Splice:
    """The state of one message over all its connections. `over` says that nothing more is to be read from
    this one.
    """

    def __init__(self, body: dict[str, Any], resume: Resume | None) -> None:
        self._body = body
        self._resume = resume or NO_RESUME
        self._sse = Sse()
        self._message: dict[str, Any] | None = None
        self._usage: dict[str, Any] = {}
        self._blocks: list[dict[str, Any]] = []
        self._open: Block | None = None
        self._index = 0
        self._is_joining: Literal["", "exact", "ask"] = ""
        self._skipping = False
        self._seam: str | None = None  # the start of an asked answer, while it may repeat what was shown
        self._tail = ""
        self._shown = False
        self._odd = ""
        self._final = self._stopped = False
        self._error: dict[str, Any] | None = None
        self._error_raw = b""
        self._failure: ValueError | None = None
        self._counts = {"restart": 0, "exact": 0, "ask": 0}
        self.over = False
        self.seams: list[str] = []
        self._takers = {
            "message_start": self._message_start,
            "content_block_start": self._block_start,
            "content_block_delta": self._block_delta,
            "content_block_stop": self._block_stop,
            "message_delta": self._message_delta,
            "message_stop": self._message_stop,
            "error": self._error_event,
        }

    @property
    def broken(self) -> bool:
        """Whether the rest of this connection is of no use; after a complete message it is read to its end,
        to be used again.
        """
        return self.over and not self._stopped

    @property
    def resumed(self) -> int:
        """How often the message was sent again or continued."""
        return sum(self._counts.values())

    def feed(self, chunk: bytes) -> bytes:
        """Take bytes of the connection and return what the consumer gets of them."""
        out: list[bytes] = []
        try:
            for raw in self._sse.feed(chunk):
                if self.over:
                    break
                data = data_of(raw)
                taker = self._takers.get(data.get("type", "")) if isinstance(data, dict) else None
                if taker is None:
                    out.append(raw)
                else:
                    taker(data, raw, out)
        except (BrokenEventError, NotContinuedError) as error:
            self._failure, self.over = error, True
        return b"".join(out)

    # -- events

    def _message_start(self, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        if self._message is None:
            message = data.get("message")
            self._message = message if isinstance(message, dict) else {}
            usage = self._message.get("usage")
            self._usage = (
                {key: value for key, value in usage.items() if key != "output_tokens"}
                if isinstance(usage, dict)
                else {}
            )
            out.append(raw)

    def _block_start(self, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        content = data.get("content_block")
        block = content if isinstance(content, dict) else {}
        kind = str(block.get("type", ""))
        if self._is_joining:
            if kind == "text":
                self._is_joining = ""
                if block.get("text") and self._open is not None:
                    self._text(self._open, str(block["text"]), {}, b"", out)
                return
            if kind in {"thinking", "redacted_thinking"}:
                self._skipping = True  # signed for another conversation
                return
            raise NotContinuedError(
                f"the continuation began with {kind or 'an unknown block'}, not with text"
            )
        self._release(out)
        if kind in _SERVER or kind.endswith("_tool_result"):
            self._odd = "a server tool has run: a repeat would run and bill it again"
        self._open = Block(block, self._numbered(data, raw), self._is_held(kind))
        if not self._open.held and kind not in {"text", "thinking", "redacted_thinking"}:
            self._shown = True
            out.append(self._open.begun())

    def _is_held(self, kind: str) -> bool:
        if kind in {"thinking", "redacted_thinking"}:
            return self._resume.hold_thinking
        return kind in {"tool_use", *_SERVER} and self._resume.hold_tools

    def _numbered(self, data: dict[str, Any], raw: bytes) -> bytes:
        return raw if data.get("index") == self._index else event({**data, "index": self._index})

    def _block_delta(self, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        block, delta = self._open, data.get("delta")
        if self._skipping:
            return
        if block is None or not isinstance(delta, dict):
            out.append(raw)
            return
        if delta.get("type") == "text_delta" and block.is_text:
            self._text(block, str(delta.get("text", "")), data, raw, out)
            return
        if delta.get("type") not in {"thinking_delta", "signature_delta", "input_json_delta"}:
            self._odd = self._odd or "citations cannot be continued"
        words = block.flush(self._index) if block.is_text else b""
        block.add(delta)
        block.put(words + self._numbered(data, raw), out)
        self._shown = self._shown or not block.held

    def _text(self, block: Block, text: str, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        if self._seam is not None:
            self._seam += text
            text, raw = self._past_seam(over=False), b""
        had = block.blanks
        whole = had + text
        keep = whole.rstrip()
        block.blanks = whole[len(keep) :]
        if not keep:
            return
        self._shown = True
        block.texts.append(keep)
        same = raw and keep == text and data.get("index") == self._index
        block.put(raw if same else text_delta(self._index, keep), out)

    def _past_seam(self, *, over: bool) -> str:
        """Return the answer so far without what repeats the end of the text; "" while that is open."""
        assert self._seam is not None
        size = continuation.overlap(self._tail, self._seam, over=over)
        if size is None:
            return ""
        answer, self._seam = self._seam[size:], None
        self.seams.append(f"asked to go on; {size} repeated characters removed")
        return answer

    def _block_stop(self, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        block = self._open
        if self._skipping:
            self._skipping = False
            return
        if block is None:
            out.append(raw)
            return
        if block.is_text:
            self._end_seam(out)
            block.stop = self._numbered(data, raw)
            return
        whole = block.whole()
        out.append(block.released() + self._numbered(data, raw))
        self._shown = True
        self._blocks.append(whole)
        self._open = None
        self._index += 1

    def _end_seam(self, out: list[bytes]) -> None:
        if self._seam is not None and self._open is not None:
            answer, self._seam = self._past_seam(over=True), None
            if answer:
                self._text(self._open, answer, {}, b"", out)

    def _release(self, out: list[bytes]) -> None:
        """End an open text block: what is held of it belongs to it."""
        block = self._open
        if block is None or not block.is_text:
            return
        self._end_seam(out)
        words = block.flush(self._index)
        out.append(block.released() + words)
        out.append(block.stop or event({"type": "content_block_stop", "index": self._index}))
        self._blocks.append(block.whole())
        self._open = None
        self._index += 1

    def _message_delta(self, data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        self._is_joining = ""
        self._release(out)
        if self._open is not None:
            raise BrokenEventError("the message ends inside a block")
        delta = data.get("delta")
        self._final = self._final or bool(isinstance(delta, dict) and delta.get("stop_reason"))
        if isinstance(usage := data.get("usage"), dict):
            self._usage.update(usage)
        out.append(raw)

    def _message_stop(self, _data: dict[str, Any], raw: bytes, out: list[bytes]) -> None:
        if self._message is not None and not self._final:
            return  # no stop reason was sent: the message is not whole, whatever this says
        self._stopped = self.over = True
        out.append(raw)

    def _error_event(self, data: dict[str, Any], raw: bytes, _out: list[bytes]) -> None:
        self._error, self._error_raw, self.over = data, raw, True

    # -- the end of a connection

    def end(self, error: BaseException | None = None) -> Step:
        """Say what follows the end of a connection; `error` is what ended it, None for a stream that just
        ended.
        """
        if self._stopped:
            return Step("done")
        if self._final:
            return Step("done", _STOP)
        error, self._failure = self._failure or error, None
        how = "" if isinstance(error, NotContinuedError) else self._how()
        if how:
            self._counts[how] += 1
            told = self._error
            return Step("again", how=how, body=self._next(how), error=told)
        if self._error is not None:
            return Step("done", self._error_raw, error=self._error)
        return Step("fail", why=_reason(error), cause=error)

    def _how(self) -> str:
        kind = self._kind_of_error()
        if kind is not None and kind not in _PASSING:
            return ""
        wanted, partial = self._resume, self.partial()
        if self._odd:
            return ""
        if not self._shown:
            return "restart" if self._counts["restart"] < wanted.restart else ""
        way = partial.how_to_continue().how
        if self._open is None or not self._open.is_text or not self._open.texts:
            return ""
        if way == "exact" and self._counts["exact"] < wanted.exact:
            return "exact"
        if wanted.ask and way in {"exact", "ask"} and self._counts["ask"] < max(wanted.exact, 1):
            return "ask"
        return ""

    def _kind_of_error(self) -> str | None:
        inner = (self._error or {}).get("error")
        return str(inner.get("type", "")) if isinstance(inner, dict) else None

    def _next(self, how: str) -> dict[str, Any]:
        self._sse, self._error, self.over = Sse(), None, False
        self._skipping, self._seam = False, None
        if how == "restart":
            # An empty block that was shown keeps its number.
            self._open, self._blocks, self._is_joining = None, [], ""
            return self._body
        block = self._open
        assert block is not None
        block.blanks, block.stop = "", b""
        shown = "".join(block.texts)
        messages = list(self._body.get("messages", ()))
        if how == "exact":
            self._is_joining = "exact"
            return {**self._body, "messages": prefilled(messages, shown)}
        self._is_joining, self._tail, self._seam = "ask", shown[-2000:], ""
        return {**self._body, "messages": [*messages, continuation.asked(shown, self._resume.ask_text)]}

    def partial(self) -> PartialMessage:
        """Return what arrived so far."""
        blocks, open_block, block = list(self._blocks), None, self._open
        if block is not None and block.stop:
            blocks.append(block.whole())
        elif block is not None and not block.is_empty:
            open_block = block.cut()
        obstacle = self._odd or continuation.obstacle_of(self._body) or own_prefill(self._body)
        return PartialMessage(
            blocks=tuple(blocks),
            open_block=open_block,
            text=text_of((*blocks, *([open_block] if open_block else ()))),
            tool_calls=whole_tool_calls(blocks),
            usage=self._usage or None,
            model=str((self._message or {}).get("model") or self._body.get("model", "")),
            prefill=continuation.takes_prefill(self._body),
            obstacle=obstacle,
            ask_text=self._resume.ask_text,
        )


def _reason(error: BaseException | None) -> str:
    if error is None:
        return "the stream ended before its message was complete"
    return f"the stream broke: {type(error).__name__}: {error}"
