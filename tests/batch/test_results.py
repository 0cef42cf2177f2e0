"""`--results`: what became of a batch, joined to its requests, and what is worth sending again."""

from __future__ import annotations

import gzip
import json
import os
import stat

import pytest

from claude_doctor.doors.batch_check.results import run as joining
from tests.batch import helper, life


def report(run, folder, *words, code=1):
    done = run(
        "batch-check",
        str(folder / "requests.jsonl"),
        "--results",
        str(folder / "results.jsonl"),
        "--json",
        *words,
    )
    assert done.returncode == code, done
    return json.loads(done.stdout)["results"]


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize(("count", "seed"), [(10_000, 1), (500, 2), (500, 3)])
def test_generated_results_count_equal_to_their_key(run, tmp_path, shuffled, count, seed):
    key = life.made(tmp_path, count, seed, shuffled)
    again = tmp_path / "again.jsonl"
    found = report(run, tmp_path, "--retry-file", str(again))
    life.compare(found, key)
    asked = {
        json.loads(line)["custom_id"]: line
        for line in (tmp_path / "requests.jsonl").read_bytes().splitlines()
    }
    assert again.read_bytes().splitlines() == [asked[custom_id] for custom_id in key["again"]]
    assert found["retry_file"] == {"path": str(again), "requests": len(key["again"])}
    assert stat.S_IMODE(os.stat(again).st_mode) == 0o600


def test_what_is_in_order_needs_no_index(tmp_path, monkeypatch):
    life.made(tmp_path, 300, 5, shuffled=False)
    monkeypatch.setattr(joining.join, "by_index", None)
    assert (
        joining.joined([str(tmp_path / "requests.jsonl")], [str(tmp_path / "results.jsonl")], "").requests
        == 300
    )


def test_several_files_of_results_packed_ones_too(run, tmp_path):
    key = life.made(tmp_path, 400, 7, shuffled=True)
    lines = (tmp_path / "results.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "results.jsonl").write_bytes(b"".join(lines[:150]))
    with gzip.open(tmp_path / "b.jsonl.gz", "wb") as out:
        out.write(b"".join(lines[150:]))
    life.compare(report(run, tmp_path, "--results", str(tmp_path / "b.jsonl.gz")), key)


GOOD = {
    "type": "succeeded",
    "message": {"stop_reason": "end_turn", "usage": {"input_tokens": 3, "output_tokens": 4}},
}


def small(tmp_path, results, requests=("a", "b")):
    (tmp_path / "requests.jsonl").write_bytes(
        b"".join(helper.line(helper.params(), name) + b"\n" for name in requests)
    )
    lines = [
        item if isinstance(item, str) else json.dumps({"custom_id": item[0], "result": item[1]})
        for item in results
    ]
    (tmp_path / "results.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("results", "words", "code"),
    [
        ([("a", GOOD), ("b", GOOD)], (), 0),
        ([("b", GOOD), ("a", GOOD)], (), 0),
        ([("a", GOOD)], (), 1),
        ([("a", GOOD)], ("--fail-on", "never"), 0),
        ([("a", GOOD), ("b", {"type": "expired"})], (), 1),
        ([("a", GOOD), ("b", GOOD), ("c", GOOD)], (), 1),
        ([("a", GOOD), ("b", {**GOOD, "message": {"stop_reason": "max_tokens"}})], (), 0),
        (
            [("a", GOOD), ("b", {**GOOD, "message": {"stop_reason": "max_tokens"}})],
            ("--fail-on", "warning"),
            1,
        ),
        ([("a", GOOD), ("b", GOOD), "half a li"], ("--fail-on", "warning"), 1),
    ],
)
def test_exit_codes(run, tmp_path, results, words, code):
    small(tmp_path, results)
    report(run, tmp_path, *words, code=code)


def test_a_cause_names_its_page_and_its_fix(run, tmp_path):
    error = {
        "type": "error",
        "error": {
            "type": "invalid_request_error",
            "message": "max_tokens: 900000 > 128000, which is the maximum allowed",
        },
    }
    small(
        tmp_path,
        [
            ("b", {"type": "errored", "error": error}),
            ("a", {"type": "errored", "error": {"type": "api_error", "message": "x"}}),
        ],
    )
    causes = {one["type"]: one for one in report(run, tmp_path)["causes"]}
    wrong, theirs = causes["invalid_request_error"], causes["api_error"]
    assert (wrong["diagnosis"], wrong["retry"], wrong["custom_ids"]) == (
        "max_tokens_over_model_limit",
        "after_fix",
        ["b"],
    )
    assert wrong["fix"]
    assert (theirs["retry"], theirs["fix"]) == ("unchanged", None)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_are_told_the_same(run, tmp_path, form):
    key = life.made(tmp_path, 300, 9, shuffled=True)
    done = run(
        "batch-check",
        str(tmp_path / "requests.jsonl"),
        "--results",
        str(tmp_path / "results.jsonl"),
        "--format",
        form,
    )
    text = " ".join(done.stdout.replace("\\", "").split())
    good = key["details"]["end_turn"] + key["details"]["tool_use"]
    assert f"{good} of 300 requests have an answer to use" in text
    assert f"{key['details']['api_error']} errored, api" in text
    assert f"{key['missing']} have no result" in text
    assert "tokens:" in text


def test_nothing_is_overwritten_and_no_input_is(run, tmp_path):
    small(tmp_path, [("a", GOOD), ("b", {"type": "expired"})])
    for name in ("requests.jsonl", "results.jsonl"):
        before = (tmp_path / name).read_bytes()
        assert "is an input" in report_error(run, tmp_path, str(tmp_path / name), "--force")
        assert (tmp_path / name).read_bytes() == before
    (tmp_path / "old").write_bytes(b"mine")
    assert "--force" in report_error(run, tmp_path, str(tmp_path / "old"))
    report(run, tmp_path, "--retry-file", str(tmp_path / "old"), "--force")
    assert json.loads((tmp_path / "old").read_bytes())["custom_id"] == "b"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "requests.jsonl", "results.jsonl"]


def report_error(run, tmp_path, retry, *words):
    results = str(tmp_path / "results.jsonl")
    done = run(
        "batch-check", str(tmp_path / "requests.jsonl"), "--results", results, "--retry-file", retry, *words
    )
    assert done.returncode == 2, done
    return done.stderr


@pytest.mark.parametrize("words", [("--retry-file", "x"), ("--results", "r.jsonl")])
def test_what_does_not_go_together(run, words):
    assert run("batch-check", *words, stdin=helper.line(helper.params())).returncode == 2


def test_results_that_are_not_there(run, tmp_path):
    small(tmp_path, [])
    done = run("batch-check", str(tmp_path / "requests.jsonl"), "--results", str(tmp_path / "none.jsonl"))
    assert done.returncode == 3, done


def test_a_secret_in_an_id_is_masked(run, tmp_path):
    secret = "sk-ant-api03-" + "a1B2" * 20
    small(tmp_path, [("a", GOOD), (secret, GOOD)])
    done = run("batch-check", str(tmp_path / "requests.jsonl"), "--results", str(tmp_path / "results.jsonl"))
    assert secret not in done.stdout


def test_requests_over_several_lines_go_again_on_one(run, tmp_path):
    requests = [{"custom_id": name, "params": helper.params()} for name in ("a", "b")]
    (tmp_path / "requests.jsonl").write_text(json.dumps({"requests": requests}, indent=2), encoding="utf-8")
    (tmp_path / "results.jsonl").write_text(
        '{"custom_id": "b", "result": {"type": "expired"}}\n', encoding="utf-8"
    )
    report(run, tmp_path, "--retry-file", str(tmp_path / "again"))
    assert [json.loads(line) for line in (tmp_path / "again").read_text().splitlines()] == [requests[1]]
