"""The pages by their words, as one generated module: sentences a page is known by, and which pages hold a word.

Every word is one character and so is every page, so that a sentence is a short string and sets of words are sets of
characters: small on disk, read in one piece, and compared without unpacking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.catalogue import words

if TYPE_CHECKING:
    from claude_doctor.model import Entry

FIRST = 0x4E00  # the first of some twenty thousand characters that need no escape
_MOST = 0x9FFF - FIRST
_SENTENCE = 60  # words of an example
_OFTEN = 3


def source(pages: list[tuple[Entry, list[dict[str, Any]]]]) -> str:
    """Return the module's text: WORDS, PAGES, SENTENCES (a line a page, split by blanks) and HOLDERS (a line a word).

    A page that holds a word three times or more is in its line twice. ValueError when there are more words than characters.
    """
    numbers: dict[str, int] = {}
    lines, holders = [], []
    for at, (entry, matches) in enumerate(pages):
        sentences = dict.fromkeys("".join(_characters(said, numbers)) for said in _sentences(entry, matches))
        lines.append(" ".join(filter(None, sentences)))
        for word, count in _counted(entry, matches).items():
            number = numbers.setdefault(word, len(numbers))
            holders += [""] * (number + 1 - len(holders))
            holders[number] += chr(FIRST + at) * (2 if count >= _OFTEN else 1)
    if max(len(numbers), len(pages)) > _MOST:
        raise ValueError("more words or pages than characters")
    made: dict[str, object] = {
        "FIRST": FIRST,
        "WORDS": " ".join(numbers),
        "PAGES": " ".join(entry.id for entry, _ in pages),
        "SENTENCES": "\n".join(lines),
        "HOLDERS": "\n".join(holders),
    }
    return "".join(f"{name} = {value!r}\n" for name, value in made.items())


def _sentences(entry: Entry, matches: list[dict[str, Any]]) -> list[list[str]]:
    said = [match["message"].replace("...", " ").replace("#", " ") for match in matches if "message" in match]
    return [words.stems(text)[:_SENTENCE] for text in (*said, *entry.examples, entry.title)]


def _characters(said: list[str], numbers: dict[str, int]) -> list[str]:
    return [chr(FIRST + numbers.setdefault(word, len(numbers))) for word in said]


def _counted(entry: Entry, matches: list[dict[str, Any]]) -> dict[str, int]:
    """Return in how many of its texts a page has a word; those of its name count twice."""
    name = f"{entry.title} {entry.id.replace('_', ' ')}"
    messages = [match["message"] for match in matches if "message" in match]
    found: dict[str, int] = {}
    for text in (name, name, entry.meaning, *entry.causes, *entry.fixes, *entry.examples, *messages):
        for word in dict.fromkeys(words.stems(text)):  # in order: two builds are equal
            found[word] = found.get(word, 0) + 1
    return found
