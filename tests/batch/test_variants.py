"""What a request may be written like without becoming another one: every valid sample stays valid, every
violation stays what it is.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.helper import found
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = [
    json.loads(line)
    for line in (ROOT / "tests" / "corpus" / "batch-third.jsonl").read_text(encoding="utf-8").splitlines()
]
BARE = ("thinking", "redacted_thinking")
# Samples whose one fault such a change takes away.
FILLED = ("d285", "d288")


def blocks(params: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for message in params["messages"] if isinstance(params.get("messages"), list) else ():
        content = message.get("content") if isinstance(message, dict) else None
        yield from (
            (block for block in content if isinstance(block, dict)) if isinstance(content, list) else ()
        )


def messages(params: dict[str, Any]) -> list[dict[str, Any]]:
    held = params.get("messages")
    return [message for message in held if isinstance(message, dict)] if isinstance(held, list) else []


def turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def keys_in_another_order(params: dict[str, Any]) -> None:
    changed = turned(params)
    params.clear()
    params.update(changed)


def strings_as_blocks(params: dict[str, Any]) -> None:
    for message in messages(params):
        if isinstance(message.get("content"), str) and message["content"].strip():
            message["content"] = [{"type": "text", "text": message["content"]}]


def system_as_blocks(params: dict[str, Any]) -> None:
    if isinstance(params.get("system"), str) and params["system"].strip():
        params["system"] = [{"type": "text", "text": params["system"]}]


def marks_of_null(params: dict[str, Any]) -> None:
    for block in blocks(params):
        if block.get("type") not in BARE:
            block.setdefault("cache_control", None)
    for tool in params["tools"] if isinstance(params.get("tools"), list) else ():
        tool.setdefault("cache_control", None)


def no_citations(params: dict[str, Any]) -> None:
    for block in blocks(params):
        if block.get("type") in ("text", "document"):
            block.setdefault("citations", None)


def tools_called_custom(params: dict[str, Any]) -> None:
    for tool in params["tools"] if isinstance(params.get("tools"), list) else ():
        if "input_schema" in tool:
            tool.setdefault("type", "custom")


def results_as_blocks(params: dict[str, Any]) -> None:
    for block in blocks(params):
        if (
            block.get("type") == "tool_result"
            and isinstance(block.get("content"), str)
            and block["content"].strip()
        ):
            block["content"] = [{"type": "text", "text": block["content"]}]


def usual_settings(params: dict[str, Any]) -> None:
    params.setdefault("stream", False)
    params.setdefault("metadata", {"user_id": "u-77"})
    params.setdefault("service_tier", "auto")


def other_writing(params: dict[str, Any]) -> None:
    params.setdefault("system", "\u7d50\u8ad6\u3060\u3051 \U0001f600 \u0627\u062e\u062a\u0635\u0631 \u2028")
    for message in messages(params):
        if message.get("role") == "user" and isinstance(message.get("content"), str):
            message["content"] += ' \u00a0\U0001f469\u200d\U0001f680 "\\/ \t'


def an_earlier_exchange(params: dict[str, Any]) -> None:
    if messages(params) and messages(params)[0].get("role") == "user":
        greeting = [
            {"role": "user", "content": "Good morning."},
            {"role": "assistant", "content": [{"type": "text", "text": "Good morning!"}]},
        ]
        params["messages"] = greeting + params["messages"]


def one_message_a_block(params: dict[str, Any]) -> None:
    made = []
    for message in params["messages"]:
        content = message.get("content")
        whole = not isinstance(content, list) or len(content) < 2 or message["role"] == "system"
        made += [message] if whole else [{"role": message["role"], "content": [block]} for block in content]
    params["messages"] = made


EVERYWHERE = (
    *(
        keys_in_another_order,
        strings_as_blocks,
        system_as_blocks,
        marks_of_null,
        no_citations,
        tools_called_custom,
    ),
    *(results_as_blocks, usual_settings, other_writing, an_earlier_exchange),
)


def said(row: dict[str, Any], change: Callable[[dict[str, Any]], None] | None = None) -> Counter[str]:
    params = copy.deepcopy(row["params"])
    if change:
        change(params)
    findings = found(params, version=row["anthropic_version"], betas=tuple(row["betas"]))
    return Counter(rule for rule, severity, _ in findings if severity == "error")


@cache
def unchanged(name: str) -> Counter[str]:
    return said(next(row for row in ROWS if row["id"] == name))


@pytest.mark.parametrize("change", [*EVERYWHERE, one_message_a_block], ids=lambda change: change.__name__)
def test_a_valid_request_stays_valid(change):
    assert [row["id"] for row in ROWS if row["expect"] is None and said(row, change)] == []


@pytest.mark.parametrize("change", EVERYWHERE, ids=lambda change: change.__name__)
def test_a_violation_stays_the_same_one(change):
    rows = [
        row for row in ROWS[::2] if row["expect"] and (change is not other_writing or row["id"] not in FILLED)
    ]
    assert [row["id"] for row in rows if said(row, change) != unchanged(row["id"])] == []
