"""Rename and nest the keys of labelled log records and count how many failures `tail` still sees.

    python benchmarks/perturb_logs.py [--misses] [--floor]

The samples are the JSON lines of the corpora that loggers wrote with keys of their own. A change that hides
nothing from a person must hide nothing from the reader. `--floor` exits 1 below 95 % of the renamed and 90 %
of the nested lines, or when a line that is none of Claude's is counted only because its keys changed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

from claude_doctor.doors.tail.counting.diagnose import diagnose
from claude_doctor.doors.tail.reading import lines as logs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Record = dict[str, Any]
    Change = Callable[[Record], Record | None]

ROOT = Path(__file__).resolve().parents[1] / "tests" / "corpus"
FOLDERS = ("given/logs", "given/logs-november/lines", "logs-more", "logs-third", "logs-fourth")
# Records whose keys the people who log choose; the others are one program's own.
OWN_KEYS = frozenset(
    (
        "structured_log pino winston structlog go_slog stdlib_json python_json_logger bunyan js_plain "
        "text_and_fields loguru any_record enveloped"
    ).split()
)
MESSAGES = ("msg", "message", "event", "text", "short_message", "@m", "@mt", "Message")
STATUSES = (
    "status",
    "status_code",
    "statusCode",
    "response_status_code",
    "http_status",
    "httpStatus",
    "http.response.status_code",
    "http_code",
)
ERRORS = ("err", "error", "exception", "exc_info", "exc", "stack_trace", "stacktrace", "traceback", "stack")
LEVELS = ("level", "levelname", "severity", "lvl", "log.level", "loglevel", "@l", "Level")
TIMES = (
    "timestamp",
    "time",
    "ts",
    "@timestamp",
    "asctime",
    "datetime",
    "date",
    "eventTime",
    "created_at",
    "@t",
    "Timestamp",
)
RENAMED = {
    MESSAGES: "message msg event log description detail title text body content",
    STATUSES: (
        "statusCode status_code http_status httpStatusCode response_code responseStatus code "
        "http.status_code upstream_status"
    ),
    ERRORS: "err error exception exc e ex cause error_details errorInfo failure last_error",
    LEVELS: "lvl severity log_level priority levelName",
    TIMES: "ts time timestamp @timestamp date created createdAt when logged_at at t",
}
NESTS = (
    "data attributes payload fields context ctx meta metadata extra details props properties event_data "
    "labels mdc tags info"
).split()
HOLDERS = "log json log_processed event message record body parsed structured result".split()


def renamed(names: tuple[str, ...], to: str) -> Change:
    """Return the change of the first of some keys into another, at whatever depth it stands first."""

    def change(record: Record) -> Record | None:
        if to in record:
            return None
        old = next((name for name in names if name in record and name != to), None)
        return {to if key == old else key: value for key, value in record.items()} if old else None

    return change


def nested(to: str, keep: tuple[str, ...]) -> Change:
    """Return the change that moves all but some keys below one."""

    def change(record: Record) -> Record | None:
        rest = {key: value for key, value in record.items() if key not in keep}
        return (
            {key: value for key, value in record.items() if key in keep} | {to: rest}
            if rest and to not in record
            else None
        )

    return change


def inside(to: str, *, as_text: bool) -> Change:
    """Return the change that puts the whole record below a key of a collector's record."""

    def change(record: Record) -> Record | None:
        outer: Record = {"@timestamp": "2026-11-20T08:00:00.000Z", "stream": "stderr", "host": "h1"}
        return outer | {to: json.dumps(record) if as_text else record}

    return change


def spelled(how: Callable[[str], str]) -> Change:
    """Return the change of every top-level key's spelling."""

    def change(record: Record) -> Record | None:
        found = {how(key): value for key, value in record.items()}
        return found if list(found) != list(record) and len(found) == len(record) else None

    return change


def camel(key: str) -> str:
    """Return `status_code` as `statusCode`."""
    first, *rest = key.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def changes() -> dict[str, dict[str, Change]]:
    """Return the changes by kind: renamed and nested."""
    names = {f"{old[0]} -> {to}": renamed(old, to) for old, news in RENAMED.items() for to in news.split()}
    names |= {"camelCase": spelled(camel), "Capitalised": spelled(lambda key: key[:1].upper() + key[1:])}
    names |= {"UPPER": spelled(str.upper), "app. before each": spelled(lambda key: f"app.{key}")}
    nests = {f"rest under {to}": nested(to, (*LEVELS, *TIMES, *MESSAGES)) for to in NESTS}
    nests |= {f"all but time and level under {to}": nested(to, (*LEVELS, *TIMES)) for to in NESTS}
    nests |= {f"whole under {to}": inside(to, as_text=False) for to in HOLDERS}
    nests |= {f"whole as text under {to}": inside(to, as_text=True) for to in HOLDERS}
    return {"renamed": names, "nested": nests}


def seen(record: Record) -> Any:
    """Return the first failure that is read from a record, with its diagnosis."""
    found = [
        event for event in logs.read(json.dumps(record).encode(), logs.Context("a.log")) if event.is_error
    ]
    if not found:
        return None
    diagnose(found[0])
    return found[0]


def records() -> Iterator[tuple[Record, bool]]:
    """Yield the JSON lines of the corpora whose label says whether they are failures, and that."""
    for folder in FOLDERS:
        for labels in sorted((ROOT / folder).glob("*.expected.jsonl")):
            path = labels.with_name(labels.name.replace(".expected", ""))
            for line, label in zip(
                path.read_bytes().split(b"\n"), labels.read_text(encoding="utf-8").splitlines(), strict=False
            ):
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                said = json.loads(label)
                wanted = said.get("is_error")
                if isinstance(record, dict) and wanted is not None and said.get("kind") != "partial":
                    yield record, bool(wanted)


def main() -> None:
    """Print how much of each kind is still seen, what was taken for another failure, and what was counted
    wrongly.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--floor", action="store_true")
    given = parser.parse_args()
    everything = list(records())
    random.Random(20261130).shuffle(everything)
    ours = [
        (record, event)
        for record, wanted in everything
        if wanted and (event := seen(record)) is not None and event.format in OWN_KEYS
    ]
    others = [record for record, wanted in everything if not wanted and seen(record) is None]
    print(f"{len(ours)} failures with keys of their own, {len(others)} records of other things")
    below = False
    for kind, table in changes().items():
        total = still = same = wrong = 0
        for name, change in table.items():
            rows = [
                (event, seen(changed), changed)
                for record, event in ours
                if (changed := change(record)) is not None
            ]
            hits = [(was, now) for was, now, _ in rows if now is not None]
            total, still = total + len(rows), still + len(hits)
            same += sum(was.diagnosis == now.diagnosis for was, now in hits)
            counted = [
                changed
                for record in others
                if (changed := change(record)) is not None and seen(changed) is not None
            ]
            wrong += len(counted)
            if given.misses and rows:
                print(
                    f"  {len(hits) / len(rows):4.0%} of {len(rows):>3}  {name}",
                    *(json.dumps(row)[:300] for row in counted),
                    sep="\n      ",
                )
                print(
                    *(f"      missed {json.dumps(row)[:200]}" for _, now, row in rows if now is None),
                    sep="\n",
                )
        print(
            f"{kind}: {still / total:.1%} of {total:,} still seen, {same / still:.1%} with the same "
            f"diagnosis; {wrong} others counted"
        )
        below |= still / total < {"renamed": 0.95, "nested": 0.90}[kind] or wrong > 0
    if given.floor and below:
        sys.exit(1)


if __name__ == "__main__":
    main()
