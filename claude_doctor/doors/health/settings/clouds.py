"""The switches by which Claude Code is told to use a cloud."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# The switches by which Claude Code is told to use a cloud; their own clients have their own checks, which are
# not here yet.
SWITCHES = {
    "CLAUDE_CODE_USE_BEDROCK": "Amazon Bedrock",
    "CLAUDE_CODE_USE_VERTEX": "Google Vertex AI",
    "CLAUDE_CODE_USE_FOUNDRY": "Microsoft Foundry",
    "CLAUDE_CODE_USE_MANTLE": "Amazon Bedrock (Mantle)",
    "CLAUDE_CODE_USE_ANTHROPIC_AWS": "Claude Platform on AWS",
    "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD": "Claude on Google Cloud",
    "CLAUDE_CODE_USE_GATEWAY": "a gateway of Claude Code",
}


def switched_on(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the first switch that is on and its cloud, ("", "") without one."""
    for name, cloud in SWITCHES.items():
        if environment.get(name, "").strip().lower() in ("1", "true", "yes", "on"):
            return name, cloud
    return "", ""
