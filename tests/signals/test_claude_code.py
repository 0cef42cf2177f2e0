"""Lines of Claude Code."""

import pytest

from claude_doctor.signals.readers import claude_code


@pytest.mark.parametrize(
    ("text", "status", "rest"),
    [
        ('API Error: 401 {"type":"error"}', 401, '{"type":"error"}'),
        ("API Error (529 {}) · Retrying in 1 seconds… (attempt 1/10)", 529, "{}"),
        (
            "API Error (Request timed out.) · Retrying in 5 seconds… (attempt 4/10)",
            None,
            "Request timed out.",
        ),
        ("API Error: Connection error.", None, "Connection error."),
        ("Failed to authenticate. API Error: 401 OAuth token has expired", 401, "OAuth token has expired"),
    ],
)
def test_lines(text, status, rest):
    seen = claude_code.read(text)
    assert (seen.status, seen.platform) == (status, "claude-code")
    assert seen.rest.startswith(rest)


def test_its_commands_name_it():
    assert claude_code.read("Not logged in · Please run /login").platform == "claude-code"


def test_other_text():
    assert claude_code.read("an api failed") is None
