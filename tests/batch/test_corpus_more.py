"""Requests modelled on public examples: what is valid gives no error, what is not gives one, where it belongs."""

from __future__ import annotations

import importlib.util
import json

from tests.conftest import ROOT

ROWS = [json.loads(line) for line in (ROOT / "tests" / "corpus" / "batch-more.jsonl").read_text(encoding="utf-8").splitlines()]


def benchmark():
    spec = importlib.util.spec_from_file_location("corpus_batch", ROOT / "benchmarks" / "corpus_batch.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_valid_request_gives_no_error():
    scored = [benchmark().scored(row) for row in ROWS if row["expect"] is None]
    assert len(scored) == 483
    assert [row for row in scored if row["false"]] == []


def test_a_violation_is_found_under_its_rule_at_its_place_and_nothing_else_is():
    scored = [benchmark().scored(row) for row in ROWS if row["expect"]]
    assert len(scored) == 242
    assert [row for row in scored if not row["place"] or row["second"]] == []


def test_a_wrong_label_is_not_taken_for_right():
    module = benchmark()
    row = next(row for row in ROWS if row["id"] == "b465")
    assert module.scored(row)["place"]
    assert not module.scored({**row, "expect": {**row["expect"], "path": "params.model"}})["place"]
    assert not module.scored({**row, "expect": {**row["expect"], "rule": "batch-speed"}})["rule"]
    assert module.scored({**row, "expect": None})["false"]
