"""`--split`: parts under both limits, the same requests in the same order, and a manifest that `--results`
reads.
"""

from __future__ import annotations

import json
import tracemalloc

import pytest

from claude_doctor.doors.batch_check.engine import split as engine
from tests.batch import helper


@pytest.fixture
def small_limits(monkeypatch):
    monkeypatch.setattr(engine, "MOST", 7)
    monkeypatch.setattr(engine, "LARGEST", 1000)


def requests(count, size=10):
    return [
        {
            "custom_id": f"r{at}",
            "params": helper.params(messages=[{"role": "user", "content": "ö" * (at * 37 % size + 1)}]),
        }
        for at in range(count)
    ]


def parts_of(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    return [(folder / part["file"], part) for part in manifest["parts"]]


@pytest.mark.parametrize("form", ["jsonl", "spread", "object", "array", "crlf", "marked"])
def test_the_parts_joined_are_the_same_requests(tmp_path, small_limits, form):
    made = requests(40, 60)
    lines = [json.dumps(one, ensure_ascii=False) for one in made]
    text = {
        "jsonl": "\n".join(lines),
        "crlf": "\r\n".join(lines) + "\r\n\r\n",
        "marked": "\ufeff" + "\n\n".join(lines),
        "spread": "\n".join(json.dumps(one, indent=1) for one in made),
        "object": json.dumps({"requests": made}),
        "array": json.dumps(made, indent=2),
    }[form]
    (tmp_path / "all").write_text(text, encoding="utf-8", newline="")
    engine.split(str(tmp_path / "all"), str(tmp_path / "parts"), force=False)
    joined = []
    for path, told in parts_of(tmp_path / "parts"):
        inside = [json.loads(line) for line in path.read_bytes().splitlines()]
        body = json.dumps({"requests": inside}, ensure_ascii=False, separators=(",", ":"))
        assert len(inside) == told["requests"] <= 7
        assert len(body.encode()) <= told["body_bytes"] <= 1000
        joined += inside
    assert joined == made
    if form == "jsonl":
        assert (
            b"".join(path.read_bytes() for path, _ in parts_of(tmp_path / "parts")).decode().splitlines()
            == lines
        )


def test_a_part_is_not_ended_too_early(tmp_path, small_limits):
    (tmp_path / "all").write_bytes(b"".join(helper.line({}, f"r{at}") + b"\n" for at in range(15)))
    parts = engine.split(str(tmp_path / "all"), str(tmp_path / "parts"), force=False)
    assert [part.requests for part in parts] == [7, 7, 1]


def test_memory_does_not_follow_the_file(tmp_path):
    line = helper.line(helper.params(system="x" * 2000)) + b"\n"
    with (tmp_path / "all").open("wb") as out:
        for _ in range(20_000):
            out.write(line)
    tracemalloc.start()
    engine.split(str(tmp_path / "all"), str(tmp_path / "parts"), force=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000 < len(line) * 20_000


def test_the_manifest_leads_to_the_results_of_the_parts(run, tmp_path):
    count = 100_001
    source, folder = tmp_path / "all.jsonl", tmp_path / "parts"
    with source.open("wb") as out:
        for at in range(count):
            out.write(helper.line(helper.params(), f"r{at:06}") + b"\n")
    before = source.read_bytes()
    done = run("batch-check", str(source), "--split", str(folder), "--json")
    assert [part["requests"] for part in json.loads(done.stdout)["parts"]] == [100_000, 1]
    assert source.read_bytes() == before
    ((_, _), (last, told)) = parts_of(folder)
    (folder / told["results"]).write_text('{"custom_id": "r100000", "result": {"type": "expired"}}\n')
    found = json.loads(
        run("batch-check", str(last), "--results", str(folder / "manifest.json"), "--json").stdout
    )["results"]
    assert (found["expired"], found["missing"]["count"]) == (1, 0)
    assert [path.rpartition("/")[2] for path in found["files_missing"]] == ["part-001.results.jsonl"]
    assert run("batch-check", str(folder / "part-001.jsonl")).returncode == 0
    assert run("batch-check", str(source), "--split", str(folder)).returncode == 2  # it is not empty


@pytest.mark.parametrize("name", ["../../secret.jsonl", "/etc/passwd", 5])
def test_a_manifest_leads_nowhere_else(run, tmp_path, name):
    (tmp_path / "r.jsonl").write_bytes(helper.line(helper.params()) + b"\n")
    manifest = {"kind": "claude-doctor-batch-parts", "parts": [{"file": "r.jsonl", "results": name}]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    done = run("batch-check", str(tmp_path / "r.jsonl"), "--results", str(tmp_path / "manifest.json"))
    assert done.returncode == 3, done
