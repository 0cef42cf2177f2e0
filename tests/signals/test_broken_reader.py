"""A reader of ours that raises is named once and hides nothing: the others read on."""

from __future__ import annotations

import json

import pytest

from claude_doctor import cli, diagnose, signals
from tests.health.lab import secret

BODY = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'


@pytest.fixture
def broken(monkeypatch):
    """Make the reader that is asked first raise, quoting what it reads."""
    signals.read("529")  # loads them
    name, reader = signals._readers[0]

    def read(text):
        raise KeyError(text)

    monkeypatch.setattr(reader, "read", read)
    return name


def test_explain_names_it_and_answers(broken, capsys):
    code = cli.main(["explain", "--json", f"{secret.KEY} {BODY}"])
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert report["diagnoses"][0]["id"] == "overloaded_529"
    (fault,) = report["faults_of_ours"]
    assert fault["member"] == broken
    assert fault["error"].startswith("KeyError (test_broken_reader.py, line ")
    assert code == 4
    assert err == (
        f"claude-doctor: the reader {broken} broke: {fault['error']} (a fault of claude-doctor; the "
        "others read on)\n"
    )
    assert secret.KEY not in out


def test_nothing_recognised_is_still_1(broken):
    assert cli.main(["explain", "the quick brown fox jumps over the lazy dog, twice"]) == 1


def test_an_application_gets_its_diagnosis(broken):
    found = diagnose(f"x {BODY}")
    assert found is not None
    assert found.entry.id == "overloaded_529"


def test_tail_names_it_too(broken, capsys, tmp_path):
    path = tmp_path / "a.log"
    path.write_text(
        "litellm.InternalServerError: AnthropicException - Error code: 529 and " + BODY + "\n",
        encoding="utf-8",
    )
    code = cli.main(["tail", "--json", "--fail-on", "error", str(path)])
    out, err = capsys.readouterr()
    assert code == 1
    assert [fault["member"] for fault in json.loads(out)["faults_of_ours"]] == [broken]
    assert err.count(" broke: ") == 1


def test_without_a_fault_none_is_named(capsys):
    assert cli.main(["explain", "--json", BODY]) == 0
    out, err = capsys.readouterr()
    assert "faults_of_ours" not in json.loads(out)
    assert err == ""
