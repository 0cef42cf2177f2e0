"""The Python that batch pages show works on files: parts below both limits, and the expired requests once
more.
"""

from __future__ import annotations

import json

import pytest

from claude_doctor import catalogue


def lines_of(folder, pattern: str) -> list[list[str]]:
    return [
        path.read_text(encoding="utf-8").splitlines(keepends=True) for path in sorted(folder.glob(pattern))
    ]


@pytest.mark.parametrize(
    ("most", "room", "parts"),
    [(3, 10_000, [3, 3, 1]), (100, 70, [2, 2, 2, 1]), (100, 5, [1] * 7), (100, 10_000, [7])],
)
def test_splitting_minds_both_limits_and_loses_nothing(tmp_path, monkeypatch, most, room, parts):
    monkeypatch.chdir(tmp_path)
    rows = [json.dumps({"custom_id": f"r{at}", "params": {}}) + "\n" for at in range(7)]
    (tmp_path / "requests.jsonl").write_text("".join(rows), encoding="utf-8")
    found = catalogue.find("batch_too_many_requests")
    assert found is not None
    assert "100_000" in found.python
    assert "250_000_000" in found.python
    exec(
        compile(found.python.replace("100_000", str(most)).replace("250_000_000", str(room)), "page", "exec"),
        {},
    )
    written = lines_of(tmp_path, "part-*.jsonl")
    assert [len(part) for part in written] == parts
    assert [row for part in written for row in part] == rows


def test_expired_requests_are_taken_out_of_ones_own_file(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    rows = [json.dumps({"custom_id": f"r{at}", "params": {}}) + "\n" for at in range(4)]
    (tmp_path / "requests.jsonl").write_text("".join(rows), encoding="utf-8")
    kinds = ("expired", "succeeded", "errored", "expired")
    answers = [
        json.dumps({"custom_id": f"r{at}", "result": {"type": kind}}) + "\n" for at, kind in enumerate(kinds)
    ]
    (tmp_path / "results.jsonl").write_text("".join(reversed(answers)), encoding="utf-8")
    found = catalogue.find("batch_item_expired")
    assert found is not None
    exec(compile(found.python, "page", "exec"), {})
    assert lines_of(tmp_path, "again.jsonl") == [[rows[0], rows[3]]]
    assert "2 requests" in capsys.readouterr().out
