"""Every switch of Claude Code that names a cloud is answered with that cloud, never with "set
ANTHROPIC_API_KEY".
"""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "name", ["BEDROCK", "VERTEX", "FOUNDRY", "MANTLE", "ANTHROPIC_AWS", "ANTHROPIC_GOOGLE_CLOUD", "GATEWAY"]
)
@pytest.mark.parametrize("value", ["1", "yes"])
def test_a_switch_alone_is_refused_with_its_name(name, value, run):
    done = run("health", "--only", "cfg.credential", env={f"CLAUDE_CODE_USE_{name}": value})
    assert done.returncode == 2
    assert "is configured" in done.stderr
    assert "ANTHROPIC_API_KEY" not in done.stderr
