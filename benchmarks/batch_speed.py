"""`batch-check` beside orjson's raw parse, jq, jsonschema-rs and check-jsonschema on one file, in one run.

    python benchmarks/batch_speed.py FILE.jsonl [--key KEY.jsonl] [--rounds 5]

Inside times leave imports out and are shown for one process and for two; `whole` is the command from start to
end. All are taken in turn, the median of the rounds counts, and every line is also given as a share of
orjson's speed. With a key it is checked first that exactly the broken requests are found, each under its
rule. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import orjson

from claude_doctor.doors.batch_check import rules
from claude_doctor.doors.batch_check.engine import halves, models
from claude_doctor.doors.batch_check.engine import table as _table
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.batch_check.engine.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable

NEVER = 1 << 60
# Older names in keys, and None for what the API accepts: nothing is to be found then.
OLDER = {
    "batch-body-not-json": "batch-line-not-object",
    "params-wrong-type": "max-tokens-int",
    "first-message-role": None,
}
FOLLOWS = "custom-id-duplicate"  # ids that were broken alike are the same id


def run_of(path: str, findings: int = 1000) -> Callable[[int], Any]:
    """Return a function that checks the file with a given size from which on two processes are used."""
    table = _table.load(rules)
    scope = Scope("2026-10-21", frozenset(), "2026-11-20", models.read("2026-11-20"))

    def check(worth: int) -> Any:
        halves.WORTH = worth
        return Run(scope, table, findings, frozenset(), {}).report([path])

    return check


def orjson_parse(path: str) -> None:
    """Parse every line, the broken ones too."""
    with open(path, "rb", buffering=1 << 20) as file:
        for line in file:
            try:
                orjson.loads(line)
            except orjson.JSONDecodeError:
                continue


def jsonschema_rs_check(path: str) -> Callable[[], None] | None:
    """Return the check of every line by jsonschema-rs with the schema of the SDK's types."""
    try:
        import jsonschema_rs  # noqa: PLC0415  # may be missing
        import pydantic  # noqa: PLC0415
        from anthropic.types.beta.messages.batch_create_params import Request  # noqa: PLC0415
    except ImportError:
        return None
    validator = jsonschema_rs.validator_for(pydantic.TypeAdapter(Request).json_schema())

    def check() -> None:
        with open(path, "rb", buffering=1 << 20) as file:
            for line in file:
                try:
                    for _ in validator.iter_errors(orjson.loads(line)):
                        pass
                except orjson.JSONDecodeError:
                    continue

    return check


def _check_jsonschema(path: str) -> Callable[[], None]:
    """Return the run of check-jsonschema over an array of the first requests: it reads no JSONL."""
    folder = tempfile.mkdtemp()
    with open(path, encoding="utf-8") as file:
        good = [line for line in itertools.islice(file, 1000) if line.rstrip().endswith("}}")]
    instances, schema = os.path.join(folder, "requests.json"), os.path.join(folder, "schema.json")
    with open(instances, "w", encoding="utf-8") as out:
        out.write(f"[{','.join(good)}]")
    with open(schema, "w", encoding="utf-8") as out:
        json.dump({"type": "array", "items": {"type": "object", "required": ["custom_id", "params"]}}, out)
    return command("check-jsonschema", "--schemafile", schema, instances)


def command(*words: str) -> Callable[[], None]:
    """Return the run of a program from start to end, its output thrown away."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    }

    def call() -> None:
        subprocess.run(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=environment
        )

    return call


def contestants(path: str) -> dict[str, Callable[[], Any]]:
    """Return name -> what is timed."""
    check = run_of(path)
    found: dict[str, Callable[[], Any]] = {
        "orjson.loads": lambda: orjson_parse(path),
        "batch-check, one process, inside": lambda: check(NEVER),
        "batch-check, two processes, inside": lambda: check(0),
        "batch-check, whole command": command(
            sys.executable, "-m", "claude_doctor", "batch-check", path, "--json"
        ),
    }
    rust = jsonschema_rs_check(path)
    if rust:
        found["jsonschema-rs, the SDK's schema"] = rust
    if shutil.which("check-jsonschema"):
        found["check-jsonschema, first 1,000 requests"] = _check_jsonschema(path)
    if shutil.which("jq"):
        found["jq -c .custom_id"] = command("jq", "-c", ".custom_id", path)
        found["jq -R fromjson?"] = command("jq", "-R", "fromjson? | .custom_id", path)
    return found


def compared(path: str, key: str) -> None:
    """Say how the errors found compare with the key."""
    report = run_of(path, findings=1_000_000)(NEVER)
    found: dict[int, set[str]] = {}
    errors: dict[int, set[str]] = {}
    for item in report.findings:
        if item.line is not None and item.when != "advice":
            found.setdefault(item.line, set()).add(item.rule)
            if item.severity == "error":
                errors.setdefault(item.line, set()).add(item.rule)
    with open(key, encoding="utf-8") as file:
        planted = {entry["line"]: entry["rule"] for entry in map(json.loads, file)}
    fits = {line: {rule, OLDER.get(rule, rule)} for line, rule in planted.items()}
    missed = {
        line: names
        for line, names in fits.items()
        if None not in names and not names & found.get(line, set())
    }
    more = {line: names for line, names in errors.items() if line not in fits}
    second = {
        line: rest
        for line, names in errors.items()
        if line in fits and (rest := names - fits[line] - {FOLLOWS})
    }
    print(
        f"key: {len(planted)} broken requests; {len(missed)} not found under their rule; {len(more)} "
        f"clean requests with an error; {len(second)} with a second error"
    )
    for title, items in (("not found", missed), ("clean with an error", more), ("second error", second)):
        for line, names in sorted(items.items())[:8]:
            print(
                f"  {title}: line {line}: {names} {f'(planted {planted[line]})' if line in planted else ''}"
            )


def main() -> None:
    """Time all in turn and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file")
    parser.add_argument("--key")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.key:
        compared(given.file, given.key)
    timed = contestants(given.file)
    times: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(given.rounds):
        for name, call in timed.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    size = os.path.getsize(given.file)
    print(f"{size / 1e6:.1f} MB, median of {given.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    base = statistics.median(times["orjson.loads"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"  {name:38} {median:7.3f} s {size / 1e6 / median:8.0f} MB/s   {base / median:5.2f} of orjson")


if __name__ == "__main__":
    main()
