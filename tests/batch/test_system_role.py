"""Where a message of role system may stand."""

import pytest

from tests.batch.helper import errors, found, params

EFFORT = ("mid-conversation-output-config-2026-07-01",)
SEARCH = [
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}},
    {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []},
]
CALL = [{"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}]
RESULT = [{"type": "tool_result", "tool_use_id": "toolu_1"}]
LEVEL = {"output_config": {"effort": "low"}}


def talk(roles, **fields):
    """u, a, s: user, assistant, system; w: an assistant turn that ends in a search result; d: a system
    message that sets the effort only.
    """
    made = {
        "u": {"role": "user", "content": "a"},
        "a": {"role": "assistant", "content": "b"},
        "s": {"role": "system", "content": "Be brief."},
        "w": {"role": "assistant", "content": SEARCH},
        "d": {"role": "system", **LEVEL},
        "c": {"role": "assistant", "content": CALL},
        "r": {"role": "user", "content": RESULT},
    }
    return params(messages=[made[role] for role in roles], **fields)


@pytest.mark.parametrize(
    "roles",
    ["us", "uss", "usau", "ussau", "uausau", "uws", "ucrs", "ud", "du", "duau", "uadu", "usdau", "udsau"],
)
def test_places_that_are_right(roles):
    assert errors(talk(roles), betas=EFFORT) == []


@pytest.mark.parametrize(
    ("roles", "index"),
    [
        ("uas", 2),
        ("uass", 2),
        ("usu", 1),
        ("ussu", 2),
        ("uasu", 2),
        ("uads", 3),
        ("usdu", 1),
        ("ucsr", 2),
        ("uawsu", 3),
    ],
)
def test_places_that_are_wrong_give_one_finding_a_run(roles, index):
    assert errors(talk(roles), betas=EFFORT) == [("system-role-placement", f"params.messages.{index}")]


@pytest.mark.parametrize("model", ["claude-opus-5-5", "claude-haiku-4-5", "claude-sonnet-5", "claude-opus-9"])
def test_first_is_wrong_on_every_model(model):
    assert ("system-role-first", "params.messages.0") in errors(talk("su", model=model))
    assert len([rule for rule, _ in errors(talk("ssu", model=model)) if rule.startswith("system-role")]) == 1


@pytest.mark.parametrize(
    "model", ["claude-haiku-4-5", "claude-opus-4-7", "claude-sonnet-4-6", "claude-opus-4-5"]
)
def test_models_without_them_say_so_once(model):
    assert errors(talk("usuus", model=model)) == [("system-role-unsupported", "params.messages.1")]


def test_sonnet_5_ignores_them():
    assert found(talk("us", model="claude-sonnet-5")) == [
        ("system-role-unsupported", "warning", "params.messages.1")
    ]
    assert errors(talk("usu", model="claude-sonnet-5")) == [("system-role-placement", "params.messages.1")]


def test_of_other_models_nothing_is_known():
    assert not [rule for rule, _ in errors(talk("us", model="claude-opus-9")) if rule.startswith("system")]


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ({}, True),
        ({"output_config": {}}, True),
        ({"output_config": {}, "content": "b"}, False),
        (LEVEL, False),
    ],
)
def test_a_message_says_or_sets_something(message, wrong):
    messages = [
        {"role": "user", "content": "a"},
        {"role": "system", **message},
        {"role": "assistant", "content": "b"},
        {"role": "user", "content": "c"},
    ]
    said = errors(params(messages=messages), betas=EFFORT)
    assert said == ([("message-missing-field", "params.messages.1")] if wrong else [])
