"""Containers, skills, uploads, and who uses them."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

CODE = {"type": "code_execution_20260521", "name": "code_execution"}
SKILL = {"type": "anthropic", "skill_id": "pptx", "version": "latest"}
PLACE = "params.container"


def contained(container, *tools):
    return params(model="claude-opus-5", container=container, tools=list(tools) or None)


@pytest.mark.parametrize(
    "tool",
    [
        CODE,
        {"type": "web_search_20260209", "name": "web_search"},
        {"name": "t", "input_schema": {"type": "object"}, "allowed_callers": ["code_execution_20260120"]},
    ],
)
def test_a_tool_that_uses_it(tool):
    assert errors(contained("container_1", tool)) == []


def test_without_one():
    search = {"type": "web_search_20250305", "name": "web_search"}
    assert errors(contained("container_1", search)) == [("container-needs-code-execution", PLACE)]
    assert errors(contained({"skills": [SKILL]}, search)) == [("container-skills", f"{PLACE}.skills")]


def test_forms():
    assert errors(contained({"id": "container_1"}, CODE)) == [("container-shape", PLACE)]
    assert errors(contained({"id": "container_1", "skills": [SKILL]}, CODE)) == []
    assert errors(contained(7, CODE)) == [("container-shape", PLACE)]


@pytest.mark.parametrize(
    ("skill", "place"),
    [
        ({**SKILL, "type": "mine"}, ".0.type"),
        ({**SKILL, "skill_id": ""}, ".0.skill_id"),
        ({**SKILL, "version": "v" * 65}, ".0.version"),
        ({"type": "custom"}, ".0.skill_id"),
        ("pptx", ".0"),
    ],
)
def test_skills(skill, place):
    assert errors(contained({"skills": [skill, SKILL]}, CODE)) == [
        ("container-skills", f"{PLACE}.skills{place}")
    ]


def test_twenty_skills():
    assert errors(contained({"skills": [SKILL] * 20}, CODE)) == []
    assert errors(contained({"skills": [SKILL] * 21}, CODE)) == [("container-skills", f"{PLACE}.skills")]


def test_an_upload_is_a_warning():
    content = [{"type": "container_upload", "file_id": "file_1"}]
    request = params(messages=[{"role": "user", "content": content}])
    assert found(request) == [("container-upload-needs-code-exec", "warning", "params.messages.0.content.0")]
    assert found({**request, "tools": [CODE]}) == []


OWN = {
    "name": "level",
    "input_schema": {"type": "object"},
    "allowed_callers": ["direct", "code_execution_20260120"],
}
RUN = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "code_execution", "input": {"code": "x"}}
RAN = {"type": "code_execution_result", "content": [], "return_code": 0, "stderr": "", "stdout": ""}
CALL = {
    "type": "tool_use",
    "id": "toolu_1",
    "name": "level",
    "input": {},
    "caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_1"},
}


def waiting(*calls, after=(), **fields):
    results = [{"type": "tool_result", "tool_use_id": call["id"], "content": "1"} for call in calls]
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [RUN, *calls]},
        {"role": "user", "content": results},
        *after,
    ]
    return errors(params(model="claude-opus-5", messages=messages, tools=[CODE, OWN], **fields))


def test_code_that_waits_is_found_by_its_container():
    assert waiting(CALL, container="container_1") == []
    assert waiting(CALL, container={"id": "container_1", "skills": [SKILL]}) == []
    assert waiting(CALL, container={"skills": [SKILL]}) == [("tool-ptc-incompatible", PLACE)]
    assert waiting(CALL, {**CALL, "id": "toolu_2"}) == [("tool-ptc-incompatible", PLACE)]


def test_code_that_has_ended_or_never_ran_needs_none():
    done = {"type": "code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": RAN}
    after = [
        {"role": "assistant", "content": [done, {"type": "text", "text": "One."}]},
        {"role": "user", "content": "Thanks"},
    ]
    assert waiting(CALL, after=after) == []
