"""Payloads through every door and format: nothing of them acts. All of them run in `.ci/soak`."""

from __future__ import annotations

import random

import pytest

from tests.payloads import acting, kinds, runs


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch):
    monkeypatch.setenv("CLAUDE_DOCTOR_CONFIG", "off")


def test_no_payload_acts_in_any_format(tmp_path):
    sample = random.Random(7).sample(sorted(runs.cases()), 300)
    assert [(case, found) for case in sample if (found := runs.acts(*case, tmp_path))] == []


@pytest.mark.parametrize("name", ["bare", "colour", "azure", "U+200D", "script", "image", "mention"])
def test_the_judge_sees_what_acts(name):
    payload = kinds.ALL[name]
    assert acting.found("markdown", payload)


def test_every_kind_of_payload_is_there():
    assert len(kinds.ALL) >= 73
