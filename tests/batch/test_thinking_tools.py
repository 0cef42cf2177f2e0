"""Manual thinking with tools."""

import pytest

from tests.batch.helper import errors, params

TOOL = {"name": "f", "input_schema": {"type": "object"}}
MANUAL = {"type": "enabled", "budget_tokens": 1024}
USER = {"role": "user", "content": "Weather?"}
THINKING = {"type": "thinking", "thinking": "", "signature": "EqQB"}


def call(number, *before):
    return {
        "role": "assistant",
        "content": [*before, {"type": "tool_use", "id": f"toolu_{number}", "name": "f", "input": {}}],
    }


def result(number, *after):
    return {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": "12"}, *after],
    }


def manual(*messages, **fields):
    return params(
        **(
            {
                "model": "claude-haiku-4-5",
                "max_tokens": 4096,
                "thinking": MANUAL,
                "tools": [TOOL],
                "messages": list(messages),
            }
            | fields
        )
    )


@pytest.mark.parametrize("choice", [{"type": "any"}, {"type": "tool", "name": "f"}])
def test_manual_thinking_and_a_forced_tool(choice):
    assert errors(manual(USER, tool_choice=choice)) == [
        ("thinking-forced-tool-manual", "params.tool_choice.type")
    ]
    assert errors(manual(USER, tool_choice=choice, thinking={"type": "disabled"})) == []


def test_a_model_without_manual_thinking_hears_that_alone():
    request = manual(USER, tool_choice={"type": "any"}, model="claude-opus-5")
    assert [rule for rule, _ in errors(request)] == ["thinking-enabled-unsupported"]


FIRST = [("thinking-final-assistant-first-block", "params.messages.1.content.0.type")]


def test_a_call_that_is_answered_needs_its_thinking():
    text = {"type": "text", "text": "And in Bonn?"}
    assert errors(manual(USER, call(1), result(1))) == FIRST
    assert errors(manual(USER, call(1, {"type": "text", "text": "I look."}), result(1, text))) == FIRST
    assert errors(manual(USER, call(1, THINKING), result(1, text))) == []
    assert errors(manual(USER, call(1, {"type": "redacted_thinking", "data": "Eq=="}), result(1))) == []


def test_one_thinking_block_serves_a_chain_of_calls():
    assert errors(manual(USER, call(1, THINKING), result(1), call(2), result(2))) == []
    assert errors(manual(USER, call(1), result(1), call(2), result(2))) == FIRST


def test_a_chain_that_is_over_may_have_lost_it():
    done = {"role": "assistant", "content": "12 degrees."}
    assert errors(manual(USER, call(1), result(1), done, USER)) == []


def test_without_manual_thinking_nothing_is_asked():
    assert errors(manual(USER, call(1), result(1), thinking=None)) == []
    assert (
        errors(manual(USER, call(1), result(1), model="claude-opus-4-6", thinking={"type": "adaptive"})) == []
    )
