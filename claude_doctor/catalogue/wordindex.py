"""The pages by their words, as one generated module: sentences a page is known by, and which pages hold a
word.

Every word is one character and so is every page, so that a sentence is a short string and sets of words are
sets of characters: small on disk, read in one piece, and compared without unpacking.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

from claude_doctor.catalogue import words

if TYPE_CHECKING:
    from claude_doctor.base.model import Entry

FIRST = 0x4E00  # the first of some twenty thousand characters that need no escape
_MOST = 0x9FFF - FIRST
SCALE = 30.0  # a weight is one character too: that many steps to one
PAIR = 0.2  # what two words side by side add, of their weight
_SENTENCE = 60  # words of an example
_OFTEN = 3


def source(pages: list[tuple[Entry, list[dict[str, Any]]]]) -> str:
    """Return the module's text. ValueError when there are more words than characters.

    WORDS and PAGES (ids), split by blanks; WEIGHTS, one character a word; SENTENCES, a line a page, split by
    blanks, each behind its whole weight; HOLDERS, a line a word: the pages that have it, twice those that
    have it three times or more.
    """
    numbers: dict[str, int] = {}
    holders: list[str] = []
    for at, (entry, matches) in enumerate(pages):
        for word, count in _counted(entry, matches).items():
            number = numbers.setdefault(word, len(numbers))
            holders += [""] * (number + 1 - len(holders))
            holders[number] += chr(FIRST + at) * (2 if count >= _OFTEN else 1)
    weights = [log((len(pages) + 1) / (len(set(held)) + 0.5)) for held in holders]
    if max(len(numbers), len(pages)) > _MOST:
        raise ValueError("more words or pages than characters")
    made: dict[str, object] = {
        "FIRST": FIRST,
        "SCALE": SCALE,
        "PAIR": PAIR,
        "WORDS": " ".join(numbers),
        "PAGES": " ".join(entry.id for entry, _ in pages),
        "WEIGHTS": "".join(map(_step, weights)),
        "SENTENCES": "\n".join(" ".join(_written(_sentences(*page), numbers, weights)) for page in pages),
        "HOLDERS": "\n".join(holders),
    }
    return "".join(f"{name} = {value!r}\n" for name, value in made.items())


def _step(weight: float) -> str:
    return chr(FIRST + min(max(round(weight * SCALE), 1), _MOST))


def _written(sentences: list[list[str]], numbers: dict[str, int], weights: list[float]) -> list[str]:
    """Return sentences as characters, the whole weight of each first; the same one once."""
    found = []
    for said in sentences:
        at = [numbers[word] for word in said]
        whole = sum(weights[number] for number in set(at)) + PAIR * sum(
            weights[a] + weights[b] for a, b in set(pairwise(at))
        )
        if at:
            found.append(_step(whole) + "".join(chr(FIRST + number) for number in at))
    return list(dict.fromkeys(found))


def _sentences(entry: Entry, matches: list[dict[str, Any]]) -> list[list[str]]:
    return [words.stems(text)[:_SENTENCE] for text in (*_messages(matches), *entry.examples, entry.title)]


def _messages(matches: list[dict[str, Any]]) -> list[str]:
    return [match["message"].replace("...", " ").replace("#", " ") for match in matches if "message" in match]


def _counted(entry: Entry, matches: list[dict[str, Any]]) -> dict[str, int]:
    """Return in how many of its texts a page has a word; those of its name count twice."""
    name = f"{entry.title}\n{entry.id.replace('_', ' ')}"
    found: dict[str, int] = {}
    for text in (
        name,
        name,
        entry.meaning,
        *entry.causes,
        *entry.fixes,
        *entry.examples,
        *_messages(matches),
    ):
        for word in dict.fromkeys(words.stems(text)):  # in order: two builds are equal
            found[word] = found.get(word, 0) + 1
    return found
