"""Real pastes: no set of samples may score less than it did; `benchmarks/corpus_errors.py` shows the misses
of one.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

from claude_doctor import catalogue
from tests.conftest import GIVEN, ROOT

CORPUS = ROOT / "tests" / "corpus"
SETS = {path.stem: path for path in sorted((*CORPUS.glob("errors-*.jsonl"), *GIVEN.glob("errors-*.jsonl")))}
# How many samples of each set are right: raise a number when it is beaten, lower none without a reason in the
# corpus' README.
FLOORS = json.loads((CORPUS / "floors.json").read_text(encoding="utf-8"))
# A folder with further labelled sets, for those who have one.
FURTHER = os.environ.get("DOCTOR_SHARED")


def benchmark():
    spec = importlib.util.spec_from_file_location("corpus_errors", ROOT / "benchmarks" / "corpus_errors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(path: Path) -> list[dict]:
    module = benchmark()
    ids = {heading.id for heading in catalogue.headings()}
    return [module.scored(json.loads(line), ids) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", SETS)
def test_no_set_scores_less_than_it_did(name):
    rows = scores(SETS[name])
    floor = FLOORS[name]
    assert sum(row["top1"] for row in rows) >= floor["top1"], [row for row in rows if not row["top1"]]
    assert sum(row["retryable"] for row in rows) >= floor["retryable"], [
        row for row in rows if not row["retryable"]
    ]
    wrong = [row for row in rows if row["wrong_claim"]]
    assert len(wrong) <= floor["wrong_claims"], wrong
    assert [row["id"] for row in rows if row["claimed"]] == []


def test_every_floor_has_its_set():
    assert set(FLOORS) == set(SETS)


def test_further_samples_are_read():
    if not FURTHER:
        pytest.skip("DOCTOR_SHARED names no folder of further samples")
    for path in sorted((Path(FURTHER) / "corpus").glob("errors-*.jsonl")):
        assert [row["id"] for row in scores(path) if row["claimed"]] == []
