"""The state of a model follows from the day it is asked for, and every door asks the same function."""

from __future__ import annotations

import json

import pytest

from claude_doctor.doors.explain.command import explain
from claude_doctor.facts import models
from tests.batch import helper

SONNET, OPUS = "claude-sonnet-4-5-20250929", "claude-opus-4-5-20251101"
SPELLINGS = [
    "claude-sonnet-4-5",
    SONNET,
    "anthropic/claude-sonnet-4-5",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
    "claude-sonnet-4-5@20250929",
    "publishers/anthropic/models/claude-sonnet-4-5@20250929",
    "claude-sonnet-4-5@default",
    "claude-sonnet-4-5[1m]",
    "Claude-Sonnet-4-5",
]


@pytest.mark.parametrize("name", SPELLINGS)
def test_any_spelling_is_found(name):
    found = models.state(name, "2026-11-29")
    assert (found.id, found.state, found.days_left, found.replacement) == (
        SONNET,
        "deprecated",
        1,
        "claude-sonnet-5-5",
    )
    assert found.plain == (name in {"claude-sonnet-4-5", SONNET})


@pytest.mark.parametrize(
    "name",
    ["", "claude-sonnet-4.5", "claude-sonnet-4-5-20250101", "gpt-5", "claude-", "claude-sonnet-4-5" * 40],
)
def test_what_is_no_model_is_unknown(name):
    assert models.state(name, "2026-11-30") is None


def test_the_second_version_of_a_model_is_found_in_both_spellings_of_the_clouds():
    for name in ("claude-3-5-sonnet-v2@20241022", "anthropic.claude-3-5-sonnet-20241022-v2:0"):
        assert models.state(name, "2026-11-30").id == "claude-3-5-sonnet-20241022"


@pytest.mark.parametrize(
    ("name", "today", "state", "left"),
    [
        (SONNET, "2026-09-29", "active", 62),
        (SONNET, "2026-09-30", "deprecated", 61),
        (SONNET, "2026-11-30", "retired", 0),
        (SONNET, "2027-03-01", "retired", -91),
        (OPUS, "2026-11-22", "active", 61),
        (OPUS, "2026-11-23", "deprecated", 60),
        (OPUS, "2027-01-21", "deprecated", 1),
        (OPUS, "2027-01-22", "retired", 0),
        ("claude-opus-4-1", "2026-07-01", "deprecated", 35),
        ("claude-opus-4-1", "2026-11-30", "retired", -117),
        ("claude-haiku-4-5", "2030-01-01", "active", None),  # "not sooner than" is no day
        ("claude-mythos-preview", "2026-11-30", "deprecated", -153),  # it outlived its day
    ],
)
def test_the_state_follows_the_day(name, today, state, left):
    found = models.state(name, today)
    assert (found.state, found.days_left) == (state, left)


def test_the_warning_begins_sixty_days_before():
    assert [models.state(OPUS, day).near for day in ("2026-11-22", "2026-11-23", "2027-01-22")] == [
        False,
        True,
        False,
    ]


def test_every_record_is_whole():
    for item in models.data()["models"]:
        found = models.state(item["id"], models.as_of())
        assert found.state == item["state"] or item["id"] == SONNET, item[
            "id"
        ]  # which ended on the day the file was read
        assert found.replacement is None or models.state(found.replacement, models.as_of()), item["id"]


@pytest.mark.parametrize(
    ("model", "today", "page"),
    [
        ("claude-sonnet-4-5", "2026-11-29", "model_not_found"),
        ("claude-sonnet-4-5", "2026-11-30", "model_retired"),
        ("claude-opus-4-5", "2026-11-30", "model_not_found"),
        ("claude-opus-4-5", "2027-01-22", "model_retired"),
        ("claude-sonet-4-5", "2027-01-22", "model_not_found"),
    ],
)
def test_explain_decides_by_the_day(model, today, page):
    text = json.dumps({"type": "error", "error": {"type": "not_found_error", "message": f"model: {model}"}})
    best = explain(text, today=today).main.diagnoses[0]
    assert best.entry.id == page
    if page == "model_retired":
        assert models.state(model, today).replacement in best.notes[0]


@pytest.mark.parametrize(
    ("model", "today", "rule", "severity"),
    [
        ("claude-sonnet-4-5", "2026-11-29", "model-deprecated", "warning"),
        ("claude-sonnet-4-5", "2026-11-30", "model-retired", "error"),
        ("claude-opus-4-5", "2026-11-22", None, None),
        ("claude-opus-4-5", "2026-11-30", "model-deprecated", "warning"),
        ("claude-opus-4-5-20251101", "2027-02-01", "model-retired", "error"),
    ],
)
def test_batch_check_decides_by_the_day(model, today, rule, severity):
    found = [
        one
        for one in helper.kept([helper.line(helper.params(model=model))], today=today)
        if one[3].startswith("model-")
    ]
    assert [one[3:5] for one in found] == ([(rule, severity)] if rule else [])
    if rule:
        assert found[0][7] == f"Use {models.state(model, today).replacement}."


def test_a_cloud_id_of_a_retired_model_is_not_answered_with_the_retired_id():
    one = helper.kept(
        [helper.line(helper.params(model="us.anthropic.claude-sonnet-4-5-20250929-v1:0"))], today="2026-12-01"
    )[0]
    assert (one[3], "use claude-sonnet-5-5" in one[7]) == ("model-not-claude-api-id", True)
