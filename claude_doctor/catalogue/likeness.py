"""How like a text is to the pages, by its words: which sentence of a page it comes nearest to, and how near.

A text is compared in windows of forty words, so that a stack or a log around an error costs little; only its
top is read.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

from claude_doctor.base.record import record
from claude_doctor.catalogue import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

TOP = 4000  # characters
_WINDOW, _STEP = 40, 20  # words
_PAGES = 24  # whose sentences are compared: those that hold the most of the window's words
_STRANGE = 6.0  # the weight of a word that no page has
_HELD = 0.4  # of the weight of the words that stand anywhere in the page
_CORRECTED = 12  # words of a text, at most, that are taken for misspelt ones
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@record
class Likeness:
    """A page beside a text: its best sentence's weight that was found, as a share of the sentence and of the
    text, and those words.
    """

    id: str
    score: float
    found: float
    of_sentence: float
    of_text: float
    words: tuple[str, ...]


class Index:
    """The generated module, ready to be asked; words and pages are single
    characters in it (see wordindex).
    """

    def __init__(self, module: ModuleType) -> None:
        self.first: int = module.FIRST
        self.words: list[str] = module.WORDS.split(" ")
        self.pages: list[str] = module.PAGES.split(" ")
        self._number = {word: at for at, word in enumerate(self.words, self.first)}
        self._sentences: list[str] = module.SENTENCES.split("\n")
        self._holders: list[str] = module.HOLDERS.split("\n")
        self._weights: str = module.WEIGHTS
        self._scale: float = module.SCALE
        self._pair: float = module.PAIR

    def likenesses(self, text: str, times: list[float]) -> list[Likeness]:
        """Return the pages most like a text, the best first; `times` says page by page how well all else fits
        (0: leave it out).
        """
        best: dict[str, Likeness] = {}
        read = self._read(text[:TOP])
        for start in range(0, max(len(read) - _STEP, 1), _STEP):
            for found in self._window(read[start : start + _WINDOW], times):
                if found.id not in best or found.score > best[found.id].score:
                    best[found.id] = found
        return sorted(best.values(), key=lambda found: (-found.score, found.id))

    def _read(self, text: str) -> list[str]:
        """Return a text's words as characters, a misspelt one as what was meant; "" for a word that no page
        has.
        """
        found, left = [], _CORRECTED
        for word in words.stems(text):
            number = self._number.get(word)
            if number is None and left and len(word) > 4 and word.isalpha():
                left -= 1
                number = self._meant(word)
            found.append(chr(number) if number else "")
        return found

    def _meant(self, word: str) -> int | None:
        """Return the word of the pages that differs by one letter: one too
        many, swapped, other or missing.
        """
        for at in range(len(word) + 1):
            head, tail = word[:at], word[at:]
            tries = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
            tries += [head + letter + tail[1:] for letter in _LETTERS]
            tries += [head + letter + tail for letter in _LETTERS]
            for other in tries:
                if other in self._number:
                    return self._number[other]
        return None

    def _weight(self, char: str) -> float:
        return (ord(self._weights[ord(char) - self.first]) - self.first) / self._scale

    def _window(self, read: list[str], times: list[float]) -> list[Likeness]:
        have = {char: self._weight(char) for char in read if char}
        beside = dict.fromkeys(first + second for first, second in pairwise(read) if first and second)
        pairs = [(pair, self._pair * (have[pair[0]] + have[pair[1]])) for pair in beside]
        asked = sum(have.values()) + _STRANGE * read.count("") or 1.0
        held: dict[str, float] = {}
        for char, weight in have.items():
            for page in self._holders[
                ord(char) - self.first
            ]:  # a page that has a word often stands there twice
                held[page] = held.get(page, 0.0) + weight
        ranked = sorted(
            ((weight * times[ord(page) - self.first], page) for page, weight in held.items()), reverse=True
        )
        found = []
        for weight, page in ranked[:_PAGES]:
            at = ord(page) - self.first
            score, matched, covered, chars = self._best_sentence(at, have, pairs)
            told = tuple(self.words[ord(char) - self.first] for char in have if char in chars)
            score = score * times[at] + _HELD * weight
            if weight:
                found.append(
                    Likeness(self.pages[at], score, matched, covered, min(matched / asked, 1.0), told)
                )
        return found

    def _best_sentence(
        self, at: int, have: dict[str, float], pairs: list[tuple[str, float]]
    ) -> tuple[float, float, float, set[str]]:
        best: tuple[float, float, float, set[str]] = (0.0, 0.0, 0.0, set())
        for said in self._sentences[at].split(" "):
            both = have.keys() & said[1:]
            if not both:
                continue
            matched = sum([have[char] for char in both]) + sum(
                [weight for pair, weight in pairs if pair in said]
            )
            covered = matched * self._scale / (ord(said[0]) - self.first)
            score = matched * covered * sqrt(covered)
            if score > best[0]:
                best = (score, matched, covered, both)
        return best
