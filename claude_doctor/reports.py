"""The reports of health, batch-check and tail: immutable data, no behaviour. `claude_doctor.model` hands them on by name."""

from __future__ import annotations

from claude_doctor.record import record

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
    """The report of `batch-check`: findings of all files, spread over rules where there were too many, and exact counts.

    `faults` are our own: (rule module that broke, how).
    """

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
    selected: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


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
    only: str = ""  # the options that leave out a part of the log
    faults: tuple[tuple[str, str], ...] = ()  # readers of ours that broke, and what they raised
