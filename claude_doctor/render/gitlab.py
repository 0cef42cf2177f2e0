"""GitLab's code quality report: an array of issues, each at a line of a file of the repository."""

from __future__ import annotations

from claude_doctor.render import json
from claude_doctor.render.places import fingerprint, in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.render.style import Style


def write(issues: Iterable[dict[str, Any]], out: TextIO, style: Style) -> None:
    """Write one array with all issues."""
    json.dump(list(issues), out, style)


def issue(
    rule: str,
    words: Outside | str,
    severity: str,
    place: tuple[Outside | str, int],
    fields: tuple[object, ...],
) -> dict[str, Any]:
    """Return an issue at a place (file, line); `severity` is info, minor, major or blocker, `fields` tell it
    from every other.
    """
    path, line = place
    return {
        "type": "issue",
        "check_name": rule,
        "description": words,
        "severity": severity,
        "fingerprint": fingerprint(*fields),
        "location": {"path": in_repository(path), "lines": {"begin": line}},
    }
