"""The data that flows from a reader to a renderer: immutable, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record


class ExitCode:
    """What the process answers; the table in CONTRACT and docs/exit-codes.md."""

    OK = 0
    FOUND = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4
    INTERRUPTED = 130
    PIPE = 141


CATEGORIES = (
    "client",
    "auth",
    "billing",
    "not_found",
    "rate_limit",
    "server",
    "network",
    "streaming",
    "batch",
    "content",
    "local_tool",
)
RETRYABLE = ("yes", "no", "after_fix", "after_wait", "conditional")
FAULTS = ("yours", "theirs", "between", "none", "unknown")
CONFIDENCE = ("certain", "likely", "guess")


@record
class Source:
    """Where a statement comes from: an address or a place in words, and the day it was read (ISO date)."""

    where: str
    read: str
    says: str = ""


@record
class Entry:
    """What is known about one error. The field order is the order of the compiled catalogue."""

    id: str
    title: str
    category: str
    fault: str
    platform: str
    status: int | None
    also_statuses: tuple[int, ...]
    type: str | None
    also_types: tuple[str, ...]
    error_code: str | None
    aliases: tuple[str, ...]
    sdk_classes: tuple[str, ...]
    retryable: str
    wait: str
    delays_s: tuple[float, ...]
    honour_retry_after: bool
    sdk_retries: bool
    billed: str
    related: tuple[str, ...]
    confidence: str
    topic: bool
    wrapper: bool
    own_words: tuple[str, ...]
    beats: tuple[str, ...]
    since: str | None
    retired: str | None
    meaning: str
    causes: tuple[str, ...]
    fixes: tuple[str, ...]
    python: str
    typescript: str
    platforms: tuple[str, ...]
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    sources: tuple[Source, ...]
    bad: str = ""
    good: str = ""
    short_fixes: tuple[
        int, ...
    ] = ()  # which fixes (from 1) its short form shows; without them the first three


@record
class Signal:
    """What was observed, normalised and free of opinion.

    `exceptions` runs from the outermost class to the innermost cause. `texts` are the words to match, the
    innermost message first. `statuses` are all that any layer named; `status` is the one of the innermost API
    envelope. `foreign` names another system that speaks in the text; `ours` says that Claude or Anthropic is
    named in it, `sealed` that an envelope of the API was read, `framed` that something (an envelope, a
    status, an SDK's class, a stream) marks it as an error and not as words about one. `broken` are readers of
    ours that raised, as (name, what happened).
    """

    status: int | None = None
    type: str | None = None
    error_code: str | None = None
    message: str | None = None
    request_id: str | None = None
    model: str | None = None
    exception: str | None = None
    platform: str | None = None
    retry_after_s: float | None = None
    exceptions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    speaker: str | None = None
    streaming: bool = False
    foreign: str | None = None
    ours: bool = False
    sealed: bool = False
    framed: bool = False
    broken: tuple[tuple[str, str], ...] = ()


@record
class Evidence:
    """One reason for a diagnosis: `by` is name, error_code, message, exception, type, status or words."""

    by: str
    matched: str


@record
class Diagnosis:
    """A signal matched to an entry; `confidence` is certain, likely or guess."""

    entry: Entry
    confidence: str
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()


@record
class Heading:
    """One line of a list of entries."""

    id: str
    title: str
    status: int | None
    type: str | None
    category: str
    retryable: str
    fault: str
    status_page: bool
