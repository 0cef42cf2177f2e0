"""A rule that breaks is named once and hides nothing: the other rules, and the rule itself in other requests,
go on.
"""

from __future__ import annotations

import json

import pytest

from claude_doctor import cli
from claude_doctor.doors.batch_check.engine import walk
from claude_doctor.doors.batch_check.rules import stop_sequences
from tests.batch import helper

SECRET = "sk-ant-api03-" + "x" * 40
BAD = {"max_tokens": 0, "stop_sequences": [" ", "boom"]}


@pytest.fixture
def broken(monkeypatch):
    """Make every check of one rule module raise where a stop sequence says so."""
    found = [name for name, item in vars(stop_sequences).items() if hasattr(item, "marked")]
    for name in found:
        real = getattr(stop_sequences, name)

        def breaks(value, place, request, real=real, secret=SECRET):
            if "boom" in value:
                raise KeyError(secret)
            real(value, place, request)

        # As if it stood in the module: what a traceback shows.
        code = breaks.__code__.replace(co_filename=stop_sequences.__file__)
        made = type(breaks)(code, vars(stop_sequences), name, breaks.__defaults__, breaks.__closure__)
        made.marked = real.marked
        made.__module__ = stop_sequences.__name__
        monkeypatch.setattr(stop_sequences, name, made)


def run(capsys, tmp_path, *requests, words=()):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"".join(helper.line(helper.params(**one), f"r{at}") + b"\n" for at, one in enumerate(requests))
    )
    code = cli.main(["batch-check", str(path), "--json", *words])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_it_is_named_once_and_the_others_go_on(broken, capsys, tmp_path):
    code, report, err = run(capsys, tmp_path, BAD, BAD, {"stop_sequences": [" "]}, {"max_tokens": 0})
    assert code == 1
    assert report["summary"]["by_rule"] == {"batch-max-tokens-zero": 3, "stop-sequence-whitespace": 1}
    assert [fault["member"] for fault in report["faults_of_ours"]] == ["stop_sequences"]
    assert report["faults_of_ours"][0]["error"].startswith("KeyError (stop_sequences.py, line ")
    assert err.count("stop_sequences broke") == 1
    assert SECRET not in err + json.dumps(report)
    assert report["files"][0]["requests"] == 4


def test_the_code_is_4_where_nothing_else_is_wrong(broken, capsys, tmp_path):
    assert run(capsys, tmp_path, {"stop_sequences": ["boom"]})[0] == 4
    assert run(capsys, tmp_path, BAD, words=["--exit-zero"])[0] == 4
    code, report, err = run(capsys, tmp_path, {"stop_sequences": ["fine"]})
    assert (code, report["faults_of_ours"], err) == (0, [], "")


def test_a_request_that_lost_something_is_checked_too(broken, capsys, tmp_path):
    code, report, _ = run(capsys, tmp_path, {**BAD, "sytem": "a", "temperature": "hot"})
    assert code == 1
    assert {"batch-max-tokens-zero", "params-unknown-field"} <= set(report["summary"]["by_rule"])
    assert [fault["member"] for fault in report["faults_of_ours"]] == ["stop_sequences"]


def test_an_error_of_the_walk_itself_is_no_rule_s(monkeypatch, capsys, tmp_path):
    def breaks(*_given):
        raise KeyError("x")

    monkeypatch.setattr(walk, "call", breaks)
    path = tmp_path / "a.jsonl"
    path.write_bytes(helper.line(helper.params(max_tokens=0)) + b"\n")
    assert cli.main(["batch-check", str(path)]) == 4
    assert "internal error" in capsys.readouterr().err
