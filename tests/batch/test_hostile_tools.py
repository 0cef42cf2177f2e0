"""Any JSON where tools, schemas and servers stand: findings, never an exception; and nothing of a prompt in
them.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.engine.toolspecs import TOOLS, TOOLSETS
from tests.batch.helper import LARGER, kept, line, params

WORDS = [
    "type",
    "name",
    "input_schema",
    "properties",
    "items",
    "required",
    "anyOf",
    "allOf",
    "$ref",
    "$defs",
    "enum",
    "format",
    "pattern",
    "minItems",
]
WORDS += [
    "strict",
    "defer_loading",
    "cache_control",
    "allowed_callers",
    "allowed_domains",
    "user_location",
    "country",
    "configs",
    "zoom",
    "enabled",
]
WORDS += [
    "mcp_server_name",
    "url",
    "model",
    "max_uses",
    "max_tokens",
    "input_examples",
    "additionalProperties",
    "object",
    "string",
    "direct",
    "#",
    "#/$defs/a",
]
WORDS += [
    "skills",
    "id",
    "edits",
    "trigger",
    "value",
    "schema",
    "json_schema",
    "total",
    "user_id",
    *TOOLS,
    *TOOLSETS,
    "mcp_toolset",
    "custom",
    "url",
]
leaf = (
    st.none()
    | st.booleans()
    | st.integers(-3, 70_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=5)
)
value = st.recursive(
    leaf,
    lambda deeper: (
        st.lists(deeper, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), deeper, max_size=6)
    ),
    max_leaves=20,
)
tool = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([*TOOLS, *TOOLSETS, "mcp_toolset", "custom"]),
        "name": st.sampled_from(["a", "computer", "web_search", "advisor"]),
        "input_schema": value,
        "strict": st.booleans(),
        "allowed_callers": st.lists(st.sampled_from(["direct", "code_execution_20260120"]), max_size=2),
        "configs": value,
        "input_examples": st.lists(value, max_size=2),
        "mcp_server_name": st.just("a"),
        "model": st.sampled_from(["claude-opus-5", "x"]),
        "user_location": value,
        "allowed_domains": value,
    },
)
BETAS = (
    "mcp-client-2025-11-20",
    "context-management-2025-06-27",
    "compact-2026-01-12",
    "task-budgets-2026-03-13",
)


def check(**fields):
    for item in kept([line(params(**fields))], betas=BETAS):
        assert all(isinstance(part, str) for part in item[3:]), item


@given(
    st.lists(tool | value, max_size=3) | value,
    st.sampled_from([None, {"type": "auto"}, {"type": "tool", "name": "a"}, {"type": "any"}]),
)
@settings(max_examples=100 * LARGER)
def test_any_tools(tools, choice):
    check(tools=tools, tool_choice=choice)


@given(value, value)
@settings(max_examples=60 * LARGER)
def test_any_output_schema(schema, budget):
    check(output_config={"format": {"type": "json_schema", "schema": schema}, "task_budget": budget})


@given(value, value, value, value)
@settings(max_examples=50 * LARGER)
def test_any_other_parameter(container, servers, management, metadata):
    check(container=container, mcp_servers=servers, context_management=management, metadata=metadata)


@given(value, value)
def test_any_image_and_document(source, other):
    content = [
        {"type": "image", "source": source},
        {"type": "document", "source": other, "title": source, "context": other},
    ]
    check(messages=[{"role": "user", "content": content}])


def test_very_deep_schemas_end():
    schema = {"type": "string"}
    for _ in range(400):
        schema = {
            "type": "object",
            "properties": {"a": schema},
            "required": ["a"],
            "additionalProperties": False,
        }
    check(output_config={"format": {"type": "json_schema", "schema": schema}})
    check(tools=[{"name": "t", "strict": True, "input_schema": schema}])
