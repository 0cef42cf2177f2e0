"""ANTHROPIC_CUSTOM_HEADERS: what the SDK makes of it, and the headers a request of the SDK carries."""

from __future__ import annotations

from claude_doctor.base.record import record
from claude_doctor.facts.versions import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.settings.credential import Credential

VARIABLE = "ANTHROPIC_CUSTOM_HEADERS"
OAUTH_BETA = "oauth-2025-04-20"
_OWN = ("authorization", "x-api-key", "anthropic-version", "host", "content-type")


@record
class CustomHeaders:
    """The parsed lines, the number of lines that are none, and the names that override what the SDK sets."""

    pairs: tuple[tuple[str, str], ...] = ()
    dropped: int = 0
    overrides: tuple[str, ...] = ()
    unsendable: tuple[str, ...] = ()


def custom_headers(environment: Mapping[str, str]) -> CustomHeaders:
    """Parse the variable as the SDK does: newline-separated `Name: value`, other lines dropped silently."""
    pairs: dict[str, str] = {}
    dropped = 0
    for line in environment.get(VARIABLE, "").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            pairs[name.strip()] = value.strip()
        elif line.strip():
            dropped += 1
    overrides = tuple(name for name in pairs if name.lower() in _OWN)
    unsendable = tuple(
        name for name, value in pairs.items() if not name.isascii() or any(c < " " for c in value) or not name
    )
    return CustomHeaders(tuple(pairs.items()), dropped, overrides, unsendable)


def request_headers(
    credential: Credential, custom: CustomHeaders, style: str = "bearer", version: str = NEWEST
) -> dict[str, str]:
    """Return the headers of one authenticated request; `style` is bearer (SDK 2) or x-api-key (SDK 1 and
    Claude Code).
    """
    headers = {"anthropic-version": version, "user-agent": "claude-doctor"}
    if credential.value:
        if style == "bearer" or credential.way != "key":
            headers["authorization"] = f"Bearer {credential.value}"
        else:
            headers["x-api-key"] = credential.value
        if credential.way not in ("key", "token"):
            headers["anthropic-beta"] = OAUTH_BETA
    for name, value in custom.pairs:
        headers[name.lower()] = value
    return headers
