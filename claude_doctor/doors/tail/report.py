"""What `tail` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@record
class TailEvent:
    """One event of a log, as `--format events` prints it. Times are ISO text; `retry` and `usage` are (name,
    number) pairs.

    `duplicate` says that the line repeats an attempt that is counted already, `raw` is the masked line when
    it was asked for.
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
    """What one file held. `repaired` are events found inside damaged lines, `notes` what the person should
    know of it.
    """

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
    """Failures of one cause, or of one value of another `--by`. Times are microseconds since the epoch,
    `trend` counts over time.
    """

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
    """An unbroken run of failures of one cause; `recovered` is None where the log never says that a request
    succeeded.

    `recovered_at` is the first success after it, `recovery_s` the time from its start to there; `attempts`
    are the failed attempts of any cause until then.
    """

    diagnosis: str | None
    title: str
    start: int
    end: int
    count: int
    recovered: bool | None
    recovered_at: int | None = None
    recovery_s: float | None = None
    attempts: int = 0


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
    """How following goes, after each round that brought something and a few times a second: what was shown is
    to be flushed now.

    `failed` and `causes` count since following began, `trend` holds the failed attempts of the last minutes,
    `waiting` the files that cannot be read yet with the reason.
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
class TailUnread:
    """Error lines of which nothing was understood: how many, how many of them speak of Claude, and one: its
    place and masked words.
    """

    count: int
    named: int
    file: str
    line: int
    text: str


@record
class TailSummary:
    """The report of `tail`: counts of attempts and of requests, by cause and
    over time, and the last errors.
    """

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
    unread: TailUnread | None = None
    counts: Mapping[str, Any] = {}  # what each of counts/ says, under its key of CONTRACT
