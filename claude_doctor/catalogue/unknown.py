"""Error codes that no page describes: which page answers for them, and what such a code looks like as a bare
name.

The set of codes grows about weekly, and some of them forbid what their type recommends (a 503 that must not
be sent again). So a code is never read as its type where a repetition may do harm: on 409 and on every 5xx.
"""

from __future__ import annotations

from claude_doctor.base.lazy import pattern
from claude_doctor.base.model import Diagnosis, Evidence
from claude_doctor.catalogue import store
from claude_doctor.facts.age import age

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal

_CODE = pattern(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+\Z")
_LONGEST = 80
_SHOWN = 300
_AROUND = " \t\r\n'\"`,;:."
# What went wrong, as the codes known so far say it.
_FAILING = frozenset(
    "already ambiguous archived blocked cannot changed concurrent concurrently conflict denied "
    "disabled duplicate exceeded exhausted exists"
    " expired failed failure forbidden frozen hold incompatible incomplete ineligible insufficient "
    "invalid limited locked malformed mismatch"
    " mismatched misplaced missing not paused pending reached refused rejected required restricted "
    "revoked suspended taken timeout too"
    " unapproved unauthorized unavailable unconfirmed undecryptable unknown unreachable unresolved "
    "unsupported unverified violated violation"
    " withdrawn".split()
)
_FAILING_PAIRS = ("in_use", "in_flight", "in_progress", "in_workspace_policy", "timed_out")
# Names of functions, tests, settings and metrics begin or end like this; no code does.
_FIRST = frozenset(
    (
        "assert can check do ensure get handle has http if is log max min my num on raise set should test "
        "the was"
    ).split()
)
_LAST = frozenset(
    "at bytes callback class code count counter error errors exception fixture flag handler hook id "
    "ids key list message ms name path rate"
    " ratio seconds test tests total url".split()
)
# Codes that other services are known for (OpenAI, OAuth 2.0 of RFC 6749 and OpenID, Slack): nothing is
# claimed of them.
_OTHERS = frozenset(
    "access_denied billing_hard_limit_reached channel_not_found content_policy_violation invalid_grant "
    "invalid_request invalid_scope invalid_type not_in_channel"
    " rate_limit_exceeded responsible_ai_policy_violation temporarily_unavailable "
    "unsupported_country_region_territory unsupported_grant_type"
    " unsupported_parameter unsupported_response_type unsupported_token_type unsupported_value "
    "unknown_parameter".split()
)
_COMMON = frozenset("body call code create group in name on order request set settings type update".split())
_A_TYPO = 0.9  # difflib's ratio from which a name is a known one misspelt; the known ones differ by more


def page_for(signal: Signal) -> str | None:
    """Return the page for a signal whose error code has no page of its own; None where its type's page is
    right.
    """
    pages: dict[str, str] = store.module("matches").UNKNOWN_CODES
    code = signal.error_code
    if not code or signal.foreign or not _looks_well(code):
        return None
    for status in _statuses(signal):
        found = pages.get(str(status)) or pages.get(f"{status // 100}xx")
        if found:
            return found
    return None


def note(signal: Signal, careful: bool, today: str = "") -> str:
    """Return what is said of a code that is newer than this version: the API's message first where care is
    needed.

    How old the facts are on the day `today` (ISO) stands last.
    """
    return f"{_told(signal, careful)} {age(today).beside_a_code}"


def _told(signal: Signal, careful: bool) -> str:
    known = f"The error code {signal.error_code} is newer than this version of claude-doctor"
    if not careful:
        return f"{known}: read it as its type."
    if not signal.message:
        return f"{known}, and no message came with it: look for the message in the error's body."
    from claude_doctor.base.mask import free_masked
    from claude_doctor.base.text import one_line

    said = (
        one_line(free_masked(signal.message), _SHOWN).replace("::", ": :").replace("##[", "# #[")
    )  # no command for a CI runner
    return f"The API's message decides: \u201c{said}\u201d. {known}."


def suppose(name: str, today: str = "") -> Diagnosis | None:
    """Return the careful answer to a bare name that may be a new error code: a guess. None for any other
    word.
    """
    name = name.strip(_AROUND)
    page_id = store.module("matches").UNKNOWN_CODES.get("name")
    if page_id is None or not looks_like_code(name) or _is_typo(name):
        return None
    entry = store.page(page_id)
    told = (
        f"No page has the name {name}. If the API sent it as an error code, it is newer than this version "
        "of claude-doctor."
    )
    return Diagnosis(entry, "guess", (Evidence("name", name),), (f"{told} {age(today).beside_a_code}",))


def looks_like_code(name: str) -> bool:
    """Whether a word is written like an error code and says that something went wrong."""
    if not _looks_well(name) or name in _OTHERS or store.place(name) is not None:
        return False
    words = name.split("_")
    if (
        words[0] in _FIRST
        or words[-1] in _LAST
        or (_FAILING.isdisjoint(words) and not any(pair in name for pair in _FAILING_PAIRS))
    ):
        return False
    # Two words name anything (`build_failed`): one of them must be a thing that known codes are about.
    return len(words) > 2 or not _things().isdisjoint(words)


def _things() -> set[str]:
    return {word for code in store.module("matches").CODES for word in code.split("_")} - _FAILING - _COMMON


def _looks_well(code: str) -> bool:
    return len(code) <= _LONGEST and _CODE.match(code) is not None


def _is_typo(name: str) -> bool:
    import difflib

    return bool(difflib.get_close_matches(name, store.module("names").NAMES, n=1, cutoff=_A_TYPO))


def _statuses(signal: Signal) -> list[int]:
    # The status that was seen, and the one that its type comes with: a log may have only one of them.
    matches = store.module("matches")
    found = [signal.status] if signal.status else list(signal.statuses)
    for kind in signal.types:
        page_id = matches.TYPE_PAGES.get(kind)
        found += matches.KINDS[matches.KIND[page_id]][0] if page_id else ()
    return found
