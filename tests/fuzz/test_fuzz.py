"""A sample of the fuzzing, and every input that once found something."""

from __future__ import annotations

import random

import pytest

from tests.fuzz import pump, run, seeds
from tests.growth import WORST

KEPT = sorted(path.name for path in seeds.KEPT.glob("*-*")) if seeds.KEPT.is_dir() else []
COUNTS = {"paste": 150, "log": 2000, "batch": 400}


@pytest.mark.parametrize("kind", run.SEEDS)
def test_mutated_inputs_break_nothing(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    chance, known = random.Random(11), run.SEEDS[kind]()
    done = 0
    while done < COUNTS[kind]:
        pieces, found = run.once(kind, chance, known)
        done += pieces
        assert not found


@pytest.mark.parametrize("name", KEPT)
def test_what_once_broke_something_does_not(name):
    text = (seeds.KEPT / name).read_bytes().decode("utf-8", "replace")
    run.target(name.partition("-")[0])([text])


@pytest.mark.parametrize("case", random.Random(5).sample(sorted(pump.cases()), 60), ids=repr)
def test_repeated_pieces_cost_no_more_than_they_are(case):
    assert pump.growth(case, 2000) <= WORST
