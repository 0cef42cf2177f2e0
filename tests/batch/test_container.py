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
    assert errors(contained({"skills": [skill, SKILL]}, CODE)) == [("container-skills", f"{PLACE}.skills{place}")]


def test_twenty_skills():
    assert errors(contained({"skills": [SKILL] * 20}, CODE)) == []
    assert errors(contained({"skills": [SKILL] * 21}, CODE)) == [("container-skills", f"{PLACE}.skills")]


def test_an_upload_is_a_warning():
    content = [{"type": "container_upload", "file_id": "file_1"}]
    request = params(messages=[{"role": "user", "content": content}])
    assert found(request) == [("container-upload-needs-code-exec", "warning", "params.messages.0.content.0")]
    assert found({**request, "tools": [CODE]}) == []
