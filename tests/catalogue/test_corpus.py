"""Real pastes: the floor under the figures of `benchmarks/corpus_errors.py`."""

from __future__ import annotations

import importlib.util
import json

import pytest

from claude_doctor import catalogue
from tests.conftest import ROOT, SHARED

SETS = {
    "dev": SHARED / "corpus" / "errors-dev.jsonl",
    "more": ROOT / "tests" / "corpus" / "errors-more.jsonl",
    "third": ROOT / "tests" / "corpus" / "errors-third.jsonl",
    "fourth": ROOT / "tests" / "corpus" / "errors-fourth.jsonl",
    "fifth": ROOT / "tests" / "corpus" / "errors-fifth.jsonl",
    "sixth": ROOT / "tests" / "corpus" / "errors-sixth.jsonl",
}


def benchmark():
    spec = importlib.util.spec_from_file_location("corpus_errors", ROOT / "benchmarks" / "corpus_errors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SETS)
def test_real_pastes(name):
    if not SETS[name].exists():
        pytest.skip(f"{SETS[name].name} is not beside this checkout")
    module = benchmark()
    ids = {heading.id for heading in catalogue.headings()}
    rows = [module.scored(json.loads(line), ids) for line in SETS[name].read_text(encoding="utf-8").splitlines()]
    assert sum(row["top1"] for row in rows) >= 0.97 * len(rows), [row for row in rows if not row["top1"]]
    assert sum(row["retryable"] for row in rows) >= 0.97 * len(rows)
    assert [row["id"] for row in rows if row["claimed"]] == []
    certain = [row for row in rows if row["confidence"] == "certain"]
    assert all(row["top1"] for row in certain), [row for row in certain if not row["top1"]]
