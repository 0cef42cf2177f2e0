"""`explain`: a name or any pasted error -> what happened, whose fault, whether to retry, what to change."""

from __future__ import annotations

import os
import sys

from claude_doctor import catalogue
from claude_doctor.base import clock, ours
from claude_doctor.base import inputs as _inputs
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import Diagnosis, Evidence, ExitCode, Signal
from claude_doctor.base.options import Args, Argument, Option
from claude_doctor.base.record import record, replace
from claude_doctor.doors.explain.report import Explained, Explanation, Listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.model import Entry
    from claude_doctor.base.options import Words

NAME = "explain"
HELP = "Explain a status, an error name or any pasted error."
EXAMPLES = (
    "claude-doctor explain 529",
    "claude-doctor explain overloaded_error",
    "claude-doctor explain \"Error code: 400 - {'type': 'error', ...}\"",
    "job 2>&1 | claude-doctor explain",
    "claude-doctor explain -f traceback.txt --json",
    "claude-doctor explain 429 --header 'retry-after: 30' --attempt 2",
)
DETAILS = (
    "Offline: nothing is sent. Exit code 0: explained; 1: nothing recognised; 2: wrong usage; 3: "
    "unreadable input."
)
# The answer does not depend on the configuration: a broken file is a warning.
LENIENT = True
ARGUMENT = Argument(
    "query",
    "QUERY",
    "A status, error.type, error code, id, class, or any pasted text; without it stdin is read.",
)
OPTIONS = (
    Option(("-f", "--file"), "file", "text", "Read the error from FILE (- is stdin).", "FILE"),
    Option(("--list",), "list", "flag", "List all entries and rules, the status table first."),
    Option(("--search",), "search", "text", "List the entries that mention WORD.", "WORD"),
    Option(
        ("--platform",),
        "platform",
        "text",
        "Only what this platform says.",
        "NAME",
        choices=("claude-api", "bedrock", "vertex", "foundry", "claude-platform-on-aws", "claude-code"),
        config=True,
    ),
    Option(
        ("--header",),
        "headers",
        "text",
        "A response header that came with it, as 'name: value'; repeatable.",
        "HEADER",
        many=True,
    ),
    Option(
        ("--attempt",),
        "attempt",
        "count",
        "The number of the retry to come (1 is the first): adds how long to wait.",
        "N",
    ),
    Option(
        ("--code",),
        "code",
        "text",
        "Which code to show.",
        "LANG",
        choices=("python", "typescript", "none"),
        default="python",
    ),
)


@record
class ExplainArgs(Args):
    """What `explain` was asked: one field an option."""

    query: Words
    file: str | None
    list: bool
    search: str | None
    platform: str | None
    headers: Words
    attempt: int | None
    code: str


ASKED = ExplainArgs


def run(args: ExplainArgs) -> Iterator[Explanation | Listing]:
    """Yield the report of one question; UsageError when the options contradict each other."""
    if args.list or args.search is not None:
        yield _listing(args)
        return
    if args.attempt is not None and args.attempt < 1:
        raise UsageError("--attempt counts from 1")
    headers = _headers(args.headers)
    text = _text(args)
    if text is None:
        from claude_doctor.doors.explain import triage

        text = triage.ask()
    report = explain(text, args.platform, headers, clock.today())
    ours.say("reader", report.faults(), "the others read on")
    if args.platform:
        from claude_doctor.doors.explain import platform

        report = platform.narrowed(report, args.platform)
    if headers or args.attempt is not None:
        from claude_doctor.doors.explain import waiting

        report = waiting.with_wait(report, args.attempt, headers)
    yield _with_sdk(replace(report, code=args.code))


def _with_sdk(report: Explanation) -> Explanation:
    """Add what an installed SDK says of an error code that no page describes; the diagnosis stays as careful
    as it is.
    """
    code = report.main.signal.error_code or report.text[:200].strip("` \t\r\n'\".,;:").lower()
    if report.lookup or "_" not in code or len(code) > 80 or catalogue.find(code) is not None:
        return report
    from claude_doctor.doors.explain import installed_sdk

    told = installed_sdk.find(code, os.environ, report.main.signal.status)
    if told is None:
        return report
    main = report.main
    if not main.diagnoses and not main.signal.foreign and (entry := catalogue.find("unknown_error_code")):
        main = Explained(main.signal, (Diagnosis(entry, "guess", (Evidence("name", code),)),))
    return replace(report, main=main, sdk_text=replace(told, text=_harmless(told.text)))


def inputs(args: ExplainArgs) -> list[str]:
    """Return the files that are read: no output may overwrite them."""
    path = args.file or _file_meant(args)
    return [path] if path else []


def exit_code(report: object, _args: ExplainArgs) -> int:
    """Nothing recognised, and nothing found by a search, is 1; else a reader of ours that broke is 4."""
    if isinstance(report, Explanation):
        if not report.main.diagnoses:
            return ExitCode.FOUND
        return ExitCode.INTERNAL if report.faults() else ExitCode.OK
    return ExitCode.OK if isinstance(report, Listing) and report.entries else ExitCode.FOUND


def explain(
    text: str, platform: str | None = None, headers: dict[str, str] | None = None, today: str = ""
) -> Explanation:
    """Explain a name or a text: a lookup when it is nothing but a name, else a reading of everything in it.

    `today` (ISO) is the day on which models are active or retired; without it that of the models file.
    """
    found = lookup(text)
    if found:
        return found
    from claude_doctor.doors.explain import paste

    return paste.read(text, platform, headers or {}, today)


def lookup(query: str) -> Explanation | None:
    """Return the page of a query that is nothing but a name; None when it is something else."""
    words = query.strip()
    if not words or len(words) > 120 or "\n" in words:
        return None
    entry = _named(words)
    if entry is not None:
        signal = Signal(status=entry.status, type=entry.type, error_code=entry.error_code)
        found = Diagnosis(entry, "certain", (Evidence("name", words),), _topic(entry))
        return Explanation(Explained(signal, (found,)), text=words, lookup=True)
    if words.isascii() and words.isdigit():
        from claude_doctor.doors.explain import unknown_number

        return unknown_number.read(words)
    entry = catalogue.find_typed(words)
    if entry is not None:
        signal = Signal(status=entry.status, type=entry.type, error_code=entry.error_code)
        found = Diagnosis(entry, "likely", (Evidence("words", words),), _topic(entry))
        return Explanation(Explained(signal, (found,)), text=words, lookup=True)
    return None


def _named(words: str) -> Entry | None:
    entry = catalogue.find(words)
    if entry is None and "." in words and " " not in words:
        entry = catalogue.find(words.rsplit(".", 1)[-1])
    if entry is None and " " in words:
        entry = catalogue.find("_".join(words.split()))
    if entry is None and " " in words:
        parts = words.lower().replace(":", " ").replace("/", " ").split()
        if (
            parts[-1].isdigit()
            and len(parts) <= 4
            and set(parts[:-1]) <= {"http", "status", "code", "error", "statuscode", "1.1", "2"}
        ):
            entry = catalogue.find(parts[-1])
    return entry or catalogue.find(f"http_{words}")


def _topic(entry: Entry) -> tuple[str, ...]:
    if entry.retired:
        return (f"The API no longer sends this (since {entry.retired}).",)
    return ()


def _listing(args: ExplainArgs) -> Listing:
    if args.search is not None:
        return Listing(catalogue.search(args.search), _harmless(args.search))
    return Listing(
        catalogue.headings(), rules=tuple((name, facts[3]) for name, facts in catalogue.rules().items())
    )


def _text(args: ExplainArgs) -> str | None:
    if args.query and args.file:
        raise UsageError("give a QUERY or -f/--file, not both")
    if args.query == ["-"]:
        return _inputs.stdin()
    meant = _file_meant(args)
    if meant:
        from claude_doctor.base.messages import say

        say(f"reading the file {meant}")
        return _inputs.text_of(meant)
    if args.query:
        return " ".join(args.query)
    if args.file:
        return _inputs.text_of(args.file)
    return None if _inputs.is_terminal(sys.stdin) else _inputs.stdin()


def _file_meant(args: ExplainArgs) -> str | None:
    """Return the file that a single word names which is no name of the catalogue."""
    words = args.query
    return words[0] if len(words) == 1 and os.path.isfile(words[0]) and lookup(words[0]) is None else None


def _headers(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise UsageError(f"--header {line!r}: a header is written 'name: value'")
        found[name.strip().lower()] = _harmless(value.strip())
    return found


def _harmless(text: str) -> str:
    from claude_doctor.doors.explain.paste import harmless  # a lookup needs nothing of what it brings

    return harmless(text)
