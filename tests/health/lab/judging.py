"""What is wrong with a run, measured by its row: nothing, or a list of sentences."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.health.lab import secret

if TYPE_CHECKING:
    from tests.health.lab.running import Row, Run


def mistakes(row: Row, run: Run) -> list[str]:
    """Return what a run got wrong; an empty list is right."""
    found = leaks(run)
    try:
        report = run.report
    except ValueError:
        return [*found, f"no JSON (exit {run.code}): {(run.stderr or run.stdout)[-300:]!r}"]
    return [*found, *(_of_control(row, run, report) if "check" not in row else _of_fault(row, run, report))]


def leaks(run: Run) -> list[str]:
    """Return which outputs hold a secret; never the secret."""
    outputs = {"stdout": run.stdout, "stderr": run.stderr, **run.files}
    return [f"a secret is in {name}" for name, text in outputs.items() if secret.found_in(text)]


def _of_fault(row: Row, run: Run, report: Row) -> list[str]:
    failed = run.checks("fail")
    found = [f"check {check['id']} broke: {check['summary']}" for check in run.checks("error")]
    if [check["id"] for check in failed] not in [[name] for name in row["check"].split("|")]:
        return [
            *found,
            f"fails: expected {row['check']}, got {[(each['id'], each['summary']) for each in failed]}",
        ]
    check, verdict = failed[0], report["verdict"]
    if verdict["fault"] not in row["fault"].split("|"):
        found.append(f"fault: expected {row['fault']}, got {verdict['fault']}")
    fix = f"{check['fix']}\n{check.get('command') or ''}"  # the sentence and the command to copy
    found += [f"fix lacks {phrase!r}: {fix!r}" for phrase in row["fix"] if not _has(phrase, fix)]
    said = f"{check['summary']}\n{fix}"
    found += [
        f"nothing says {phrase!r}: {said!r}" for phrase in row.get("says", ()) if not _has(phrase, said)
    ]
    told = f"{verdict['summary']}\n{verdict['fix']}\n{verdict['command']}"
    found += [
        f"the verdict lacks {phrase!r}: {told!r}" for phrase in row.get("cure", ()) if not _has(phrase, told)
    ]
    if report["healthy"] is not False or run.code != 1:
        found.append(f"healthy {report['healthy']}, exit {run.code}; expected false and 1")
    return found


def _of_control(row: Row, run: Run, report: Row) -> list[str]:
    found = [
        f"{check['status']}: {check['id']}: {check['summary']}"
        for status in ("fail", "error")
        for check in run.checks(status)
    ]
    warned = {check["id"] for check in run.checks("warn")}
    found += [f"no warning from {name}" for name in row.get("warn", ()) if name not in warned]
    # What is slow is judged by the machine's own pace: on one that is busy the warning may stay out.
    if os.getloadavg()[0] < (os.cpu_count() or 1) * 1.5:
        found += [f"no warning from {name}" for name in row.get("slow", ()) if name not in warned]
    if report["healthy"] is not True or run.code != 0:
        found.append(f"healthy {report['healthy']}, exit {run.code}; expected true and 0")
    return found


def _has(phrase: str, text: str | None) -> bool:
    low = (text or "").lower()
    return any(each.lower() in low for each in phrase.split("|"))
