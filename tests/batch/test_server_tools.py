"""Calls of server tools and their results."""

import pytest

from tests.batch.helper import errors, params

TEXT = {"type": "text", "text": "a"}
WEB = {"type": "web_search_20250305", "name": "web_search"}
NEW_WEB = {"type": "web_search_20260318", "name": "web_search"}
OWN = {"name": "f", "input_schema": {"type": "object"}}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1"}
USER = {"role": "user", "content": "Hi"}
UNRESOLVED = [("server-tool-use-unresolved", "params.messages.1.content.0")]


def search(name="web_search"):
    return {"type": "server_tool_use", "id": "srvtoolu_1", "name": name, "input": {}}


FOUND = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []}


def assistant(*blocks):
    return {"role": "assistant", "content": list(blocks)}


def talk(*messages, tools=(WEB, OWN), **fields):
    return params(messages=[USER, *messages], tools=list(tools), **fields)


def test_a_call_may_wait_at_the_end_or_for_results_of_other_tools():
    assert errors(talk(assistant(search()))) == []
    assert errors(talk(assistant(search(), CALL), {"role": "user", "content": [RESULT]})) == []


def test_its_result_may_come_in_a_later_turn():
    assert (
        errors(
            talk(
                assistant(search(), CALL), {"role": "user", "content": [RESULT]}, assistant(FOUND, TEXT), USER
            )
        )
        == []
    )


@pytest.mark.parametrize(("also", "after"), [((), "and?"), ((), [TEXT]), ((CALL,), [RESULT, TEXT])])
def test_nothing_else_may_stand_behind_it(also, after):
    assert errors(talk(assistant(search(), *also), {"role": "user", "content": after})) == UNRESOLVED


def test_its_tool_is_still_defined():
    assert errors(talk(assistant(search()), tools=[OWN])) == UNRESOLVED
    assert errors(talk(assistant(search(), FOUND, TEXT), USER, tools=[OWN])) == []


def test_code_that_waits_for_a_call_it_made_goes_on_running():
    own = {**OWN, "allowed_callers": ["code_execution_20260120"]}
    made = {**CALL, "caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_1"}}
    code = assistant(search("code_execution"), made)

    def talked(*after):
        return errors(talk(code, {"role": "user", "content": list(after)}, tools=[own], container="c_1"))

    assert talked(RESULT) == []
    assert talked(RESULT, TEXT) == UNRESOLVED
    other = {**made, "caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_2"}}
    assert ("server-tool-use-unresolved", "params.messages.1.content.0") in errors(
        talk(assistant(search("code_execution"), other), {"role": "user", "content": [RESULT]}, tools=[own])
    )


def test_newer_web_tools_run_code_of_their_own():
    assert errors(talk(assistant(search("code_execution")), tools=[NEW_WEB], model="claude-opus-5")) == []
    assert errors(talk(assistant(search("code_execution")), tools=[WEB])) == UNRESOLVED


def test_a_result_needs_its_call_before_it():
    orphan = [("server-tool-result-orphan", "params.messages.1.content.0")]
    assert errors(talk(assistant(FOUND, TEXT), USER)) == orphan
    assert errors(talk(assistant(FOUND, search(), TEXT), USER)) == orphan
    assert errors(talk(assistant(search(), TEXT, FOUND), USER)) == []


def test_an_mcp_result_needs_its_mcp_call():
    betas = ("mcp-client-2025-11-20",)
    call = {"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "f", "server_name": "s", "input": {}}
    result = {"type": "mcp_tool_result", "tool_use_id": "mcptoolu_1", "content": [TEXT]}
    assert errors(params(messages=[USER, assistant(call, result), USER]), betas=betas) == []
    assert errors(params(messages=[USER, assistant(result), USER]), betas=betas) == [
        ("server-tool-result-orphan", "params.messages.1.content.0")
    ]
