"""Empty messages and empty texts."""

import pytest

from tests.batch.helper import errors, found, params

TEXT = {"type": "text", "text": "Hello"}
MODEL = "claude-haiku-4-5"


def said(*messages):
    roles = {"u": "user", "a": "assistant", "s": "system"}
    return params(
        model=MODEL, messages=[{"role": roles[role], "content": content} for role, content in messages]
    )


@pytest.mark.parametrize("role", ["u", "a"])
@pytest.mark.parametrize(("content", "rule"), [([], "content-empty-list"), ("", "content-empty-string")])
def test_a_message_in_the_middle_is_not_empty(role, content, rule):
    around = "a" if role == "u" else "u"
    assert errors(
        said(("u", "Hi"), ("a", "Yes?"), ("u", "Go on"), (around, "Well"), (role, content), (around, "So"))
    ) == [(rule, "params.messages.4.content")]


@pytest.mark.parametrize("turn", [[[], "a"], ["a", []], [[], [], "a"]])
def test_messages_of_the_user_in_a_row_are_one_turn(turn):
    said_of = found(said(("u", "Hi"), ("a", "Yes?"), *(("u", content) for content in turn)))
    assert {(rule, severity) for rule, severity, _ in said_of} == {("content-empty-list", "warning")}


def test_a_turn_of_the_user_without_anything_is_refused():
    assert len(errors(said(("u", "Hi"), ("a", "Yes?"), ("u", []), ("u", [])))) == 2


@pytest.mark.parametrize(
    "content", [" \n", [{"type": "text", "text": "Be brief"}, {"type": "text", "text": " "}]]
)
def test_a_system_message_of_white_space_is_refused(content):
    request = params(messages=[{"role": "user", "content": "Hi"}, {"role": "system", "content": content}])
    assert [rule for rule, _ in errors(request)] == ["text-whitespace"]


@pytest.mark.parametrize("content", [[], ""])
def test_the_last_one_of_the_assistant_may_be(content):
    assert errors(said(("u", "Hi"), ("a", content))) == []
    assert len(errors(said(("u", content)))) == 1


def test_a_system_message_that_sets_the_effort_needs_no_content():
    effort = {"role": "system", "content": [], "output_config": {"effort": "low"}}
    request = params(messages=[{"role": "user", "content": "Hi"}, effort])
    assert errors(request, betas=("mid-conversation-output-config-2026-07-01",)) == []
    assert errors(
        params(messages=[{"role": "user", "content": "Hi"}, {"role": "system", "content": []}])
    ) == [("content-empty-list", "params.messages.1.content")]


def test_white_space_is_refused_from_the_user_only():
    assert errors(said(("u", " \n\t"))) == [("text-whitespace", "params.messages.0.content")]
    assert errors(said(("u", "Hi"), ("a", " "), ("u", "Go on"))) == []
    assert errors(said(("u", [{"type": "text", "text": " "}]))) == [
        ("text-whitespace", "params.messages.0.content.0.text")
    ]
    assert errors(said(("u", "Hi"), ("a", [{"type": "text", "text": " "}, TEXT]), ("u", "Go on"))) == []


@pytest.mark.parametrize(("text", "rule"), [("", "text-empty"), (" ", "text-whitespace")])
def test_system_and_tool_results_are_looked_at_too(text, rule):
    block = {"type": "text", "text": text}
    assert errors(params(system=[TEXT, block])) == [(rule, "params.system.1.text")]
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    request = said(
        ("u", "Hi"),
        ("a", [call]),
        ("u", [{"type": "tool_result", "tool_use_id": "toolu_1", "content": [block]}]),
    )
    assert errors(request) == [(rule, "params.messages.2.content.0.content.0.text")]


@pytest.mark.parametrize("system", ["", [], " "])
def test_a_blank_system_prompt_as_such_is_accepted(system):
    assert errors(params(system=system)) == []


def test_white_space_inside_of_a_document_is_not_known_to_be_refused():
    chunks = {
        "type": "document",
        "source": {"type": "content", "content": [TEXT, {"type": "text", "text": " "}]},
    }
    assert errors(said(("u", [chunks, TEXT]))) == []


def test_an_empty_text_is_empty_also_of_the_assistant():
    assert errors(said(("u", "Hi"), ("a", [{"type": "text", "text": ""}]))) == [
        ("text-empty", "params.messages.1.content.0.text")
    ]


def test_an_empty_text_that_is_cached_gives_one_finding():
    block = {"type": "text", "text": "", "cache_control": {"type": "ephemeral", "ttl": "1h"}}
    assert errors(said(("u", [TEXT, block]))) == [
        ("cache-control-empty-text", "params.messages.0.content.1.text")
    ]
