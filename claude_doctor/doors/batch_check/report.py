"""What `batch-check` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record


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
class RuleInfo:
    """One line of `batch-check --list-rules`."""

    rule: str
    severity: str
    when: str
    title: str


@record
class RuleList:
    """The report of `batch-check --list-rules`, in order of id."""

    rules: tuple[RuleInfo, ...]


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
