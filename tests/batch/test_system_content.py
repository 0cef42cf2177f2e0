"""What a system message holds."""

import pytest

from tests.batch.helper import errors, params

CLEAR = ("mid-conversation-system-clear-at-2026-08-21",)
CHANGES = ("mid-conversation-tool-changes-2026-07-01",)
IMAGE = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}


def system(content, **fields):
    return params(
        messages=[{"role": "user", "content": "Hi"}, {"role": "system", "content": content, **fields}]
    )


def test_the_first_block_that_is_no_text_is_named():
    text = {"type": "text", "text": "Be brief."}
    assert errors(system([text])) == []
    assert errors(system([text, IMAGE, IMAGE])) == [("system-role-content", "params.messages.1.content.1")]


def test_a_tool_call_there_is_not_also_in_the_wrong_role():
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    assert errors(system([call])) == [("system-role-content", "params.messages.1.content.0")]


@pytest.mark.parametrize("kind", ["tool_addition", "tool_removal"])
def test_changes_of_tools_need_their_beta(kind):
    request = {
        **system([{"type": kind, "tool": {"type": "tool_reference", "name": "f"}}]),
        "tools": [{"name": "f", "input_schema": {"type": "object"}}],
    }
    assert errors(request) == [("system-role-content", "params.messages.1.content.0")]
    assert errors(request, betas=CHANGES) == []


def test_clear_at_needs_its_beta_and_goes_without_cache_control():
    assert errors(system("Be brief.", clear_at="never")) == [
        ("system-role-content", "params.messages.1.clear_at")
    ]
    assert errors(system("Be brief.", clear_at="never"), betas=CLEAR) == []
    cached = [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral", "ttl": "1h"}}]
    assert errors(system(cached)) == []
    assert errors(system(cached, clear_at="never"), betas=CLEAR) == [
        ("system-role-content", "params.messages.1.content.0.cache_control")
    ]


def test_clear_at_is_one_of_two_words():
    assert errors(system("Be brief.", clear_at="soon"), betas=CLEAR) == [
        ("system-role-content", "params.messages.1.clear_at")
    ]
