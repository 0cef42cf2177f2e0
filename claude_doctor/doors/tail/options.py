"""What `tail` can be asked: its options, and the record they become."""

from __future__ import annotations

from claude_doctor.base.options import Args, Argument, Option
from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.options import Words

ARGUMENT = Argument(
    "files",
    "FILE",
    "Logs, folders or globs; plain, .gz or .zst; - is stdin, which is also read when no file is named.",
)
OPTIONS = (
    Option(
        ("-f", "-F", "--follow"),
        "follow",
        "flag",
        "Keep following, through every kind of rotation; Ctrl-C ends with the summary.",
    ),
    Option(("-n", "--lines"), "lines", "count", "How many of the last errors to show.", "N", default=10),
    Option(("--since",), "since", "text", "Only what is not older: 24h, 90m, 7d, or a time.", "TIME"),
    Option(("--until",), "until", "text", "Only what is older than this.", "TIME"),
    Option(
        ("--tz",),
        "tz",
        "text",
        "The zone of times that name none (UTC, +02:00, Europe/Berlin); without it the machine's.",
        "ZONE",
        config=True,
    ),
    Option(
        ("--by",),
        "by",
        "text",
        (
            "What to group by: cause, fault, category, status, type, model, platform, file, stream (the "
            "container or pod), or field:NAME, a key of the records such as field:tenant."
        ),
        "WHAT",
        default="cause",
    ),
    Option(
        ("--select",),
        "select",
        "text",
        "Only errors of this cause, category, status, type, model or platform; repeatable.",
        "VALUE",
        many=True,
    ),
    Option(("--bucket",), "bucket", "text", "Step of the time series: 1m, 15m, 1h.", "SPAN"),
    Option(("--top",), "top", "count", "How many groups and messages to show.", "N", default=10),
    Option(("--raw",), "raw", "flag", "Show the lines of the last errors as they are, secrets masked."),
    Option(("--malformed",), "malformed", "flag", "Show lines that could not be read, secrets masked."),
    Option(
        ("--state",),
        "state",
        "text",
        "Go on where the last run with this file stopped, through rotation, and count nothing twice.",
        "FILE",
    ),
    Option(("--merge",), "merge", "flag", "The files are states made elsewhere: add them up."),
    Option(
        ("--workers",),
        "workers",
        "count",
        "Processes that read; without it as many as there are processors and memory.",
        "N",
    ),
    Option(
        ("--alert",),
        "alerts",
        "text",
        (
            "Alert when 'overloaded_529 > 5 in 1h', 'failed(429) > 3 in 10m' or 'share(rate_limit) > 20% "
            "in 10m'; repeatable."
        ),
        "RULE",
        many=True,
    ),
    Option(
        ("--fail-on",),
        "fail_on",
        "text",
        "Exit 1 when an alert fired, when any request failed, or never.",
        choices=("alert", "error", "never"),
        default="alert",
    ),
)


@record
class TailArgs(Args):
    """What `tail` was asked: one field an option."""

    files: Words
    follow: bool
    lines: int
    since: str | None
    until: str | None
    tz: str | None
    by: str
    select: Words
    bucket: str | None
    top: int
    raw: bool
    malformed: bool
    state: str | None
    merge: bool
    workers: int | None
    alerts: Words
    fail_on: str
