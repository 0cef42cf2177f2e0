"""One content block while it is being streamed: what was shown of it, what is held back, and what it is when
complete.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_doctor.app.sse import event

if TYPE_CHECKING:
    from collections.abc import Iterable


class Block:
    """`held` blocks show nothing before they are complete. `texts` was shown, `blanks` at its end are kept
    back, `stop` too.
    """

    __slots__ = (
        "_citations",
        "_json",
        "_pending",
        "_signature",
        "_start",
        "_thinking",
        "blanks",
        "held",
        "is_text",
        "kind",
        "stop",
        "texts",
    )

    def __init__(self, start: dict[str, Any], raw: bytes, held: bool) -> None:
        self._start = start
        self.kind = str(start.get("type", ""))
        self.is_text = self.kind == "text"
        self.held = held
        self._pending: list[bytes] = [raw]
        self.texts: list[str] = [str(start["text"])] if self.is_text and start.get("text") else []
        self.blanks = ""
        self._thinking: list[str] = []
        self._signature = str(start.get("signature", ""))
        self._json: list[str] = []
        self._citations: list[Any] = []
        self.stop = b""

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its start arrived."""
        return not (
            self.texts or self.blanks or self._thinking or self._json or self._citations
        ) and self.kind in {"text", "thinking"}

    def begun(self) -> bytes:
        """Return the start of a block that shows its parts as they come, once."""
        found = b"".join(self._pending)
        self._pending.clear()
        return found

    released = begun

    def put(self, raw: bytes, out: list[bytes]) -> None:
        """Pass a part on, behind the block's start; a held block keeps it."""
        if self.held:
            self._pending.append(raw)
            return
        if self._pending:
            out.append(self.begun())
        out.append(raw)

    def add(self, delta: dict[str, Any]) -> None:
        """Take note of a part that is no text."""
        kind = delta.get("type")
        if kind == "thinking_delta":
            self._thinking.append(str(delta.get("thinking", "")))
        elif kind == "signature_delta":
            self._signature += str(delta.get("signature", ""))
        elif kind == "input_json_delta":
            self._json.append(str(delta.get("partial_json", "")))
        elif kind == "citations_delta":
            self._citations.append(delta.get("citation"))

    def flush(self, index: int) -> bytes:
        """Return the blanks that were kept back as an event; they are shown then."""
        if not self.blanks:
            return b""
        text, self.blanks = self.blanks, ""
        self.texts.append(text)
        return event(
            {"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": text}}
        )

    def whole(self) -> dict[str, Any]:
        """Return the complete block as the API sends it in a message; a tool's input that is no JSON stays
        text.
        """
        found = dict(self._start)
        if self.is_text:
            found["text"] = "".join(self.texts) + self.blanks
            if self._citations:
                found["citations"] = list(self._citations)
        elif self.kind == "thinking":
            found["thinking"] = str(self._start.get("thinking", "")) + "".join(self._thinking)
            found["signature"] = self._signature
        elif self._json:
            found["input"] = _parsed("".join(self._json))
        return found

    def cut(self) -> dict[str, Any]:
        """Return the block that was cut: a tool's input as the text that arrived, thinking without a
        signature.
        """
        found = self.whole()
        if self.kind == "thinking":
            del found["signature"]
        if self._json or "input" in found:
            found["input"] = "".join(self._json)
        return found


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return text


def text_of(blocks: Iterable[dict[str, Any]]) -> str:
    """Return the text of all blocks of text, one after the other."""
    return "".join(str(item.get("text", "")) for item in blocks if item.get("type") == "text")


def whole_tool_calls(blocks: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return the calls of the caller's own tools whose input is whole."""
    return tuple(
        item for item in blocks if item.get("type") == "tool_use" and isinstance(item.get("input"), dict)
    )
