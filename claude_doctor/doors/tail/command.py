"""`claude-doctor tail`: any log, one answer."""

from __future__ import annotations

import os
import sys
import time

from claude_doctor.base import clock, lean, ours
from claude_doctor.base import inputs as _inputs
from claude_doctor.base.errors import UsageError, cannot_read
from claude_doctor.base.model import CATEGORIES, ExitCode
from claude_doctor.doors.tail import options
from claude_doctor.doors.tail.grouping import apart, grouped
from claude_doctor.doors.tail.options import TailArgs
from claude_doctor.doors.tail.report import TailEvent, TailSummary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.counting.options import Options, View
    from claude_doctor.doors.tail.counting.pipeline import Pipeline
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert, TailPulse

NAME = "tail"
HELP = "Sum up the Claude errors of any log: what failed, how often, whether it recovered, what to do."
EXAMPLES = (
    "claude-doctor tail errors.jsonl",
    "claude-doctor tail ~/.claude/projects --since 24h",
    "kubectl logs deploy/worker | claude-doctor tail",
    "claude-doctor tail 'logs/*.jsonl.gz' --by model --json",
    "claude-doctor tail app.log --format events | jq .diagnosis",
    "claude-doctor tail app.log --by field:tenant --format html:report.html",
    "claude-doctor tail ci.log --fail-on error",
    "claude-doctor tail -f app.log --alert 'overloaded_529 > 5 in 1h'",
)
DETAILS = (
    "Offline. Forty formats are recognised line by line, wrappers of containers and clouds included; "
    "nothing has to be configured."
)
LENIENT = False
ARGUMENT, OPTIONS = options.ARGUMENT, options.OPTIONS
ASKED = TailArgs


def run(args: TailArgs) -> Iterator[TailSummary | TailEvent | TailAlert | TailPulse]:
    """Yield the events when a format wants them, and the summary; readers of ours that broke are named once,
    on stderr.
    """
    told: set[str] = set()
    for report in _reports(args):
        if isinstance(report, TailSummary):
            new = [fault for fault in report.faults if fault[0] not in told]
            ours.say("reader", new, "the rest goes on")
            told.update(member for member, _ in new)
        yield report


def _reports(args: TailArgs) -> Iterator[TailSummary | TailEvent | TailAlert | TailPulse]:
    options, view = _settings(args, time.time())
    if args.state is not None or args.merge:
        yield _added(args, options, view)
        return
    if args.follow:
        yield from _follow(args, options, view)
        return
    paths = _paths(args)
    from claude_doctor.doors.tail.counting import amount, work
    from claude_doctor.doors.tail.counting import report as _report

    if _wants_events(args):
        for item in work.events(paths, options):
            if isinstance(item, tuple):
                yield _report.event(item[0], view, item[1] if args.raw else None)
            else:
                yield _summary(item, args, view)
        return
    yield _summary(work.run(paths, options, args.workers or amount.default()), args, view)


def _added(args: TailArgs, options: Options, view: View) -> TailSummary:
    """Return the sum of a state and what came since, or of several states."""
    from claude_doctor.doors.tail.counting import state

    others = {"--follow": args.follow, "--alert": args.alerts, "--since": args.since, "--until": args.until}
    others |= {"--state": args.state, "--format events": _wants_events(args)}
    state.refuse("--merge" if args.merge else "--state", args.files, others)
    paths = _paths(args)
    found = state.run(paths, options, args.state) if args.state is not None else state.merge(paths, options)
    return _summary(found, args, view)


def _follow(
    args: TailArgs, options: Options, view: View
) -> Iterator[TailSummary | TailEvent | TailAlert | TailPulse]:
    from claude_doctor.doors.tail.follow import run as _tail_follow

    if len(args.formats) + args.json > 1:
        raise UsageError("--follow writes one format; give one --format")
    words = [os.path.expanduser(word) for word in args.files] or _paths(args)
    _followable(words)
    events = _wants_events(args)
    first = not events and not args.json and (args.formats or ["text"])[0].partition(":")[0] == "text"
    yield from _tail_follow.follow(words, options, view, all_events=events, first=first, raw=args.raw)


def _followable(words: list[str]) -> None:
    """Refuse what can never be read; a file that is not there yet is waited for."""
    from claude_doctor.doors.tail.reading import files as _reader

    for word in words:
        folder = os.path.dirname(word) or "."
        if word == "-":
            _inputs.standard_input()  # said before anything is waited for
        elif os.path.isfile(word):
            _reader.Source(word).close()
        elif os.path.isdir(word):
            _reader.in_folder(word)
        elif word != "-" and not os.path.isdir(folder) and not any(char in folder for char in "*?["):
            raise cannot_read(word, "its folder does not exist")


def inputs(args: TailArgs) -> list[str]:
    """Return the files that are read: no output may overwrite them."""
    lean.load_msgspec()
    if args.follow:
        from claude_doctor.doors.tail.follow.run import paths_of

        return paths_of(os.path.expanduser(word) for word in args.files)
    from claude_doctor.doors.tail.reading import files as _reader

    return _reader.expanded(args.files) if args.files else []


def exit_code(report: object, args: TailArgs) -> int:
    """Return 1 when an alert fired, and with `--fail-on error` when any request failed; else 4 when a reader
    of ours broke.
    """
    if not isinstance(report, TailSummary):
        return ExitCode.OK
    failed = bool(report.alerts) or (args.fail_on == "error" and report.failed_requests > 0)
    if failed and args.fail_on != "never" and not args.exit_zero:
        return ExitCode.FOUND
    return ExitCode.INTERNAL if report.faults else ExitCode.OK


def _paths(args: TailArgs) -> list[str]:
    from claude_doctor.doors.tail.reading import files as _reader

    if args.files:
        return _reader.expanded(args.files)
    if _inputs.is_terminal(sys.stdin):
        raise UsageError(
            "name a log, a folder or a pattern, or pipe a log into it: kubectl logs deploy/worker | "
            "claude-doctor tail"
        )
    return ["-"]


def _wants_events(args: TailArgs) -> bool:
    return any(word.partition(":")[0] == "events" for word in args.formats)


def _settings(args: TailArgs, now: float) -> tuple[Options, View]:
    from claude_doctor.doors.tail import moments
    from claude_doctor.doors.tail.counting import alerts as _alerts
    from claude_doctor.doors.tail.counting.options import Options, View
    from claude_doctor.doors.tail.reading import times as _time

    grouped(args.by)
    where = moments.zone(args.tz)
    bucket = _time.span(args.bucket) if args.bucket else 0
    if bucket is None or (args.bucket and bucket < 10**6):
        raise UsageError(f"--bucket {args.bucket!r}: give a span of at least a second, such as 1m or 1h")
    if args.lines < 0 or args.top < 1 or args.workers == 0:
        raise UsageError("-n takes 0 or more, --top and --workers 1 or more")
    options = Options(
        since=moments.moment("--since", args.since, where, now),
        until=moments.moment("--until", args.until, where, now),
        where=where,
        bucket=min(bucket, 60 * 10**6) if bucket else 60 * 10**6,
        most_buckets=100_000 if bucket else 1440,
        apart=apart(args.by),
        keep=args.lines,
        select=_wanted(args.select),
        alerts=tuple(_alerts.parse(rule) for rule in args.alerts),
        today=clock.day(now),
    )
    if options.since is not None and options.until is not None and options.since >= options.until:
        raise UsageError(
            f"--since {args.since} is not before --until {args.until}: nothing lies between them"
        )
    return options, View(
        by=args.by,
        bucket=bucket,
        top=args.top,
        zone=args.tz or "local",
        utc=bool(args.tz),
        only=_only(args),
        malformed=args.malformed,
    )


def _only(args: TailArgs) -> str:
    from claude_doctor.base.mask import masked

    given = [
        ("--since", args.since),
        ("--until", args.until),
        *(("--select", value) for value in args.select),
    ]
    return masked(", ".join(f"{flag} {value}" for flag, value in given if value))


def _wanted(values: list[str]) -> frozenset[str]:
    """Return the values as they are given, and the cause of each that is one of a cause's names."""
    from claude_doctor import catalogue

    if not all(value.strip() for value in values):
        raise UsageError(
            "--select takes a cause, category, status, type, model or platform, and not an empty text"
        )
    entries = [catalogue.find(value) for value in values if not value.isdigit() and value not in CATEGORIES]
    types = {entry.id for entry in entries if entry and entry.type not in values}
    return frozenset((*values, *types))


def _summary(pipeline: Pipeline, args: TailArgs, view: View) -> TailSummary:
    from claude_doctor.doors.tail.counting import report as _report

    def shown(event: Event, raw: bytes) -> TailEvent:
        return _report.event(event, view, raw if args.raw else None)

    recent = tuple(shown(event, raw) for event, raw in pipeline.recent())
    return _report.summary(pipeline.summary, view, recent, tuple(pipeline.fired))
