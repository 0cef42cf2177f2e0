"""What stands in a request is shortened and masked in findings, and no number is too large to be named."""

from __future__ import annotations

import json

import pytest

from claude_doctor.base.mask import masked
from claude_doctor.doors.batch_check.engine.fault import path, quoted, short
from tests.batch import helper

TOKENS = (
    "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5",
    "hf_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5",
    "sk-ant-api03-" + "A1b2C3d4" * 8,
)
PLACES = (
    {"tools": [{"name": "@", "input_schema": {"type": "object"}}]},
    {"tool_choice": {"type": "@"}},
    {"@": 1},
    {"metadata": {"@": 1}},
    {"model": "@"},
    {"messages": [{"role": "@", "content": "x"}]},
    {"messages": [{"role": "user", "content": [{"type": "@"}]}]},
    {"messages": [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "@"}]}]},
)
NUMBERS = ("9" * 100, "9" * 400, "9" * 5000, "1e999", "-" + "9" * 60)
HOLDERS = (
    '"max_tokens": @',
    '"max_tokens": 9, "thinking": {"type": "enabled", "budget_tokens": @}',
    '"max_tokens": 9, "temperature": @',
    '"max_tokens": 9, "unknown": @',
    (
        '"max_tokens": 9, "tools": [{"name": "a", "input_schema": {"type": "object", "properties": {"x": '
        '{"enum": [@]}}}}]'
    ),
    (
        '"max_tokens": 9, "tools": [{"name": "a", "strict": true, "input_schema": {"type": "array", '
        '"minItems": @}}]'
    ),
    '"max_tokens": 9, "tools": [{"type": "web_search_20250305", "name": "web_search", "max_uses": @}]',
    (
        '"max_tokens": 9, "output_config": {"format": {"type": "json_schema", "schema": {"type": "array", '
        '"minItems": @}}}'
    ),
)


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:4])
@pytest.mark.parametrize("around", ["@", "@!", "a long prefix @", "x" * 30 + " @ " + "y" * 30])
def test_a_secret_that_is_shortened_is_masked_first(token, around):
    secret = around.replace("@", token)
    lines = [
        helper.line(json.loads(json.dumps(helper.params(**place)).replace('"@"', json.dumps(secret))), secret)
        for place in PLACES
    ]
    said = [masked(word) for item in helper.kept(lines) for word in item[5:7]]
    assert len(said) >= 2 * len(PLACES)
    for part in (token[-16:-4], token[14:26]):
        assert [word for word in said if part in word] == []


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: f"{number[:5]} {len(number)}")
@pytest.mark.parametrize("holder", HOLDERS)
def test_a_number_however_long_is_named_shortly(holder, number):
    request = (
        '{"custom_id": "a", "params": {"model": "claude-opus-4-5", "messages": [{"role": "user", '
        '"content": "x"}], @}}'
    )
    found = helper.kept([request.replace("@", holder.replace("@", number)).encode()])
    assert all(len(word) <= 42 for item in found for word in item[6].split()), found
    if len(number) in (5, 5000):
        assert [item[3] for item in found] == ["batch-line-not-object"]


def test_words_are_at_most_forty_characters():
    assert len(short("x" * 100)) == 40
    assert quoted(10**50) == "a number of 51 digits"
    assert quoted(-12) == "-12"
    assert path(("params", "x" * 100, 3)) == f"params.{short('x' * 100)}.3"
