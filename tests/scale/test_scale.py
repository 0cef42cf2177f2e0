"""The three public functions: parts, partials and merges over an executor give the report of the command."""

from __future__ import annotations

import json
import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from claude_doctor import cli, scale
from claude_doctor.base.errors import InputError
from claude_doctor.doors.tail.counting import parts as _parts
from tests.logs.test_parts import half_general


def test_over_an_executor_it_is_the_report_of_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(_parts, "LEAST", 1000)
    paths = [tmp_path / "a.log", tmp_path / "b.log"]
    for path in paths:
        path.write_text("\n".join(half_general(random.Random(path.name))) + "\n")
    found = scale.parts(paths, 30_000)
    assert len(found) > 4
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        sums = list(pool.map(scale.partial, found))
    total = scale.merge(scale.merge(*sums[:2]), scale.merge(*sums[2:]))
    assert cli.main(["tail", "--json", *map(str, paths)]) == 0
    expected = json.loads(capsys.readouterr().out)
    found = json.loads(json.dumps(scale.report(total)))
    assert found == {name: expected[name] for name in found}


def test_what_cannot_be_used_is_said(tmp_path):
    with pytest.raises(InputError):
        scale.merge(b"nothing")
    with pytest.raises(ValueError, match="byte"):
        scale.parts([tmp_path], 0)
