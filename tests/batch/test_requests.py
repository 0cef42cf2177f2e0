"""Several hundred requests modelled on the features and combinations of official examples and SDK
test-suites, labelled before any run.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch import helper

REQUESTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "requests.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    "number", range(len(REQUESTS)), ids=lambda number: f"{number}-{REQUESTS[number]['why']}"
)
def test_a_labelled_request(number):
    request = REQUESTS[number]
    found = helper.errors(request["params"], version=request["version"], betas=tuple(request["betas"]))
    assert {rule for rule, _ in found} == ({request["label"]} if request["label"] != "ok" else set()), found
