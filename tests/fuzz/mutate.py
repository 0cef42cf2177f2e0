"""Small changes to a text or to a JSON value: pieces cut, doubled, swapped, replaced by what is odd."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

_LONGEST = 60_000
PIECES = (
    '{"type":"error","error":{', '"request_id":"req_', "529", "overloaded_error", "Error code: ", "Traceback (most recent call last):\n",
    "\x1b[31m", "\x00", "\ud800", "\u202e", "\r\n", "\\n", "\\u0000", '\\"', "'", '"', "{", "}", "[", "]", "anthropic.", "claude-opus-5-5",
    "sk-ant-api03-", "password=", "Bearer ", "://", "@", "```", "<html>", "::error ", "| ", "│ ", "\t" * 8, " " * 50, "(", "a" * 40, "0" * 30,
    "NaN", "1e999", "-0", "null", '"""', "%s", "&amp;", "\ufeff", "İ", "ß", "\u2028", "Caused by: ", "data: ", "event: error\n",
    "at foo (/x/y.js:1:2)\n", '  File "x.py", line 1, in y\n', "retry-after: ", "HTTP/1.1 ", "status=", "level=error ", "T", "Z", "+00:00",
    "Retrying in 2s", "attempt 2/3", "model: ", "messages.0.content.0", "\x9b31m", "\x1b]0;x\x07",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**400, "", "x", "\ud800", "\x00", "a" * 300, [], {}, [[]], {"a": {}}, [None], "529", "error", float("nan"),
    -0.0, 2**63, 2**64, "0" * 50, {"type": "error"}, [[[[[[[[]]]]]]]],
)  # fmt: skip


def mutated(chance: random.Random, seeds: Sequence[str]) -> str:
    """Return a seed with one to six changes."""
    text = chance.choice(seeds)
    if chance.random() < 0.6 and text.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(text)
            for _ in range(chance.choice((1, 1, 2, 4))):
                value = _in_json(chance, value)
            text = json.dumps(value, ensure_ascii=chance.random() < 0.6)
            if chance.random() < 0.7:
                return text
        except (ValueError, RecursionError):
            pass
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text = _in_text(chance, text, seeds)[:_LONGEST]
    return text


def _in_text(chance: random.Random, text: str, seeds: Sequence[str]) -> str:
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.choice((1, 1, 2, 5, 20, 200)))
    head, piece, tail = text[:start], text[start:end], text[end:]
    other = chance.choice(seeds)
    at = chance.randint(0, len(other))
    return chance.choice(
        (
            lambda: head + tail,
            lambda: head + chance.choice(PIECES) + piece + tail,
            lambda: head + piece * chance.choice((2, 3, 20)) + tail,
            lambda: (
                head
                + chr(chance.choice((chance.randrange(32, 127), chance.randrange(32), 0x200B, 0xE9)))
                + tail
            ),
            lambda: head + other[at : at + chance.choice((10, 100, 1000))] + piece + tail,
            lambda: head,
            lambda: piece + tail,
            lambda: head + "\n" + piece + tail,
            lambda: text.replace(
                chance.choice("\"'{}:, \n\\"), chance.choice(PIECES), chance.choice((1, 2, 5))
            ),
            lambda: json.dumps(text, ensure_ascii=chance.random() < 0.5),
        )
    )()


def _in_json(chance: random.Random, value: Any) -> Any:
    if not isinstance(value, (dict, list)) or not value or chance.random() < 0.05:
        return chance.choice(ODD)
    key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
    value = value.copy()
    if isinstance(value[key], (dict, list)) and value[key] and chance.random() < 0.7:
        value[key] = _in_json(chance, value[key])
        return value
    change = chance.randrange(7)
    if change == 0:
        del value[key]
    elif change == 1:
        value[key] = [value[key]]
    elif change == 2:
        value[key] = {chance.choice(("type", "error", "message", "x")): value[key]}
    elif change == 3:
        value[key] = json.dumps(value[key])
    elif change == 4 and isinstance(value, dict):
        value[chance.choice(PIECES)] = value.pop(key)
    else:
        value[key] = chance.choice(ODD)
    return value
