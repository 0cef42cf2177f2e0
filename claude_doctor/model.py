"""The data that flows from a reader to a renderer: immutable, no behaviour."""

from __future__ import annotations

from claude_doctor.record import record


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


@record
class Signal:
    """What was observed, normalised and free of opinion.

    `exceptions` runs from the outermost class to the innermost cause. `texts` are the words to match, the innermost
    message first. `statuses` are all that any layer named; `status` is the one of the innermost API envelope.
    `foreign` names another system that speaks in the text; `ours` says that Claude or Anthropic is named in it, `sealed` that an envelope of the API was read, `framed` that
    something (an envelope, a status, an SDK's class, a stream) marks it as an error and not as words about one.
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


@record
class Evidence:
    """One reason for a diagnosis: `by` is name, error_code, message, exception, type or status."""

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
class Explained:
    """One error of an input with what is known about it, the best diagnosis first."""

    signal: Signal
    diagnoses: tuple[Diagnosis, ...]


@record
class Explanation:
    """The report of `explain`: the error, other errors of the same input, and how it was asked."""

    main: Explained
    also: tuple[Explained, ...] = ()
    text: str = ""
    lookup: bool = False
    nearest: tuple[str, ...] = ()
    code: str = "python"
    next_delay_s: float | None = None
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


@record
class Listing:
    """The report of `explain --list` and `--search`."""

    entries: tuple[Heading, ...]
    word: str = ""


# -- health ------------------------------------------------------------------------------------------------------------

CHECK_STATUSES = ("pass", "warn", "fail", "skip", "error")


@record
class Check:
    """What one check of `health` found; the report that is yielded as soon as it is known.

    `fix` is a sentence, `command` what can be copied; `diagnosis` is the id of a page of the catalogue. `duration_ms` is None
    for a check that did not run. `details` are (name, JSON value) pairs.
    """

    id: str
    stage: str
    status: str
    summary: str
    fix: str = ""
    command: str = ""
    fault: str | None = None
    diagnosis: str | None = None
    details: tuple[tuple[str, object], ...] = ()
    duration_ms: float | None = None
    needs: tuple[str, ...] = ()


@record
class Target:
    """What was examined: the API or gateway, the platform, the models, and the interpreter and SDK every statement is about."""

    base_url: str
    host: str
    platform: str
    models: tuple[str, ...] = ()
    python: str = ""
    sdk: str = ""


@record
class Verdict:
    """The one answer of `health`: whose fault, in a sentence, which check says so, and the fix."""

    fault: str
    summary: str
    check: str | None = None
    fix: str = ""
    command: str = ""
    diagnosis: str | None = None


@record
class Health:
    """The report of `health`: the ladder of checks, the time of each stage in milliseconds, the verdict."""

    healthy: bool
    target: Target
    checks: tuple[Check, ...]
    timings_ms: tuple[tuple[str, float], ...]
    verdict: Verdict
    notes: tuple[str, ...] = ()


@record
class CheckInfo:
    """One line of `health --list-checks`: `cost` is none, network, credential or billed."""

    id: str
    stage: str
    needs: tuple[str, ...]
    cost: str
    option: str
    verifies: str


@record
class CheckList:
    """The report of `health --list-checks`, in the order in which checks run."""

    checks: tuple[CheckInfo, ...]


# batch-check


@record
class Finding:
    """Something `batch-check` found: the rule, where, what and how to mend it. `when` is create, result or advice."""

    rule: str
    severity: str
    when: str
    file: str
    line: int | None
    index: int | None
    custom_id: str | None
    path: str
    message: str
    fix: str
    diagnosis: str | None


@record
class RuleCount:
    """How often a rule was broken in all files, and its title."""

    rule: str
    title: str
    severity: str
    when: str
    count: int


@record
class BatchFile:
    """One input: its size as it is and as the API counts it, what is in it, and what became of it."""

    path: str
    requests: int
    bytes: int
    body_bytes: int
    body_bytes_exact: bool
    models: tuple[tuple[str, int], ...]
    shapes: int
    tokens_estimated: int
    rejected_at_create: bool
    would_fail: int
    stopped: str = ""


@record
class BatchReport:
    """The report of `batch-check`: findings of all files, spread over rules where there were too many, and exact counts."""

    anthropic_version: str
    betas: tuple[str, ...]
    models_as_of: str
    today: str
    files: tuple[BatchFile, ...]
    findings: tuple[Finding, ...]
    truncated: int
    rules: tuple[RuleCount, ...]
    errors: int
    warnings: int
    advice: int
    would_fail: int
    rejected_at_create: bool
    unreadable: tuple[tuple[str, str], ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


# -- tail --------------------------------------------------------------------------------------------------------------


@record
class TailEvent:
    """One event of a log, as `--format events` prints it. Times are ISO text; `retry` and `usage` are (name, number) pairs.

    `duplicate` says that the line repeats an attempt that is counted already, `raw` is the masked line when it was asked for.
    """

    ts: str | None
    ts_naive: bool
    status: int | None
    status_inferred: int | None
    error_type: str | None
    error_code: str | None
    message: str | None
    request_id: str | None
    model: str | None
    is_error: bool
    kind: str
    retry: tuple[tuple[str, float], ...]
    usage: tuple[tuple[str, int], ...]
    cc_category: str | None
    network: str | None
    custom_id: str | None
    format: str
    diagnosis: str | None
    retryable: str | None
    file: str
    line: int
    duplicate: bool = False
    raw: str | None = None


@record
class TailFile:
    """What one file held. `repaired` are events found inside damaged lines, `notes` what the person should know of it."""

    path: str
    lines: int
    events: int
    errors: int
    malformed: int
    repaired: int = 0
    bytes: int = 0
    notes: tuple[str, ...] = ()


@record
class TailGroup:
    """Failures of one cause, or of one value of another `--by`. Times are microseconds since the epoch, `trend` counts over time."""

    key: str | None
    diagnosis: str | None
    title: str
    category: str | None
    count: int
    failed: int
    recovered: int
    share: float
    retryable: str | None
    fault: str | None
    first: int | None
    last: int | None
    models: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    request_ids: tuple[str, ...]
    fixes: tuple[str, ...]
    trend: tuple[int, ...] = ()


@record
class TailBucket:
    """One step of the time series: its start, and failed attempts in it by cause."""

    start: int
    count: int
    by: tuple[tuple[str, int], ...]


@record
class TailEpisode:
    """An unbroken run of failures of one cause; `recovered` is None where the log never says that a request succeeded."""

    diagnosis: str | None
    title: str
    start: int
    end: int
    count: int
    recovered: bool | None


@record
class TailTemplate:
    """A message with its changing parts as `#`, and how often it came."""

    template: str
    count: int
    diagnosis: str | None


@record
class TailAlert:
    """An alert that fired: its rule as given, when, and the number that was too high."""

    rule: str
    at: int | None
    value: float
    diagnosis: str | None = None


@record
class TailPulse:
    """How following goes, after each round that brought something and a few times a second: what was shown is to be flushed now.

    `failed` and `causes` count since following began, `trend` holds the failed attempts of the last minutes, `waiting` the files
    that cannot be read yet with the reason.
    """

    elapsed_s: float
    files: int
    stale_s: float = 0.0
    newest: str = ""
    attempts: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    trend: tuple[int, ...] = ()
    alerts: int = 0
    waiting: tuple[tuple[str, str], ...] = ()


@record
class TailSummary:
    """The report of `tail`: counts of attempts and of requests, by cause and over time, and the last errors."""

    files: tuple[TailFile, ...]
    first: int | None
    last: int | None
    failed_requests: int
    attempts: int
    recovered: int
    succeeded: int
    unjoined: int
    by: str
    groups: tuple[TailGroup, ...]
    bucket: int
    series: tuple[TailBucket, ...]
    episodes: tuple[TailEpisode, ...]
    templates: tuple[TailTemplate, ...]
    alerts: tuple[TailAlert, ...] = ()
    recent: tuple[TailEvent, ...] = ()
    naive: int = 0
    zone: str = "local"
    untimed: int = 0
    top: int = 10
    notes: tuple[str, ...] = ()
    malformed: tuple[tuple[str, int, str], ...] = ()
