"""What `batch-check` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.outside import Outside


@record
class Finding:
    """Something `batch-check` found: the rule, where, what and how to mend it. `when` is create, result or
    advice.
    """

    rule: str
    severity: str
    when: str
    file: Outside
    line: int | None
    index: int | None
    custom_id: Outside | None
    path: Outside
    message: Outside
    fix: Outside
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
    """One input: its size as it is and as the API counts it, what is in it, and what became of it.

    `kind` says what it is where it is no batch at all; `platform` is bedrock or vertex, "" for the Claude
    API.
    """

    path: Outside
    requests: int
    bytes: int
    body_bytes: int
    body_bytes_exact: bool
    models: tuple[tuple[Outside, int], ...]
    shapes: int
    tokens_estimated: int
    rejected_at_create: bool
    would_fail: int
    stopped: str = ""
    kind: str = ""
    platform: str = ""


@record
class Outcome:
    """Requests that have no answer to use, by cause. `again`: they may go again unchanged; else `fix` says
    what to change.

    `outcome` is errored, expired, canceled, or the stop reason of an answer that counts as success and is
    none.
    """

    outcome: str
    type: str
    diagnosis: str
    title: str
    fix: str
    again: bool
    count: int
    custom_ids: tuple[str, ...]


@record
class ResultsReport:
    """What became of the requests. `types` counts result types, `usage` tokens by kind; `wasted` are tokens
    of answers that are none.

    `missing` requests have no result, `strangers` are results that nobody asked for, `repeated` lines of an
    id that had one before. `absent` are files of results that a manifest names and that are not there.
    """

    paths: tuple[str, ...]
    absent: tuple[str, ...]
    requests: int
    types: tuple[tuple[str, int], ...]
    incomplete: int
    outcomes: tuple[Outcome, ...]
    missing: int
    missing_ids: tuple[str, ...]
    strangers: int
    stranger_ids: tuple[str, ...]
    repeated: int
    unreadable: int
    nameless: int
    usage: tuple[tuple[str, int], ...]
    wasted: int
    wasted_share: float
    retry_file: str = ""
    retried: int = 0

    @property
    def failed(self) -> int:
        """How many requests have no result, or one that is no success."""
        return self.missing + sum(count for kind, count in self.types if kind != "succeeded")


@record
class Part:
    """One part of a file that was split: where it was written, its requests, the size of its body."""

    path: str
    requests: int
    body_bytes: int


@record
class FixedLine:
    """One change of a repair: the rule, where, what stood and what stands there now ("" for nothing), and
    why.
    """

    rule: str
    line: int
    index: int
    custom_id: str | None
    path: str
    before: str
    after: str
    why: str


@record
class Fixed:
    """What a repair has written: changes to the text around the requests (`about`) and to requests (`lines`,
    counted by rule in `counts`).

    `header` are the betas to send; `ids_file` maps new ids to old ones.
    """

    path: str
    unsafe: bool
    about: tuple[str, ...]
    lines: tuple[FixedLine, ...]
    counts: tuple[tuple[str, int], ...]
    header: str
    ids_file: str


@record
class ModelTokens:
    """Input tokens of the requests to one model, estimated by kind."""

    model: str
    requests: int
    text: int
    images: int
    pdfs: int
    tools: int


@record
class Estimate:
    """What a batch will take: tokens by model, `unseen` images and PDFs whose size is assumed, and what could
    be saved.

    `prefixes` are tools and system that several requests share without cache_control; `cacheable_tokens` are
    sent again and again. `repeats` are requests whose params were there before, `repeat_ids` some of them as
    (first, again).
    """

    models: tuple[ModelTokens, ...]
    unseen: int
    prefixes: int
    cacheable_requests: int
    cacheable_tokens: int
    repeats: int
    repeat_ids: tuple[tuple[str, str], ...]


@record
class BatchReport:
    """The report of `batch-check`: findings of all files, spread over rules where there were too many, and
    exact counts.

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
    unreadable: tuple[tuple[Outside, Outside], ...] = ()
    ignored: tuple[tuple[str, Outside], ...] = ()
    selected: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    results: ResultsReport | None = None
    parts: tuple[Part, ...] = ()
    fixed: Fixed | None = None
    diff: bool = False
    estimate: Estimate | None = None
