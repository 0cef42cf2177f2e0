"""Requests modelled on public examples: what is valid gives no error, what is not gives one, where it
belongs.
"""

from __future__ import annotations

import importlib.util
import json

import pytest

from tests.conftest import ROOT

SETS = {
    name: [
        json.loads(line)
        for line in (ROOT / "tests" / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for name in ("batch-more", "batch-third")
}


def benchmark():
    spec = importlib.util.spec_from_file_location("corpus_batch", ROOT / "benchmarks" / "corpus_batch.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "count"), [("batch-more", 483), ("batch-third", 174)])
def test_a_valid_request_gives_no_error(name, count):
    scored = [benchmark().scored(row) for row in SETS[name] if row["expect"] is None]
    assert len(scored) == count
    assert [row for row in scored if row["false"]] == []


@pytest.mark.parametrize(("name", "count"), [("batch-more", 242), ("batch-third", 199)])
def test_a_violation_is_found_under_its_rule_at_its_place_and_nothing_else_is(name, count):
    scored = [benchmark().scored(row) for row in SETS[name] if row["expect"]]
    assert len(scored) == count
    assert [row for row in scored if not row["place"] or row["second"]] == []


def test_a_wrong_label_is_not_taken_for_right():
    module = benchmark()
    row = next(row for row in SETS["batch-more"] if row["id"] == "b465")
    assert module.scored(row)["place"]
    assert not module.scored({**row, "expect": {**row["expect"], "path": "params.model"}})["place"]
    assert not module.scored({**row, "expect": {**row["expect"], "rule": "batch-speed"}})["rule"]
    assert module.scored({**row, "expect": None})["false"]
