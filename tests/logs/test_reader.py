"""Inputs: plain, packed, cut off, folders, globs; two processes and the place where --since begins."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
import zstandard

from claude_doctor.base.errors import InputError
from claude_doctor.doors.tail.counting import amount, parts, work
from claude_doctor.doors.tail.counting.pipeline import Options
from claude_doctor.doors.tail.reading import files, times
from claude_doctor.doors.tail.reading import since as _since


def line(number: int, **more: object) -> bytes:
    at = times.shown(1_795_000_000_000_000 + number * 1_000_000)
    record = {
        "timestamp": at,
        "category": "overloaded_error",
        "status_code": 529,
        "message": f"Overloaded. Request req_{number} on attempt 1",
    }
    return (
        json.dumps(
            record
            | {"context": {"request_id": f"req_{number}"}, "request": {"model": "claude-opus-5"}}
            | more
        ).encode()
        + b"\n"
    )


def numbers(pipeline) -> tuple[int, int, int]:
    found = list(pipeline.summary.files.values())
    return sum(f.lines for f in found), sum(f.events for f in found), sum(f.malformed for f in found)


@pytest.mark.parametrize("pack", [None, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_plain_and_packed_give_the_same(tmp_path, pack):
    data = b"".join(map(line, range(3000)))
    path = tmp_path / "a.jsonl"
    path.write_bytes(pack(data) if pack else data)
    assert numbers(work.run([str(path)], Options())) == (3000, 3000, 0)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_cut_packed_file_gives_what_is_whole_and_says_so(tmp_path, pack):
    packed = pack(b"".join(map(line, range(20_000))))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found = work.run([str(path)], Options())
    assert 1000 < numbers(found)[1] < 20_000
    assert "ends early" in found.summary.files[str(path)].notes[0]


def test_the_last_line_counts_without_a_newline(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(1) + line(2).rstrip())
    assert numbers(work.run([str(path)], Options())) == (2, 2, 0)


def test_newlines_only_end_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(1, note="a\u2028b\u0085c").replace(b"\n", b"\r\n") + line(2))
    assert numbers(work.run([str(path)], Options())) == (2, 2, 0)


def test_a_line_without_end_is_cut_and_the_next_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        line(1)
        + b"\0" * (20 * 1024 * 1024)
        + b"\n"
        + line(2)
        + b'{"x": "'
        + b"y" * (9 * 1024 * 1024)
        + b'"}\n'
        + line(3)
    )
    assert numbers(work.run([str(path)], Options())) == (5, 3, 2)


def test_utf_16(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes((line(1) + line(2)).decode().encode("utf-16"))
    assert numbers(work.run([str(path)], Options()))[1] == 2


def test_folders_and_globs_name_each_file_once(tmp_path):
    for name in ("b.jsonl", "a.log", "a.log.1", "c.jsonl.gz", "notes.md", ".hidden.log", "sub/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    found = files.expanded([str(tmp_path), str(tmp_path / "*.log"), str(tmp_path / "b.jsonl")])
    assert sorted(Path(path).name for path in found) == ["a.log", "a.log.1", "b.jsonl", "c.jsonl.gz", "d.txt"]


@pytest.mark.parametrize("name", ["none.log", "*.nothing"])
def test_what_is_not_there_is_said(tmp_path, name):
    with pytest.raises(InputError):
        files.expanded([str(tmp_path / name)])


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\x89PNG\r\n", b"%PDF-1.7", b"\x7fELF"])
def test_containers_are_refused(tmp_path, head):
    path = tmp_path / "a.log"
    path.write_bytes(head + b"\0" * 100)
    with pytest.raises(InputError):
        work.run([str(path)], Options())


@pytest.mark.parametrize("pack", [None, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_two_processes_count_what_one_counts(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(amount, "LEAST", 100_000)
    monkeypatch.setattr(parts, "LEAST", 10_000)
    data = b"".join(line(number) if number % 97 else b'{"broken": \n' for number in range(20_000))
    retried = (
        b'[log_a, request-id: "req_x"] post https://api.anthropic.com/v1/messages failed with status 529 '
        b"in 2ms - retrying, 1 attempts remaining\n"
    )
    done = (
        b"[log_b, retryOf: log_a] post https://api.anthropic.com/v1/messages succeeded with status 200 in "
        b"2ms\n"
    )
    middle = data.index(b"\n", len(data) // 2) + 1
    data = data[:middle] + retried + line(10_000) + line(10_001) + done + data[middle:]
    path = tmp_path / "a.jsonl"
    path.write_bytes(pack(data) if pack else data)
    one, two = work.run([str(path)], Options(), 1), work.run([str(path)], Options(), 2)
    assert len(parts.parts([str(path)], len(data) // 2)) == (1 if pack else 2)
    assert numbers(one) == numbers(two)
    assert one.summary.series == two.summary.series
    for name in ("count", "failed", "recovered", "first", "last"):
        assert {k: getattr(c, name) for k, c in one.summary.cells.items() if c.count} == {
            k: getattr(c, name) for k, c in two.summary.cells.items() if c.count
        }
    assert [(event.line, event.request_id) for event, _ in one.recent()] == [
        (event.line, event.request_id) for event, _ in two.recent()
    ]
    assert one.summary.malformed[-1:] == two.summary.malformed[-1:] or len(one.summary.malformed) == 100


def test_many_files_are_shared_out(tmp_path, monkeypatch):
    monkeypatch.setattr(amount, "LEAST", 10_000)
    paths = []
    for name in range(7):
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(b"".join(line(name * 1000 + number) for number in range(200)))
        paths.append(str(path))
    found = work.run(paths, Options(), 2)
    assert numbers(found) == (1400, 1400, 0)
    assert {f.lines for f in found.summary.files.values()} == {200}


def test_since_finds_its_place(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(map(line, range(40_000))))
    since = times.parse(json.loads(line(39_000))["timestamp"])[0]
    start = _since.offset(str(path), since, lambda at: at)
    assert 0 < start <= sum(len(line(number)) for number in range(39_000))
    assert start > os.path.getsize(path) * 0.9
    assert numbers(work.run([str(path)], Options(since=since)))[1] == 1000


def test_since_reads_all_of_a_file_that_is_not_in_order(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(line(number if number % 3 else 40_000 - number) for number in range(40_000)))
    assert _since.offset(str(path), times.parse("2026-11-18T20:00:00Z")[0], lambda at: at) == 0


@pytest.mark.parametrize(
    ("since", "until", "wanted"), [(None, 100, 100), (50, 100, 50), (100, None, 100), (500, None, 0)]
)
def test_since_and_until(tmp_path, since, until, wanted):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(map(line, range(200))))

    def at(number):
        return None if number is None else 1_795_000_000_000_000 + number * 1_000_000

    assert numbers(work.run([str(path)], Options(since=at(since), until=at(until))))[1] == wanted


@pytest.mark.parametrize("separator", ["list", "one after the other"])
def test_indented_json_is_read_record_by_record(tmp_path, separator):
    records = [json.loads(line(number)) for number in range(5)]
    path = tmp_path / "a.json"
    text = (
        json.dumps(records, indent=2)
        if separator == "list"
        else "\n".join(json.dumps(record, indent=4) for record in records)
    )
    path.write_text(text, encoding="utf-8")
    found = work.run([str(path)], Options())
    assert numbers(found) == (5, 5, 0)
    assert "indented" in found.summary.files[str(path)].notes[0]


@pytest.mark.parametrize("rows", [30, 30_000])
def test_gzip_data_that_breaks_off_gives_all_lines_before_the_break(tmp_path, rows):
    text = "".join(f"line {at} {at * 7919 % 10007}\n" for at in range(rows)).encode()
    packed = gzip.compress(text[: len(text) // 2]) + gzip.compress(text[len(text) // 2 :])
    path = tmp_path / "a.log.gz"
    path.write_bytes(packed[: len(packed) * 9 // 10])
    source = files.Source(str(path))
    lines = [line for batch in source.batches() for line in batch.lines]
    source.close()
    whole = text.splitlines(keepends=True)
    assert lines[:-1] == whole[: len(lines) - 1]
    assert len(lines) > 0.8 * rows
    assert len([note for note in source.notes if "ends early" in note]) == 1


@pytest.mark.parametrize(
    ("lines", "statuses"),
    [
        (
            [
                "$ curl ...",
                "{",
                '  "type": "error",',
                '  "error": {',
                '    "type": "overloaded_error",',
                '    "message": "Overloaded"',
                "  }",
                "}",
                "$",
            ],
            [529],
        ),
        (["call failed", "{", "  attempt: 2,", "}", "Error code: 429 - slow down"], [429]),
        (["reply {", "{", "  Error code: 400 - a line of its own", "Error code: 401 - another"], [400, 401]),
        (["text", "{", "  Error code: 403 - and the log ends"], [403]),
    ],
)
def test_an_object_indented_inside_a_text(tmp_path, lines, statuses):
    path = tmp_path / "a.log"
    path.write_text("".join(f"{line}\n" for line in ["some text", "more text", *lines]), encoding="utf-8")
    found = [item[0] for item in work.events([str(path)], Options()) if isinstance(item, tuple)]
    assert [event.status or event.status_inferred for event in found] == statuses
