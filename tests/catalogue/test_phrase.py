"""Phrases: literals with gaps and numbers, found in linear time."""

from __future__ import annotations

import time

import pytest

from claude_doctor.base.text import squeeze
from claude_doctor.catalogue import letters, pages
from claude_doctor.catalogue import phrase as _phrase
from tests.conftest import PAGES

GIVEN = [
    match["message"]
    for _, matches in pages.read_entries(str(PAGES))[0]
    for match in matches
    if "message" in match
]
ALL = [words for words in GIVEN if not letters.is_other(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        (
            "prompt is too long: # tokens > # maximum",
            "Prompt is too long: 208,656 tokens > 200000 maximum!",
            True,
        ),
        ("prompt is too long: # tokens", "prompt is too long: many tokens", False),
        ("messages.#.content.#: bad", "messages.12.content.0: bad", True),
        ("a cat ... a dog", "a cat saw a\ndog", True),
        ("a cat ... a dog", "a cat" + " x" * 400 + " a dog", False),
        ("a dog ... a cat", "a cat saw a dog", False),
        ('`quoted` "words"', "quoted words", True),
        ("twice twice end", "twice twice twice end", True),
    ],
)
def test_find(phrase, text, found):
    assert bool(_phrase.find(_phrase.compiled(phrase), squeeze(text))) is found


def test_every_phrase_finds_itself_and_its_anchor_is_in_it():
    assert len(ALL) > 1500
    for words in ALL:
        phrase = _phrase.compiled(words)
        text = squeeze(words.replace("...", " ").replace("#", "7"))
        assert _phrase.anchor(phrase) in text
        assert _phrase.find(phrase, text) is not None, words


def test_the_worst_case_of_each_phrase_is_linear():
    """Text made of a phrase's own first words, over and over: ten times the text may not take a hundred times
    the steps.
    """

    def cost(size: int) -> float:
        start = time.process_time()
        for words in ALL:
            phrase = _phrase.compiled(words)
            _phrase.find(phrase, (phrase[0][0] + b"7") * (size // (len(phrase[0][0]) + 1)))
        return time.process_time() - start

    cost(2_000)
    small, large = max(cost(4_000), 1e-4), cost(40_000)
    assert large < 60 * small


def test_a_needle_at_the_end_of_a_megabyte():
    from claude_doctor.doors.explain.command import explain

    for hay in (
        "INFO all is well\n" * 60_000,
        "x" * 1_000_000 + "\n",
        '{"level":"info","msg":"fine"}\n' * 35_000,
    ):
        report = explain(hay + "API Error: 400 prompt is too long: 208656 tokens > 200000 maximum")
        ids = [item.diagnoses[0].entry.id for item in (report.main, *report.also) if item.diagnoses]
        assert ids[:1] == ["prompt_too_long"]
