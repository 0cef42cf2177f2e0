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
_OF_THE_API = (None, "claude-api", "claude-code")  # other platforms have no codes of this form
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
    yield _with_sdk(_with_wait(replace(report, code=args.code), args.attempt, headers))


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
    return replace(report, main=main, sdk_text=replace(told, text=_harmless_text(told.text)))


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
    from claude_doctor import signals
    from claude_doctor.base import mask
    from claude_doctor.base.condense import condensed
    from claude_doctor.base.text import clean

    text = condensed(mask.free_masked(clean(text)))
    if not text.strip():
        return Explanation(
            Explained(Signal(), ()), notes=("The input is empty: there is nothing to explain.",)
        )
    errors = [_with_headers(_harmless(signal), headers or {}) for signal in signals.read_all(text)]
    explained = [Explained(signal, catalogue.diagnose(signal, platform, today)) for signal in errors]
    main, also = _chosen(explained)
    if not catalogue.is_decided(main.diagnoses):
        main = Explained(main.signal, catalogue.diagnose(main.signal, platform, today, nearest=True))
    notes = _several(also)
    if (
        not main.diagnoses
        and not main.signal.foreign
        and platform in _OF_THE_API
        and (new := catalogue.suppose(text, today))
    ):
        main = Explained(main.signal, (new,))
    main, traces = _with_traces(main, text)
    nearest = catalogue.nearest(text) if not main.diagnoses and len(text) < 60 and "\n" not in text else ()
    return Explanation(main, also, text, nearest=nearest, notes=(*notes, *traces))


def _with_traces(main: Explained, text: str) -> tuple[Explained, tuple[str, ...]]:
    # What no page is about still has an author who can be asked.
    trace = None if main.diagnoses or main.signal.foreign else catalogue.whose(text)
    if trace is None:
        return main, ()
    platform = trace.platform if main.signal.platform in _OF_THE_API else main.signal.platform
    return Explained(replace(main.signal, platform=platform), ()), trace.notes


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
        return _unknown_number(words)
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


def _unknown_number(words: str) -> Explanation:
    number = int(words) if len(words) < 10 else 0
    signal = Signal(status=number if 100 <= number <= 599 else None)
    if 100 <= number <= 599:
        family = {
            1: "informational",
            2: "success",
            3: "a redirect",
            4: "a client error",
            5: "a server error",
        }[number // 100]
        note = (
            f"{words} is not a status the Claude API is known to send. As an HTTP status it is {family}; a "
            "proxy or gateway may have sent it."
        )
    else:
        note = f"{words} is no HTTP status (those run from 100 to 599) and no other name in the catalogue."
    known = [heading.status for heading in catalogue.headings() if heading.status_page and heading.status]
    near = sorted(known, key=lambda status: abs(status - number))[:3] if 100 <= number <= 599 else []
    return Explanation(
        Explained(signal, ()),
        lookup=True,
        text=words,
        notes=(note,),
        nearest=tuple(str(status) for status in near),
    )


def _listing(args: ExplainArgs) -> Listing:
    if args.search is not None:
        return Listing(catalogue.search(args.search), _harmless_text(args.search))
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
        found[name.strip().lower()] = _harmless_text(value.strip())
    return found


def _harmless_text(text: str) -> str:
    from claude_doctor.base.mask import masked
    from claude_doctor.base.text import clean

    return masked(clean(text))


def _harmless(signal: Signal) -> Signal:
    """Return a signal without what decoding may have uncovered: a key written with escapes, a control
    character.
    """
    named = {
        name: getattr(signal, name)
        for name in ("message", "request_id", "model", "exception", "type", "error_code")
    }
    changed = {name: _harmless_text(value) for name, value in named.items() if value}
    return replace(signal, **changed, texts=tuple(map(_harmless_text, signal.texts)))


def _with_headers(signal: Signal, headers: dict[str, str]) -> Signal:
    if not headers:
        return signal
    from claude_doctor.base.waits import retry_after

    return replace(
        signal,
        request_id=headers.get("request-id") or headers.get("x-request-id") or signal.request_id,
        retry_after_s=_after(headers) if retry_after(headers, 0) is not None else signal.retry_after_s,
    )


def _after(headers: dict[str, str]) -> float | None:
    import time

    from claude_doctor.base.waits import retry_after

    return retry_after(headers, time.time())


def _with_wait(report: Explanation, attempt: int | None, headers: dict[str, str]) -> Explanation:
    if not report.main.diagnoses:
        return report
    after = _after(headers) if headers else report.main.signal.retry_after_s
    if headers and report.lookup:
        report = replace(
            report, main=Explained(_with_headers(report.main.signal, headers), report.main.diagnoses)
        )
    if attempt is None:
        return report
    from claude_doctor.base.waits import next_delay

    entry = report.main.diagnoses[0].entry
    if entry.retryable in ("no", "after_fix"):
        return replace(
            report, notes=(*report.notes, "No wait helps: the same request fails again until it is changed.")
        )
    delay = next_delay(entry.delays_s, attempt, after, entry.honour_retry_after)
    if delay is None:
        return replace(
            report, notes=(*report.notes, f"Retry {attempt} is past the schedule: stop and report it.")
        )
    return replace(report, next_delay_s=delay)


def _chosen(explained: list[Explained]) -> tuple[Explained, tuple[Explained, ...]]:
    """Return the error that is the cause and the others: the surest evidence wins, of equals the first."""
    rank = {"certain": 0, "likely": 1, "guess": 2}
    known = [item for item in explained if item.diagnoses]
    if not known:
        return explained[0], ()
    main = min(known, key=lambda item: rank[item.diagnoses[0].confidence])
    seen = {main.diagnoses[0].entry.id}
    also = []
    for item in known:
        if item.diagnoses[0].entry.id not in seen and item.diagnoses[0].confidence != "guess":
            seen.add(item.diagnoses[0].entry.id)
            also.append(item)
    return main, tuple(also)


def _several(also: tuple[Explained, ...]) -> tuple[str, ...]:
    if not also:
        return ()
    return (
        f"{len(also) + 1} different errors in this input; the one shown is the one with the surest evidence.",
    )
