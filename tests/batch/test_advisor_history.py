"""Results of the advisor, with and without header and tool."""

from tests.batch.helper import found, params

BETAS = ("advisor-tool-2026-03-01",)
TOOL = {"type": "advisor_20260301", "name": "advisor", "model": "claude-opus-5-5"}
BLOCKS = [
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "advisor", "input": {}},
    {
        "type": "advisor_tool_result",
        "tool_use_id": "srvtoolu_1",
        "content": {"type": "advisor_result", "text": "a"},
    },
    {"type": "text", "text": "b"},
]
USER = {"role": "user", "content": "Hi"}
PLACE = "params.messages.1.content.1"


def history(tools=()):
    return params(
        model="claude-opus-5",
        messages=[USER, {"role": "assistant", "content": BLOCKS}, USER],
        tools=list(tools) or None,
    )


def test_the_header_is_needed_and_the_tool_perhaps():
    assert found(history()) == [("advisor-history", "error", PLACE)]
    assert found(history(), betas=BETAS) == [("advisor-history", "warning", PLACE)]
    assert found(history([TOOL]), betas=BETAS) == []


def test_a_tool_without_header_is_the_tools_fault():
    assert "advisor-history" not in [rule for rule, _, _ in found(history([TOOL]))]
