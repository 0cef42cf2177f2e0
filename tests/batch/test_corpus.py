"""The labelled samples: what must pass gives no error, what breaks one rule is found under it and under no
other.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch import helper
from tests.conftest import GIVEN

CORPUS = GIVEN / "batch"
VALID = sorted((CORPUS / "valid").glob("*.json"))
INVALID = sorted((CORPUS / "invalid").glob("*.json"))


def sample(path: Path) -> tuple[dict, list]:
    data = json.loads(path.read_text(encoding="utf-8"))
    lines = data.get("batch_lines")
    raw = (
        [line.encode("utf-8", "surrogatepass") for line in lines] if lines else [helper.line(data["params"])]
    )
    return data, helper.kept(raw, version=data["anthropic_version"], betas=tuple(data["betas"]))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_request_gives_no_error(path):
    _, found = sample(path)
    assert [item[3:7] for item in found if item[4] == "error"] == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_violation_is_found_under_its_rule_and_nothing_else_is(path):
    data, found = sample(path)
    assert data["violates"] in {item[3] for item in found}, found
    assert {item[3] for item in found if item[4] == "error"} <= {data["violates"]}, found
    if data["severity"] == "warning":
        assert not [item for item in found if item[4] == "error"], found
