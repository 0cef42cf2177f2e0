"""Valid requests with one change each. The change names beforehand the rule and the place it must be found
at, and nothing else may be.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.batch import helper

TOOL = {
    "name": "find",
    "description": "Find.",
    "input_schema": {"type": "object", "properties": {"q": {"type": "string"}}, "required": ["q"]},
}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {"q": "x"}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "found"}]}
FULL: dict[str, Any] = {
    "model": "claude-opus-5-5",
    "max_tokens": 4096,
    "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
    "metadata": {"user_id": "u-1"},
    "stop_sequences": ["END"],
    "service_tier": "auto",
    "thinking": {"type": "adaptive", "display": "summarized"},
    "output_config": {"effort": "high"},
    "tools": [TOOL, {"type": "web_search_20250305", "name": "web_search", "max_uses": 3}],
    "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
    "messages": [
        {"role": "user", "content": "Look it up."},
        {"role": "assistant", "content": [{"type": "text", "text": "I look."}, CALL]},
        {"role": "user", "content": [RESULT, {"type": "text", "text": "Go on."}]},
        {"role": "assistant", "content": "It is there."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
            ],
        },
    ],
}
GONE = object()
M = "messages"

# (path into params, new value or GONE, rule, place below params; "" for the path itself)
CHANGES: list[tuple[tuple[Any, ...], Any, str, str]] = [
    # a key removed
    (("model",), GONE, "params-required-field", ""),
    (("max_tokens",), GONE, "params-required-field", ""),
    (("messages",), GONE, "params-required-field", ""),
    ((M, 0, "role"), GONE, "message-missing-field", ""),
    ((M, 0, "content"), GONE, "message-missing-field", ""),
    ((M, 1, "content", 0, "type"), GONE, "block-type-unknown", ""),
    ((M, 1, "content", 0, "text"), GONE, "params-wrong-type", ""),
    (("tools", 0, "name"), GONE, "tool-name-missing", ""),
    (("tools", 0, "input_schema"), GONE, "tool-name-missing", ""),
    (("tools", 0, "input_schema", "type"), GONE, "tool-input-schema-type", ""),
    (("tool_choice", "type"), GONE, "tool-choice-type", ""),
    (("system", 0, "cache_control", "type"), GONE, "cache-control-type", ""),
    # a type changed
    (("model",), 5, "model-empty", ""),
    (("max_tokens",), "4096", "max-tokens-int", ""),
    (("max_tokens",), 10.5, "max-tokens-int", ""),
    (("messages",), "Hello", "params-wrong-type", ""),
    (("system",), 5, "system-type", ""),
    (("stop_sequences",), "END", "params-wrong-type", ""),
    (("stop_sequences", 0), 5, "stop-sequences-type", ""),
    (("metadata",), "u-1", "params-wrong-type", ""),
    (("metadata", "user_id"), 5, "params-wrong-type", ""),
    ((M, 1, "content", 1, "input"), '{"q": "x"}', "tool-use-input-object", ""),
    ((M, 1, "content", 0, "text"), 5, "params-wrong-type", ""),
    # an unknown key
    (("seed",), 7, "params-unknown-field", ""),
    (("betas",), ["x"], "betas-in-params", ""),
    (("timeout",), 30, "sdk-kwargs-in-params", ""),
    (("metadata", "job"), "x", "metadata-unknown", ""),
    ((M, 0, "name"), "Ann", "message-missing-field", ""),
    ((M, 1, "content", 1, "x"), 1, "nested-unknown-field", ""),
    (("tools", 0, "x"), 1, "nested-unknown-field", ""),
    (("system", 0, "x"), 1, "nested-unknown-field", ""),
    (("thinking", "budget_tokens"), 2000, "thinking-adaptive-budget", ""),
    # a value out of range
    (("max_tokens",), 0, "batch-max-tokens-zero", ""),
    (("max_tokens",), 900_000, "max-tokens-over-model-limit", ""),
    (("model",), "", "model-empty", ""),
    (("model",), "openai/gpt-5", "model-not-claude-api-id", ""),
    (("model",), "claude-3-opus-20240229", "model-retired", ""),
    ((M, 0, "role"), "human", "message-role", ""),
    ((M, 1, "content", 0, "type"), "output_text", "block-type-unknown", ""),
    ((M, 0, "content"), "", "content-empty-string", ""),
    ((M, 1, "content", 0, "text"), "", "text-empty", ""),
    (("stop_sequences", 0), " ", "stop-sequence-whitespace", ""),
    (("service_tier",), "batch", "service-tier-value", ""),
    (("output_config", "effort"), "extreme", "effort-value", ""),
    (("thinking", "type"), "auto", "thinking-type-invalid", ""),
    (("thinking", "display"), "all", "thinking-display-value", ""),
    (("system", 0, "cache_control", "ttl"), "2h", "cache-control-ttl-value", ""),
    (("tool_choice", "type"), "required", "tool-choice-type", ""),
    (("tools", 0, "name"), "find it", "tool-name-pattern", ""),
    (("tools", 1, "type"), "web_search", "tool-type-unknown", ""),
    (("tools", 1, "name"), "search", "tool-server-name-fixed", ""),
    (("tools", 1, "max_uses"), 0, "tool-max-uses", ""),
    ((M, 4, "content", 1, "source", "type"), "link", "image-source-type", ""),
    (("messages",), [], "messages-empty", ""),
    (("stream",), True, "batch-stream-true", ""),
    (("speed",), "fast", "batch-speed", ""),
    (("temperature",), 0.5, "v20261021-sampling-params", ""),
    # an id doubled, a pair broken
    (("tools", 1), TOOL, "tool-name-duplicate", "tools.1.name"),
    ((M, 2, "content", 0, "tool_use_id"), "toolu_2", "tool-result-orphan", ""),
    (
        (M, 2, "content", 0),
        {"type": "text", "text": "No result."},
        "tool-use-unanswered",
        "messages.1.content.1",
    ),
    ((M, 1, "content"), [CALL, CALL], "tool-use-id-duplicate", "messages.1.content.1"),
    (
        (M, 1, "content"),
        [CALL, {"type": "text", "text": "I look."}],
        "tool-use-not-last",
        "messages.1.content.1",
    ),
    ((M, 2, "content"), [{"type": "text", "text": "Here:"}, RESULT], "tool-result-first", ""),
    ((M, 2, "content"), [RESULT, RESULT], "tool-result-duplicate", ""),
    ((M, 1, "role"), "user", "block-wrong-role", "messages.1.content.1"),
    ((M, 5), {"role": "assistant", "content": "It is"}, "prefill-unsupported", ""),
    (("tool_choice",), {"type": "any"}, "forced-tool-unsupported", ""),
]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    request = copy.deepcopy(FULL)
    holder: Any = request
    for step in path[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    elif isinstance(holder, list) and path[-1] == len(holder):
        holder.append(value)
    else:
        holder[path[-1]] = copy.deepcopy(value)
    return request


def test_the_request_is_right_as_it_is():
    assert helper.errors(FULL) == []


@pytest.mark.parametrize(
    ("path", "value", "rule", "place"),
    CHANGES,
    ids=[f"{rule}-{at}" for at, (_, _, rule, _) in enumerate(CHANGES)],
)
def test_one_change_gives_its_finding_there_and_no_other(path, value, rule, place):
    found = helper.errors(changed(path, value))
    assert {name for name, _ in found} == {rule}, found
    wanted = f"params.{place or '.'.join(map(str, path))}"
    assert any(at.startswith(wanted) or wanted.startswith(at) for _, at in found), found
