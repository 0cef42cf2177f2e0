"""What to do about a cause, seen what the log shows was tried: never more retries where they are used up.

The page's own fixes are the advice. What a page says to one script is left out where the log shows ten
attempts or many workers, and where another program than the SDK does the retrying, its settings are named.
"""

from __future__ import annotations

import re

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from claude_doctor.base.model import Entry

# From here on more retries are no answer.
ATTEMPTS, WORKERS, PER_MINUTE = 10, 3, 120
_MORE = re.compile(
    r"max_retries=[1-9]|raise `(?:max_retries|total_max_attempts)|total_max_attempts\"?: [1-9]"
    r"|num_retries=[1-9]|default of 2\b|the SDKs? do(?:es)? it (?:for you|twice)"
)
_OF_SDK = re.compile(r"\bmax_retries\b|with_options|Anthropic\(|total_max_attempts|\bthe SDK")
_CLAUSE = re.compile(r"(?<=[.;]) (?=\S)")
# Causes of too much load: those of which less load is the cure.
_LOAD = frozenset(("server", "rate_limit"))
_AGAIN = frozenset(("yes", "after_wait", "conditional"))

# The words of who does the retrying. Claude Code: code.claude.com/docs/en/errors, read 2026-11-20; LiteLLM:
# its router settings, docs.litellm.ai/docs/routing, as the pages of LiteLLM's own errors name them.
_CLAUDE_CODE = (
    "Claude Code retries by itself (ten attempts; CLAUDE_CODE_MAX_RETRIES allows up to 15). When they are "
    "used up, wait and send the prompt again, or switch with /model."
)
_PLATFORMS = {
    "claude-code": _CLAUDE_CODE,
    "gateway:litellm": (
        "LiteLLM does the retrying: name a second model in `fallbacks` of router_settings, and look at "
        "`num_retries`, `allowed_fails` and `cooldown_time` there."
    ),
}
_GATEWAY = (
    "{} stands between: its retries and those of the client multiply, so let one of the two retry, and give "
    "the gateway a second model or provider."
)


@record
class Tried:
    """What a log shows was tried: the most attempts of one request, processes at work, failures a minute."""

    attempts: int = 0
    workers: int = 0
    per_minute: int = 0

    @property
    def is_much(self) -> bool:
        """Whether more retries would only send more."""
        return self.attempts >= ATTEMPTS or self.workers >= WORKERS or self.per_minute >= PER_MINUTE


def tried(retries: Mapping[str, Any]) -> Tried:
    """Return what `counts/retries.py` says."""
    return Tried(
        retries.get("most_attempts", 0), retries.get("workers", 0), retries.get("most_failed_per_minute", 0)
    )


def fixes(entry: Entry | None, seen: Tried, platforms: Iterable[str | None]) -> tuple[str, ...]:
    """Return what to do, the best first. `platforms` are those of the cause's failures."""
    if entry is None:
        return ()
    named = {item for item in platforms if item}
    only = next(iter(named)) if len(named) == 1 else ""
    own = only == "claude-code" or only.startswith("gateway:")
    again = entry.retryable in _AGAIN and entry.category in _LOAD
    shown = list(entry.fixes)
    if again and (seen.is_much or own):
        shown = [kept for fix in shown if (kept := _without(fix, *((_OF_SDK, _MORE) if own else (_MORE,))))]
    first = [_words(only)] if again and own else []
    if again and seen.is_much:
        first.append(_less(seen, only))
    return tuple(dict.fromkeys((*first, *shown)))


def _words(platform: str) -> str:
    return _PLATFORMS.get(platform) or _GATEWAY.format(platform.removeprefix("gateway:").capitalize())


def _less(seen: Tried, platform: str) -> str:
    if seen.attempts >= ATTEMPTS:
        what = f"The log shows {seen.attempts} attempts of one request: more retries will not help."
        return f"{what} Wait longer, or let another model answer."
    if seen.workers >= WORKERS:
        what = f"{seen.workers} workers fail at once"
    else:
        what = f"{seen.per_minute} attempts fail in one minute"
    end = ", give each a deadline" if platform != "claude-code" else ""
    return f"{what}: lower the number of calls in flight first{end}; more retries only send more."


def _without(fix: str, *unwanted: re.Pattern[str]) -> str:
    """Return a fix without the clauses that say what is not wanted; "" when nothing is left."""
    if not any(words.search(fix) for words in unwanted):
        return fix
    kept = [clause for clause in _CLAUSE.split(fix) if not any(words.search(clause) for words in unwanted)]
    text = " ".join(kept).strip()
    if not text or text.count("(") != text.count(")") or text.count("`") % 2:
        return ""
    return text[:1].upper() + text[1:].rstrip(";") + ("." if text.endswith(";") else "")
