"""Every kind of secret in every place: none is left by the mask, and none by a command in any format."""

from __future__ import annotations

import json

import pytest

from claude_doctor.base import mask, secret_kinds
from claude_doctor.base.text import clean
from claude_doctor.doors.explain import command
from tests.catalogue.test_corpus import SETS
from tests.secrets import kinds, places, runs

KNOWN, UNKNOWN = kinds.known(1), kinds.unknown(1)
PASTES = [
    json.loads(line)["text"]
    for path in SETS.values()
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("place", runs.EVERYWHERE)
def test_known_kinds_leave_nothing_anywhere(place):
    left = {
        kind: piece
        for kind, (secret, made) in KNOWN.items()
        if (piece := places.left(mask.masked(clean(runs.EVERYWHERE[place](secret))), made))
    }
    assert left == {}


def test_unknown_kinds_beside_a_telling_name_leave_at_most_one_in_a_hundred():
    tries = [
        (kind, place, runs.TELLING[place](secret), made)
        for place in runs.TELLING
        for kind, (secret, made) in UNKNOWN.items()
    ]
    left = [(kind, place) for kind, place, text, made in tries if places.left(mask.masked(clean(text)), made)]
    assert len(left) * 100 <= len(tries), left


@pytest.mark.parametrize("place", runs.EVERYWHERE)
def test_masking_twice_is_masking_once(place):
    for secret, _ in (*KNOWN.values(), *UNKNOWN.values()):
        once = mask.free_masked(clean(runs.EVERYWHERE[place](secret)))
        assert mask.free_masked(once) == once


def test_no_command_shows_a_secret_in_any_format(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUDE_DOCTOR_CONFIG", "off")
    known, known_left, unknown_left, _ = runs.run(1, 150, tmp_path)
    assert known_left == []
    assert len(unknown_left) * 50 <= 150 - known  # of so few one may be


def _answers(text):
    report = command.explain(text)
    return [found.entry.id for found in report.main.diagnoses], [
        found.entry.id for one in report.also for found in one.diagnoses
    ]


def test_masking_changes_no_diagnosis(monkeypatch):
    shown = [_answers(text) for text in PASTES[::3]]
    monkeypatch.setattr(mask, "free_masked", lambda text: text)
    assert [_answers(text) for text in PASTES[::3]] == shown


def test_the_net_takes_at_most_one_paste_in_two_hundred_a_word():
    caught = [text for text in PASTES if mask.free_masked(cleaned := mask.masked(clean(text))) != cleaned]
    assert len(caught) * 200 <= len(PASTES), caught


@pytest.mark.parametrize(
    "text",
    [
        "request_id req_011CSHoEeqs5C35K2UUqR7Fy and msgbatch_013Zva2CMHLNnXjNJJKqJ2EF",
        "trace 7c1d9e42-3b5a-4f60-8e21-5d0c9a7b6f13",
        '"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"',
        "/home/u/.cache/pip/f9098f452f46fb072a6000b772166f349ffe27da/anthropic-2.14.0-py3-none-any.whl",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0 and claude-opus-4-5-20251101",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
        "sha256:5ded7c7f1418704c5f0774024b9bcf30ddade3035ded7c7f1418704c5f077402",
        "messages.0.content.1.tool_use.input_schema.properties.additionalProperties2",
        "2026-11-30T12:00:00.123456789+00:00 context-management-2025-06-27 AnthropicBedrockMantle2Client",
        "pydantic_core-2.14.5-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64",
    ],
)
def test_what_is_random_and_no_secret_stays_in_free_text(text):
    assert mask.free_masked(text) == text


@pytest.mark.parametrize(
    "secret",
    ["aB3dE5gH7jK9mN1pQ3sT5vW7", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX4MPL"],
)
def test_a_token_of_no_known_kind_is_masked_in_free_text_alone(secret):
    assert mask.free_masked(f"the value {secret} was refused") == "the value *** was refused"
    assert mask.masked(f"the value {secret} was refused") == f"the value {secret} was refused"


def test_the_list_says_when_it_was_read():
    assert secret_kinds.READ > "2026-11-01"
    assert secret_kinds.SOURCE.startswith("https://")
    assert len(secret_kinds.rows()) >= 80
    assert all(
        prefix in {one for row in secret_kinds.rows() for one in row[0]}
        for prefix in ("glrt-", "whsec_", "SG.")
    )


@pytest.mark.parametrize(
    "unit",
    [
        "key: ",
        "token=a",
        "key\\n",
        "x-api-key: a1B2c3D4e5F6g7H8 ",
        "glrt-aB1cD2eF3gH4iJ5kL6 ",
        "key'+\n'",
        "a1B2c3D4e5F6g7H8i9J0k",
        "\u00ad",
        "\\u200b",
        "sk-a \u2026",
    ],
)
def test_time_is_linear_in_what_is_pumped(unit):
    import time

    def seconds(size):
        text = unit * (size // len(unit))
        began = time.process_time()
        mask.free_masked(text)
        return time.process_time() - began

    small = max(min(seconds(20_000) for _ in range(3)), 0.001)
    assert min(seconds(320_000) for _ in range(2)) <= 40 * small
