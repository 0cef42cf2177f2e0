"""Every line of the shared samples gives the fields that its label names; hostile bytes give every readable
event.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_doctor.doors.tail.counting import report, work
from claude_doctor.doors.tail.counting.pipeline import Options
from claude_doctor.doors.tail.reading import decode, times
from claude_doctor.doors.tail.reading import lines as logs
from tests.conftest import GIVEN, ROOT

CORPUS = GIVEN / "logs"
OPTIONAL = ("status_inferred", "retry", "usage", "cc_category", "network", "custom_id", "ts_naive")


def samples() -> list[Path]:
    return sorted(path for path in CORPUS.glob("*.jsonl") if not path.name.endswith(".expected.jsonl"))


def fields(event) -> dict[str, object]:
    return {
        "ts": times.shown(event.wall, event.naive),
        "ts_naive": event.naive,
        "status": event.status,
        "status_inferred": event.status_inferred,
        "error_type": event.type,
        "error_code": event.code,
        "message": event.message,
        "request_id": event.request_id,
        "model": event.model,
        "is_error": event.is_error,
        "kind": event.kind,
        "retry": event.retry,
        "usage": event.usage,
        "cc_category": event.cc_category,
        "network": event.network,
        "custom_id": event.custom_id,
    }


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.stem)
def test_every_line_gives_its_expected_fields(path):
    lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
    expected = [
        json.loads(line)
        for line in path.with_suffix("")
        .with_suffix(".expected.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    assert len(lines) == len(expected)
    context = logs.Context(path.name, decode.is_json(path.read_bytes()[:65536]))
    for number, (line, wanted) in enumerate(zip(lines, expected, strict=True), 1):
        events = logs.read(line, context)
        assert len(events) == 1, f"line {number}"
        got = fields(events[0])
        checked = [name for name in got if name not in OPTIONAL or name in wanted]
        assert {name: got[name] for name in checked} == {name: wanted.get(name) for name in checked}, (
            f"line {number}"
        )


def test_hostile_bytes_give_every_readable_event():
    context = logs.Context("hostile.bin")
    found = []
    for line in (CORPUS / "hostile.bin").read_bytes().split(b"\n"):
        found += logs.read(line, context)
    assert [event.request_id for event in found] == [f"req_{number}" for number in (*range(1, 12), 13)]
    assert context.malformed == 10
    assert context.repaired == 3


@pytest.mark.parametrize("folder", ["logs-more", "logs-third", "logs-fourth"])
def test_the_lines_of_our_own_keep_their_score(folder):
    """The floor under `benchmarks/corpus_logs.py tests/corpus/FOLDER`; the first, untuned figures stand in
    tests/corpus.
    """
    import subprocess
    import sys

    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_logs.py"),
        str(ROOT / "tests" / "corpus" / folder),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) == int(said[2])


WHOLE = json.loads((ROOT / "tests" / "corpus" / "logs-third-files.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", WHOLE, ids=lambda sample: sample["name"])
def test_whole_files_give_their_number_of_failed_requests(sample, tmp_path):
    """Lines of one failure, whatever stands between them, are one failed request."""
    newline = sample.get("newline", "\n")
    path = tmp_path / sample["file"]
    path.write_bytes(
        "".join(line + newline for line in sample["lines"]).encode(sample.get("encoding", "utf-8"))
    )
    summary = report.summary(work.run([str(path)], Options()).summary, report.View())
    assert {"failed_requests": summary.failed_requests, "recovered": summary.recovered} == sample["expect"]
