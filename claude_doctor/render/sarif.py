"""SARIF 2.1.0, as code scanning reads it: a log of runs, each with its rules, its results at places, and what
went wrong on the way.
"""

from __future__ import annotations

from claude_doctor.render import json
from claude_doctor.render.places import fingerprint, in_repository, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.render.style import Style

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# (rule, level, message, file, line, column); level is error, warning or note, a column of 0 is none.
Result = tuple[str, str, "Outside | str", "Outside | str", int, int]


def write(runs: list[dict[str, Any]], out: TextIO, style: Style) -> None:
    """Write one log."""
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}, out, style)


def run(
    version: str, titles: dict[str, str], results: Iterable[Result], problems: Iterable[Outside | str] = ()
) -> dict[str, Any]:
    """Return a run of a version of ours: `titles` are the rules by id, `problems` what has no place in a
    file.
    """
    kept = list(results)
    rules = list(dict.fromkeys(result[0] for result in kept))
    notes = [{"level": "error", "message": {"text": words}} for words in problems]
    return {
        "tool": {
            "driver": {
                "name": "claude-doctor",
                "version": version,
                "semanticVersion": version,
                "rules": [
                    {"id": rule, "shortDescription": {"text": titles.get(rule) or rule}} for rule in rules
                ],
            }
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, rules) for result in kept],
    }


def _result(result: Result, rules: list[str]) -> dict[str, Any]:
    rule, level, message, file, line, column = result
    region = {"startLine": line, **({"startColumn": column} if column else {})}
    shown = in_repository(file)
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(shown)}, "region": region}}],
        "partialFingerprints": {"place/v1": fingerprint(rule, shown, line, message)},
    }
