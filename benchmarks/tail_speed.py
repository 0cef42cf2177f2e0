"""Speed and memory of `tail` beside what people would use instead, in one run, on one log; counts are checked
against its key.

python benchmarks/tail_speed.py LOG.jsonl LOG.key.json [--rounds 3] [--only NAME ...] [--json OUT]

Every contestant is a process of its own; they take turns, so that a busy machine is busy for all. Shown are
the median of wall and processor seconds of the whole process, the largest resident memory of one process, and
the speed as a multiple. What is not installed (jq, mawk, lnav, duckdb, polars, orjson) is left out and said.
The benchmark needs no network.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "claude_doctor", "tail", "--json", "-n", "10"]

ONE_PROCESS = """
import sys
from claude_doctor.doors.tail.counting import report as reporting, work
from claude_doctor.doors.tail.counting.pipeline import Options
found = work.run([sys.argv[1]], Options(), 1)
report = reporting.summary(found.summary, reporting.View(by="status"))
print({g.key: g.count for g in report.groups}, report.files[0].malformed)
"""
ORJSON = """
import sys, orjson
bad = 0
for raw in open(sys.argv[1], "rb", buffering=1 << 20):
    try: orjson.loads(raw)
    except ValueError: bad += 1
print(bad)
"""
PLAIN = """
import json, re, sys
from collections import Counter
mask = re.compile(r"[0-9][0-9A-Za-z_.,-]*")
status, groups, minutes, first, last, seen, bad = Counter(), Counter(), Counter(), {}, {}, set(), 0
for raw in open(sys.argv[1], "rb", buffering=1 << 20):
    try: line = json.loads(raw)
    except ValueError: bad += 1; continue
    body = line.get("body")
    if body: at, code, kind, text, model = line["ts"], line["status"], body["error"]["type"], body["error"]["message"], line["model"]
    else: at, code, kind, text, model = line["timestamp"], line["status_code"], line["category"], line["message"], line["request"]["model"]
    key = code, kind, model, mask.sub("#", text)
    status[code] += 1; groups[key] += 1; minutes[at[:16], code, kind] += 1
    first.setdefault(key, at); last[key] = at
print(status, bad)
"""
DUCKDB = """
import sys, duckdb
c = duckdb.connect(); c.execute("SET threads=2")
c.execute(\"\"\"CREATE TEMP TABLE g AS WITH r AS (
 SELECT coalesce(timestamp, ts) stamp, coalesce(status_code, status) status, coalesce(category, body.error.type) kind,
        coalesce(request.model, model) model, regexp_replace(coalesce(message, body.error.message), '[0-9][0-9A-Za-z_.,-]*', '#', 'g') template
        IDS
 FROM read_json(?, format='newline_delimited', ignore_errors=true, columns={timestamp: 'VARCHAR', ts: 'VARCHAR', status_code: 'INTEGER',
  status: 'INTEGER', category: 'VARCHAR', message: 'VARCHAR', model: 'VARCHAR', request: 'STRUCT(model VARCHAR)', request_id: 'VARCHAR',
  context: 'STRUCT(request_id VARCHAR)', body: 'STRUCT(error STRUCT(type VARCHAR, message VARCHAR))'}))
 SELECT status, kind, model, template, substr(stamp, 1, 16) AS step, COUNT AS n, min(stamp) AS head, max(stamp) AS tail FROM r GROUP BY ALL\"\"\", [sys.argv[1]])
groups = c.execute("SELECT status, kind, model, template, sum(n), min(head), max(tail) FROM g GROUP BY ALL").fetchall()
series = c.execute("SELECT step, status, kind, sum(n) FROM g GROUP BY ALL").fetchall()
counts = dict(c.execute("SELECT status, sum(n) FROM g WHERE kind IS NOT NULL GROUP BY 1").fetchall())
print(counts, c.execute("SELECT sum(n) FROM g WHERE kind IS NULL").fetchone())
"""
POLARS = """
import sys, polars as pl
lines = pl.scan_csv(sys.argv[1], has_header=False, separator="\\x01", quote_char=None, new_columns=["line"], ignore_errors=True)
def path(*names): return pl.coalesce(*(pl.col("line").str.json_path_match("$." + name) for name in names))
mask = r"[0-9][0-9A-Za-z_.,-]*"
found = lines.select(status=path("status_code", "status"), kind=path("category", "body.error.type"), model=path("request.model", "model"),
  template=path("message", "body.error.message").str.replace_all(mask, "#"), at=path("timestamp", "ts"))
groups = found.group_by("status", "kind", "model", "template").agg(pl.len().alias("n"), pl.col("at").min().alias("first"), pl.col("at").max().alias("last")).collect(engine="streaming")
print(dict(groups.group_by("status").agg(pl.col("n").sum()).rows()))
"""
JQ = (
    "jq -R -r 'fromjson? | [(.timestamp // .ts)[0:16], (.status_code // .status // 0), (.category // "
    ".body.error.type), (.request.model? // .model)] | @tsv' "
    '"$1" | mawk -F"\\t" \'{ n[$2]++; m[$1 FS $2 FS $3]++; g[$2 FS $3 FS $4]++ } END { for (s in n) '
    "print s, n[s] }'"
)
# lnav needs to be told the format, and knows one shape a format: it sees three of four lines.
LNAV_FORMAT = {
    "claudelog": {
        "title": "x",
        "json": True,
        "timestamp-field": "timestamp",
        "body-field": "message",
        "hide-extra": True,
        "line-format": [{"field": "__timestamp__"}, " ", {"field": "message"}],
        "value": {"category": {"kind": "string"}, "status_code": {"kind": "integer"}},
    }
}
LNAV = 'lnav -n -I "$0" -c ";SELECT status_code, category, count(*) FROM claudelog GROUP BY 1, 2" "$1"'


def contestants(packed: dict[str, Path]) -> dict[str, list[str]]:
    """Return what can be run here: name -> command, the log's path to be added."""
    python = sys.executable
    found = {
        "tail (2 processes)": OURS,
        "tail (1 process)": [python, "-c", ONE_PROCESS],
        "python json, same tables": [python, "-c", PLAIN],
    }
    if _has("orjson"):
        found["orjson.loads only"] = [python, "-c", ORJSON]
    if _has("duckdb"):
        plain = DUCKDB.replace("IDS", "").replace("COUNT", "count(*)")
        ids = DUCKDB.replace("IDS", ", coalesce(request_id, context.request_id) id").replace(
            "COUNT", "count(DISTINCT id)"
        )
        found["DuckDB, 2 threads"] = [python, "-c", plain]
        found["DuckDB, ids joined"] = [python, "-c", ids]
    if _has("polars"):
        found["Polars"] = [python, "-c", POLARS]
    if shutil.which("jq") and shutil.which("mawk"):
        found["jq | mawk, no templates"] = ["sh", "-c", JQ, "sh"]
    if shutil.which("lnav"):
        found["lnav, one shape, no templates"] = ["sh", "-c", LNAV, _lnav_folder()]
    for name in packed:
        found[f"tail, {name}"] = OURS
    return found


def _lnav_folder() -> str:
    folder = Path(tempfile.gettempdir()) / "tail-speed-lnav"
    place = folder / "formats" / "claude" / "claude.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(LNAV_FORMAT), encoding="utf-8")
    return str(folder)


def _has(module: str) -> bool:
    return find_spec(module) is not None


def measured(command: list[str], path: Path) -> tuple[float, float, int, str]:
    """Run one command; return wall seconds, processor seconds, largest memory in MiB, and what it printed."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(path)], stdout=out, stderr=subprocess.DEVNULL, cwd=HERE.parent
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = status
        out.seek(0)
        return (
            wall,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss // 1024,
            out.read().decode("utf-8", "replace"),
        )


def check(output: str, key: dict[str, object]) -> list[str]:
    """Return what differs between our report and the generator's key."""
    report = json.loads(output)
    found: dict[str, int] = {}
    for group in report["groups"]:
        for status, count in group["statuses"].items():
            found[status] = found.get(status, 0) + count
    wanted = {("none" if status == "0" else status): count for status, count in dict(key["status"]).items()}  # type: ignore[call-overload]
    faults = [
        f"status {name}: {found.get(name)} instead of {count}"
        for name, count in wanted.items()
        if found.get(name) != count
    ]
    if report["files"][0]["malformed"] != key["malformed"]:
        faults.append(f"malformed: {report['files'][0]['malformed']} instead of {key['malformed']}")
    return faults


def main() -> int:
    """Run all rounds, print the table, return 1 when counts are wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("key", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--packed", nargs="*", type=Path, default=[], help="the same log as .gz and .zst")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print what each contestant says")
    given = parser.parse_args()
    packed = {path.suffix.lstrip("."): path.resolve() for path in given.packed}
    runs: dict[str, list[tuple[float, float, int]]] = {}
    faults: list[str] = []
    for _ in range(given.rounds):
        for name, command in contestants(packed).items():
            if given.only and not any(word in name for word in given.only):
                continue
            path = packed.get(name.removeprefix("tail, "), given.log.resolve())
            wall, cpu, memory, output = measured(command, path)
            if not output.strip():
                print(f"{name}: failed")
                continue
            runs.setdefault(name, []).append((wall, cpu, memory))
            if given.show and command is not OURS:
                print(name, output.strip()[-600:])
            if command is OURS:
                faults += check(output, json.loads(given.key.read_text(encoding="utf-8")))
    _table(runs, given.log.stat().st_size / 1e6)
    if given.json:
        given.json.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    for fault in sorted(set(faults)):
        print("WRONG", fault)
    print("counts are those of the key" if not faults else "counts are wrong")
    return 1 if faults else 0


def _table(runs: dict[str, list[tuple[float, float, int]]], size: float) -> None:
    ours = statistics.median(wall for wall, _, _ in runs.get("tail (2 processes)", [(1.0, 1.0, 1)]))
    load = os.getloadavg()[0]
    print(f"{size:,.0f} MB, load {load:.1f}, {os.cpu_count()} cores")
    print(f"{'':<28}{'wall s':>8}{'cpu s':>8}{'MB/s':>8}{'MiB':>7}{'tail is':>10}")
    for name, rows in runs.items():
        wall, cpu = (statistics.median(row[at] for row in rows) for at in (0, 1))
        memory = max(row[2] for row in rows)
        print(f"{name:<28}{wall:>8.2f}{cpu:>8.2f}{size / wall:>8.0f}{memory:>7}{wall / ours:>9.2f}x")


if __name__ == "__main__":
    raise SystemExit(main())
