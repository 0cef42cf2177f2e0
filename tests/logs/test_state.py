"""`--state`: runs that go on where the last one stopped, through rotation, give what one run over everything gives;
`--merge` adds states up.
"""

from __future__ import annotations

import gzip
import json
import os
import random

import pytest

from claude_doctor import cli
from tests.logs.test_parts import half_general, indented, repeats


def tail(capsys, *words: object, code: int = 0) -> dict[str, object]:
    assert cli.main(["tail", "--json", *map(str, words)]) == code
    return json.loads(capsys.readouterr().out)


def same(one: dict[str, object], other: dict[str, object]) -> bool:
    """Whether two reports say the same, but for the names of the files."""

    def plain(report):
        kept = {k: v for k, v in report.items() if k not in {"files", "recent", "generated_at", "malformed"}}
        example = report["not_understood"]["example"]
        return kept | {
            "not_understood": example and example["text"],
            "recent": [item["ts"] for item in report["recent"]],
        }

    return plain(one) == plain(other)


@pytest.mark.parametrize("kind", [repeats, half_general, indented], ids=lambda kind: kind.__name__)
def test_runs_go_on_and_count_nothing_twice(tmp_path, capsys, kind):
    chance = random.Random(kind.__name__)
    data = ("\n".join(kind(chance)) + "\n").encode()
    path, state = tmp_path / "app.log", tmp_path / "tail.state"
    at = 0
    while at < len(data):
        at += chance.randrange(1, len(data) // 4)  # mostly in the middle of a line
        path.write_bytes(data[:at])
        found = tail(capsys, path, "--state", state)
    assert same(found, tail(capsys, path))
    assert found["files"] == tail(capsys, path)["files"]
    assert same(tail(capsys, path, "--state", state), found), "nothing new, nothing counted"
    assert oct(state.stat().st_mode & 0o777) == "0o600"
    assert os.listdir(tmp_path) == ["app.log", "tail.state"] or len(os.listdir(tmp_path)) == 2


@pytest.mark.parametrize("way", ["rename", "copy"])
def test_rotation_loses_nothing(tmp_path, capsys, way):
    chance = random.Random(way)
    lines = [json.dumps({"timestamp": f"2026-11-20T04:{at // 60:02}:{at % 60:02}Z", "category": "x",
                         "status_code": 529, "message": f"Overloaded {at}", "request": {"model": "claude-opus-5"},
                         "context": {"request_id": f"req_{at}"}}) + "\n" for at in range(900)]  # fmt: skip
    path, state = tmp_path / "app.log", tmp_path / "tail.state"
    path.touch()
    tail(capsys, path, "--state", state)
    kept = 0
    for at in range(0, 900, 30):
        with path.open("a") as out:
            out.writelines(lines[at : at + 30])
        if chance.random() < 0.3:  # what was written since the last run is in the rotated file
            for number in range(kept, 0, -1):
                os.rename(f"{path}.{number}", f"{path}.{number + 1}")
            kept += 1
            if way == "rename":
                path.rename(f"{path}.1")
            else:
                (tmp_path / "app.log.1").write_bytes(path.read_bytes())
            path.write_text("")
        if chance.random() < 0.6:
            found = tail(capsys, path, "--state", state)
    found = tail(capsys, path, "--state", state)
    assert kept > 3
    assert found["attempts"] == 900


def test_states_made_elsewhere_add_up(tmp_path, capsys):
    chance = random.Random(5)
    paths = []
    for name in ("a", "b", "c"):
        paths.append(tmp_path / f"{name}.log")
        paths[-1].write_text("\n".join(half_general(chance)) + "\n")
        tail(capsys, paths[-1], "--state", tmp_path / f"{name}.state")
    found = tail(capsys, "--merge", *(tmp_path / f"{name}.state" for name in "abc"))
    whole = tail(capsys, *paths)
    assert found == whole | {"generated_at": found.get("generated_at")} or found == whole


def test_packed_files_count_once(tmp_path, capsys):
    path, state = tmp_path / "a.jsonl.gz", tmp_path / "tail.state"
    path.write_bytes(gzip.compress("\n".join(repeats(random.Random(2))).encode()))
    first = tail(capsys, path, "--state", state)
    assert first["attempts"] == tail(capsys, path, "--state", state)["attempts"] > 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["app.log", "--state", "s", "--since", "1h"], "--since"),
        (["app.log", "--state", "s", "-f"], "--follow"),
        (["app.log", "--merge", "--state", "s"], "--state"),
        (["--state", "s"], "standard input"),
    ],
)
def test_what_a_state_cannot_do_is_said(tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.log").write_text("x\n")
    assert cli.main(["tail", *words]) == 2
    assert said in capsys.readouterr().err


def test_no_state_and_other_options_are_refused(tmp_path, capsys):
    path, state, none = tmp_path / "app.log", tmp_path / "s", tmp_path / "none"
    path.write_text("\n".join(repeats(random.Random(1))))
    none.write_bytes(b"\x80\x04N.")
    tail(capsys, path, "--state", state)
    assert cli.main(["tail", str(path), "--state", str(state), "--bucket", "7s"]) == 3
    assert "--bucket" in capsys.readouterr().err
    assert cli.main(["tail", "--merge", str(none)]) == 3
    assert "is no state of tail" in capsys.readouterr().err
    assert none.read_bytes() == b"\x80\x04N."
