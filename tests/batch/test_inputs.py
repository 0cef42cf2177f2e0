"""All forms of input give the same findings: JSONL, object, array; plain, gzip, zstd; a file, a pattern,
standard input.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import subprocess
import sys
from functools import partial

import pytest

from claude_doctor.doors.batch_check.engine import input as inputs
from claude_doctor.doors.batch_check.engine.batch import Passed
from claude_doctor.doors.batch_check.engine.input import Elements
from tests.batch import helper

GOOD = helper.line(helper.params(), "good")
BAD = helper.line(helper.params(max_tokens=0), "bad")
TWICE = helper.line(helper.params(), "good")


def jsonl(*lines: bytes) -> bytes:
    return b"\n".join(lines) + b"\n"


def rules(done) -> dict[str, int]:
    return json.loads(done.stdout)["summary"]["by_rule"]


def as_object(*lines: bytes) -> bytes:
    return b'{"requests": [' + b",".join(lines) + b"]}"


def as_array(*lines: bytes) -> bytes:
    return json.dumps([json.loads(line) for line in lines], indent=2).encode()


@pytest.mark.parametrize("form", [jsonl, as_object, as_array])
@pytest.mark.parametrize("packed", [None, "gzip", "zstd"])
def test_every_form_gives_the_same_findings(run, tmp_path, form, packed):
    data = form(GOOD, BAD, TWICE)
    if packed == "gzip":
        data = gzip.compress(data)
    elif packed == "zstd":
        data = pytest.importorskip("zstandard").compress(data)
    path = tmp_path / "requests"
    path.write_bytes(data)
    done = run("batch-check", str(path), "--json")
    assert done.returncode == 1, done.stderr
    assert rules(done) == {"custom-id-duplicate": 1, "batch-max-tokens-zero": 1}
    report = json.loads(done.stdout)
    assert report["files"][0]["requests"] == 3
    assert [item["index"] for item in report["findings"]] == [1, 2]
    assert report["summary"]["rejected_at_create"] is True
    assert report["summary"]["requests_that_would_fail"] == 1


def test_standard_input_is_read_without_a_name_and_with_a_dash(run):
    for words in ((), ("-",)):
        done = run("batch-check", *words, "--json", stdin=jsonl(GOOD, BAD))
        assert rules(done) == {"batch-max-tokens-zero": 1}
        assert json.loads(done.stdout)["files"][0]["path"] == "-"


def test_each_file_of_a_pattern_is_a_batch_of_its_own(run, tmp_path):
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(jsonl(GOOD))
    done = run("batch-check", str(tmp_path / "*.jsonl"), "--json")
    assert done.returncode == 0, done.stdout
    assert [item["requests"] for item in json.loads(done.stdout)["files"]] == [1, 1]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("missing.jsonl", None),
        ("folder", "folder"),
        ("none*.jsonl", None),
        ("image.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_cannot_be_read_is_three(run, tmp_path, name, make):
    path = tmp_path / name
    if make == "folder":
        path.mkdir()
    elif make:
        path.write_bytes(make)
    done = run("batch-check", str(path))
    assert done.returncode == 3, done
    assert name in done.stderr
    assert not done.stdout


def test_one_unreadable_file_does_not_hide_the_others(run, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(jsonl(BAD))
    done = run("batch-check", str(tmp_path / "a.jsonl"), str(tmp_path / "gone.jsonl"), "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert report["summary"]["by_rule"] == {"batch-max-tokens-zero": 1}
    assert report["unreadable"][0]["path"].endswith("gone.jsonl")


def test_a_damaged_archive_is_three(run, tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl(*[GOOD] * 2000))[:-200])
    assert run("batch-check", str(path)).returncode == 3


def test_bad_json_is_a_finding_with_line_and_column_and_the_rest_is_checked():
    found = helper.kept([GOOD, b'{"custom_id": "x",, }\n', BAD])
    assert [(item[0], item[3]) for item in found] == [
        (2, "batch-line-not-object"),
        (3, "batch-max-tokens-zero"),
    ]
    assert found[0][6].startswith("column 19")


def test_blank_lines_count_in_the_middle_only():
    assert [item[0] for item in helper.kept([GOOD, b"\n", BAD, b"\n", b"  \n"])] == [2, 3]


@pytest.mark.parametrize(
    ("text", "rule"), [(b'{"requests": []}', "batch-empty"), (b"", "batch-empty"), (b"[]", "batch-empty")]
)
def test_an_empty_batch(run, text, rule):
    assert rules(run("batch-check", "--json", stdin=text)) == {rule: 1}


@pytest.mark.parametrize(
    "text", [as_object(GOOD)[:-2], as_object(GOOD) + b"x", as_array(GOOD)[:-4], as_object(GOOD)[:-1]]
)
def test_text_that_ends_early_or_goes_on(run, text):
    done = run("batch-check", "--json", stdin=text)
    assert "batch-body-not-json" in rules(done)


def test_keys_before_requests_do_not_hide_it():
    data = b'{ "note": "two [brackets] {", "n": 1,\n "requests": [' + GOOD + b"]}"
    elements = Elements(io.BufferedReader(io.BytesIO(data)))
    assert elements.form == "object"
    assert [raw for _, raw in elements] == [GOOD]
    assert not elements.trouble


def test_elements_are_cut_the_same_wherever_the_buffer_ends(monkeypatch):
    wild = random.Random(4)
    items = [
        {"custom_id": str(at), "params": {"a": ['"}]\\', "{[" * at, {"b": [at] * wild.randrange(4)}]}}
        for at in range(30)
    ]
    data = json.dumps(items, indent=1).encode()
    for size in (1, 2, 3, 7, 64, 1000, 1 << 20):
        monkeypatch.setattr(inputs, "CHUNK", size)
        elements = Elements(io.BufferedReader(io.BytesIO(data), 64))
        assert [json.loads(raw) for _, raw in elements] == items, size
        assert elements.bytes == len(data)


def test_lines_of_an_array_are_those_where_elements_begin():
    data = b"[\n" + GOOD + b",\n\n" + BAD + b"\n]\n"
    assert [line for line, _ in Elements(io.BufferedReader(io.BytesIO(data)))] == [2, 4]


def test_two_processes_say_what_one_says(run, tmp_path, monkeypatch):
    from claude_doctor.doors.batch_check import rules as package
    from claude_doctor.doors.batch_check.engine import halves
    from claude_doctor.doors.batch_check.engine import table as _table
    from claude_doctor.doors.batch_check.engine.reporter import Scope
    from claude_doctor.doors.batch_check.engine.run import Run

    wild = random.Random(7)
    lines = []
    for at in range(3000):
        kind = wild.randrange(12)
        name = f"id-{wild.randrange(900) if kind == 0 else at}"
        request = (
            helper.params(max_tokens=0)
            if kind == 1
            else helper.params(model="claude-3-opus-20240229")
            if kind == 2
            else helper.params()
        )
        lines.append(b"" if kind == 3 else b"{" if kind == 4 else helper.line(request, name))
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(*lines, b"", b""))
    table = _table.load(package)
    scope = Scope(helper.NEWEST, frozenset(), helper.TODAY, helper.models())
    for limit in (0, 1, 3, 7, 50, 100_000, 500):
        reports = []
        for worth in (1 << 40, 0):
            monkeypatch.setattr(halves, "WORTH", worth)
            monkeypatch.setattr(halves, "possible", lambda: True)
            reports.append(Run(scope, table, limit, frozenset(), {}).report([str(path)]))
        assert reports[0] == reports[1], limit
        assert len(reports[0].findings) <= limit
        assert len({(item.rule, item.severity) for item in reports[0].findings}) == min(
            limit, len(reports[0].rules)
        )
    assert reports[0].errors > 500
    assert reports[0].truncated > 0


BOM = b"\xef\xbb\xbf"
G = GOOD.replace(b'"good"', b'"other"')


def body(run, text: bytes) -> tuple[dict[str, int], dict]:
    report = json.loads(run("batch-check", "--json", stdin=text).stdout)
    return report["summary"]["by_rule"], report


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'{"requests":[%s,]}', "a comma stands before the end"),
        (b'{"requests":[,%s]}', "a comma without a request"),
        (b'{"requests":[%s,,%s]}', "a comma without a request"),
        (b'{"requests":[%s %s]}', "a comma is missing"),
        (b"[%s,]", "a comma stands before the end"),
        (b'{"requests":[%s], garbage }', "text follows"),
        (b'{"requests":[%s], "requests":[]}', "stands twice"),
        (b'{"requests":[%s,', "the text ends before"),
        (b'{"requests":[%s, {"custom_id": "c', "the text ends before"),
        (b'{"requests": null}', "is not an array"),
        (b'{"requests": {"a": 1}}', "is not an array"),
    ],
)
def test_text_around_the_elements_is_one_finding(run, text, words):
    for one in (GOOD, G):
        text = text.replace(b"%s", one, 1)
    rules_found, report = body(run, text)
    assert rules_found == {"batch-body-not-json": 1}, report["findings"]
    assert words in report["findings"][0]["message"]


def test_every_element_of_an_array_has_its_index(run):
    rules_found, report = body(run, b'{"requests":[1,"x",null,' + BAD + b"]}")
    assert rules_found == {"batch-line-not-object": 3, "batch-max-tokens-zero": 1}
    assert [item["index"] for item in report["findings"]] == [0, 1, 2, 3]


def test_objects_before_requests_do_not_hide_it(run):
    rules_found, report = body(run, b'{"foo": {"a": [1, "}"]}, "requests": [' + GOOD + b"]}")
    assert rules_found == {"request-unknown-key": 1}
    assert report["findings"][0]["severity"] == "warning"
    assert report["files"][0]["requests"] == 1
    assert body(run, b'{"requests": [' + GOOD + b'], "foo": {"a": 1}}')[0] == {"request-unknown-key": 1}


@pytest.mark.parametrize("form", [jsonl, as_object, as_array])
def test_a_byte_order_mark_is_one_finding_and_hides_nothing(run, form):
    rules_found, report = body(run, BOM + form(GOOD, BAD, TWICE))
    assert rules_found == {"batch-line-not-object": 1, "custom-id-duplicate": 1, "batch-max-tokens-zero": 1}
    assert report["files"][0]["requests"] == 3


def test_large_elements_are_read_in_linear_time():
    import time

    def seconds(data: bytes) -> float:
        begin = time.process_time()
        list(Elements(io.BufferedReader(io.BytesIO(data))))
        return time.process_time() - begin

    large = b"[" + json.dumps({"a": "x" * 30_000_000}).encode() + b"]"
    assert seconds(large) < 5
    assert seconds(b"[" + b"{" * 8_000_000) < 5
    assert seconds(b'[{"a":[' + b'"{",' * 1_000_000 + b"1]}]") < 20


def test_a_truncated_zstd_file_is_three(run, tmp_path):
    zstandard = pytest.importorskip("zstandard")
    wild = random.Random(3)
    data = jsonl(*[helper.line(helper.params(), f"{wild.random()}") for _ in range(4000)])
    packed = zstandard.compress(data)
    path = tmp_path / "a.jsonl.zst"
    for share in (5, 2, 1.01):
        path.write_bytes(packed[: int(len(packed) / share)])
        assert run("batch-check", str(path)).returncode == 3
    path.write_bytes(packed + packed)
    _, report = body(run, path.read_bytes())
    assert report["files"][0]["requests"] == 8000
    assert report["files"][0]["bytes"] == 2 * len(data)


@pytest.mark.parametrize(
    "head", [b"\xfd7zXZ\x00", b"BZh91AY", b"\xff\xd8\xff\xe0", b"GIF89a", b"x" * 257 + b"ustar\x0000"]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_known_container_is_three(run, tmp_path, head, pack):
    path = tmp_path / "requests"
    path.write_bytes(pack(head + b"\0" * 600))
    done = run("batch-check", str(path))
    assert done.returncode == 3, done.stdout
    assert "not requests" in done.stderr


def test_a_pattern_without_a_match_does_not_hide_the_others(run, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(jsonl(BAD))
    done = run("batch-check", "zz*.json", str(tmp_path / "a.jsonl"), "--json")
    assert done.returncode == 3
    assert rules(done) == {"batch-max-tokens-zero": 1}


def test_a_line_longer_than_any_request_is_skipped(monkeypatch):
    monkeypatch.setattr(inputs, "LONGEST", 1000)
    monkeypatch.setattr(inputs, "CHUNK", 64)
    data = jsonl(GOOD, b"{" + b'"a": 1,' * 5000, BAD, b" " * 5000, G)
    elements = Elements(io.BufferedReader(io.BytesIO(data)))
    found = list(elements)
    assert found == [(1, GOOD + b"\n"), (2, Passed(35_002)), (3, BAD + b"\n"), (4, Passed(0)), (5, G + b"\n")]
    assert [raw.size for _, raw in found if isinstance(raw, Passed)] == [35_002, 0]
    assert elements.overlong == 1
    assert elements.bytes == len(data)


_MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("packed", [None, "gzip", "zstd"])
def test_memory_does_not_follow_one_huge_line(tmp_path, packed):
    path, size = tmp_path / "huge.jsonl", 300_000_000
    if packed is None:
        with path.open("wb") as file:
            file.truncate(size)
    else:
        maker = (
            partial(gzip.open, compresslevel=1) if packed == "gzip" else pytest.importorskip("zstandard").open
        )
        with maker(path, "wb") as file:
            for _ in range(300):
                file.write(bytes(1_000_000))
    # A process between: what is measured would else begin with the size of the one that starts it.
    words = [
        sys.executable,
        "-c",
        _MEASURED,
        sys.executable,
        "-m",
        "claude_doctor",
        "batch-check",
        str(path),
        "--json",
    ]
    done = subprocess.run(words, capture_output=True, check=False)
    finding = json.loads(done.stdout)["findings"][0]
    assert (done.returncode, finding["rule"], finding["line"]) == (1, "batch-body-too-large", 1)
    assert f"{size:,} bytes" in finding["message"]
    assert int(done.stderr) < 150_000  # kilobytes; the line alone has 300 MB


def test_blank_lines_without_number_are_counted_and_not_kept(run):
    rules_found, report = body(run, GOOD + b"\n" * 50_000 + G + b"\n")
    assert rules_found == {"batch-line-not-object": 49_999}
    assert len(report["findings"]) == 1000
    assert report["findings_truncated"] == 48_999


@pytest.mark.parametrize(
    ("raw", "rule", "words"),
    [
        (
            rb'{"custom_id": "a", "x": "hi \ud83d\ude00"}],}}',
            "batch-line-not-object",
            "column 43: not valid JSON",
        ),
        (rb'{"custom_id": "a", "x": "hi \ud83d"}', "batch-lone-surrogate", "column 29"),
        (rb'{"custom_id": "a", "x": "\ud83d\ude00 \ude00"}', "batch-lone-surrogate", "column 39"),
        (b'{"custom_id": "a", "x": "\xff"}', "batch-line-not-object", "byte 26"),
        ("{}".encode("utf-16"), "batch-line-not-object", "UTF-16"),
    ],
)
def test_what_is_wrong_with_a_line_and_where(raw, rule, words):
    (item,) = helper.kept([raw])
    assert item[3] == rule, item
    assert words in item[6], item


def test_fewer_findings_than_rules_show_the_errors_first():
    lines = [helper.line(helper.params(model="claude-opus-9"), f"w{at}") for at in range(9)]
    lines += [
        helper.line(helper.params(max_tokens=0), "a"),
        helper.line(helper.params(seed=1), "b"),
        helper.line(helper.params(), "b"),
    ]
    batch = helper.checked(lines)
    batch.tally.limit = 2
    assert {item[3] for item in batch.tally.findings()} == {"custom-id-duplicate", "batch-max-tokens-zero"}


def test_what_is_read_once_is_measured_at_once(run, tmp_path):
    spaced = json.dumps(json.loads(GOOD), indent=None, separators=(" , ", " : ")).encode()
    compact = len(b'{"requests":[%s]}' % json.dumps(json.loads(GOOD), separators=(",", ":")).encode())
    _, report = body(run, spaced + b"\n\n")
    assert (report["files"][0]["body_bytes"], report["files"][0]["body_bytes_exact"]) == (compact, True)
    (tmp_path / "a").write_bytes(spaced)
    (item,) = json.loads(run("batch-check", "--json", str(tmp_path / "a")).stdout)["files"]
    assert item["body_bytes"] > compact
    assert item["body_bytes_exact"] is False


@pytest.mark.parametrize("form", [as_object, as_array])
def test_the_body_is_counted_with_its_wrapper_once(run, form):
    data = json.dumps(json.loads(form(GOOD)), separators=(",", ":")).encode()
    _, report = body(run, data)
    whole = len(data) if form is as_object else len(b'{"requests":%s}' % data)
    assert report["files"][0]["body_bytes"] == whole


def test_a_request_too_long_to_be_read_is_too_large(monkeypatch):
    batch = helper.checked([GOOD])
    batch.overlong, batch.bytes = 1, 400_000_000
    before = len(batch.tally.findings())
    batch.finish()
    assert [item[3:5] for item in batch.tally.findings()[before:]] == [("batch-body-too-large", "error")]


def test_what_goes_wrong_in_one_process_ends_both(tmp_path, monkeypatch):
    from claude_doctor.doors.batch_check.engine import halves

    # More findings than a pipe holds, so the second process waits to be read.
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"".join(helper.line(helper.params(max_tokens=0), f"id-{at}") + b"\n" for at in range(8000))
    )
    batch, first = helper.checked([]), os.getpid()
    batch.tally.limit = batch.tally._cap = 100_000
    read = batch.read

    def interrupted(elements):
        if os.getpid() == first:
            raise KeyboardInterrupt
        read(elements)

    monkeypatch.setattr(batch, "read", interrupted)
    with path.open("rb") as stream, pytest.raises(KeyboardInterrupt):
        halves.read(batch, stream, path.stat().st_size)


def test_what_goes_wrong_in_the_second_process_is_an_error_here(tmp_path, monkeypatch):
    from claude_doctor.doors.batch_check.engine import halves

    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(helper.line(helper.params(), f"id-{at}") + b"\n" for at in range(100)))
    batch, first = helper.checked([]), os.getpid()
    read = batch.read

    def broken(elements):
        if os.getpid() != first:
            os._exit(3)
        read(elements)

    monkeypatch.setattr(batch, "read", broken)
    with path.open("rb") as stream, pytest.raises(RuntimeError, match="ended with 3"):
        halves.read(batch, stream, path.stat().st_size)


def test_a_body_is_accepted_exactly_when_it_is_json():
    """One change of a right body: what JSON refuses is seen around the elements or in one of them, what it
    takes is not.
    """
    wild = random.Random(9)
    text = (
        b'{"n": [1, {"a": "]"}], "requests": [{"a": [1, "x,}\\\\"]}, {"b": {}}, "s", 12, null], "z": {"q": '
        b"[]}}"
    )
    for _ in range(20_000):
        at = wild.randrange(22, len(text))
        data = (
            text[:at]
            + wild.choice([b"", b",", b"]", b"}", b'"', b" ", b"{", b"[", b"1", b":", b"\\"])
            + text[at + wild.randrange(2) :]
        )
        elements = Elements(io.BufferedReader(io.BytesIO(data)))
        if elements.form != "object":
            continue
        sound = all(is_json(raw) for _, raw in elements) and not elements.trouble
        assert sound == is_json(data), (data, elements.trouble)


def is_json(data: bytes) -> bool:
    try:
        found = json.loads(data)
    except ValueError:
        return False
    return not isinstance(found, dict) or "requests" not in found or isinstance(found["requests"], list)


def test_requests_over_several_lines_are_one_finding(run, tmp_path):
    path = tmp_path / "a.json"
    ones = [{"custom_id": f"id-{at}", "params": helper.params(max_tokens=at)} for at in (1, 0, 2)]
    path.write_text("\n".join(json.dumps(one, indent=2) for one in ones))
    done = run("batch-check", str(path), "--json")
    assert rules(done) == {"batch-line-not-object": 1, "batch-max-tokens-zero": 1}
    assert json.loads(done.stdout)["files"][0]["requests"] == 3


@pytest.mark.parametrize("text", ['{\n"a": 1}', '{"custom_id": "a",\n', '{\n\n{"custom_id": "a"}', "{}\n{}"])
def test_what_only_looks_like_it_is_read_line_by_line(text):
    elements = Elements(io.BufferedReader(io.BytesIO(text.encode())))
    assert elements.form == "jsonl"
    assert [raw for _, raw in elements] == text.encode().splitlines(keepends=True)


def test_what_is_left_behind_the_last_request_is_not_lost():
    text = b'{\n"custom_id": "a"}\n\n{"custom_id": "b"} x {'
    elements = Elements(io.BufferedReader(io.BytesIO(text)))
    assert elements.form == "spread"
    assert list(elements) == [(1, b'{\n"custom_id": "a"}'), (4, b'{"custom_id": "b"}'), (4, b"x"), (4, b"{")]
