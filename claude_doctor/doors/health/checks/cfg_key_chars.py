"""Characters that do not belong into a key: named and placed, the value never shown."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import Outcome, Problem, failed_by, passed, skipped
from claude_doctor.doors.health.settings import credential as cred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.key_chars", "config", 50, (), "none", ""
VERIFIES = "line breaks, spaces, quotes and invisible characters in the key, by name and position"


def run(state: State) -> Outcome:
    """Name the first character that does not belong."""
    found = state.credential
    if not found.value:
        return skipped("no key or token in the environment")
    odd = cred.bad_characters(found)
    if odd is None:
        return passed(f"{len(found.value)} characters, none that does not belong")
    strange, what = odd
    return failed_by(_problem(found.source, strange.words, what), position=strange.at, character=strange.name)


def _problem(source: str, place: str, what: str) -> Problem:
    if what == "refused":
        words, says, entry = (
            'The SDK reports this as "Connection error."',
            "httpcore2.LocalProtocolError: Illegal header value b'Bearer ***'",
            "invalid_request_header_value",
        )
    else:
        words, says, entry = "It is sent along, and the API answers 401.", "", "invalid_api_key"
    return Problem(
        f"{source} has a {place}. {words}",
        f"Set {source} again without it.",
        f'export {source}="$(printf %s "${source}" | tr -cd \'[:alnum:]_-\')"',
        says,
        entry,
    )
