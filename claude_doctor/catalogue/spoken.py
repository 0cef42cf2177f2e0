"""The words of a signal against the phrases of all pages."""

from __future__ import annotations

import re

from claude_doctor.base.text import locate, squeeze
from claude_doctor.catalogue import needs as _needs
from claude_doctor.catalogue import phrase as _phrase
from claude_doctor.catalogue import store
from claude_doctor.catalogue.evidence import BACKED, HINT, LOOSE_PHRASE, PHRASE, WEAK, Hit, fit, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.model import Signal

LABELS = ("litellm.",)  # before the names of the classes that a gateway puts around every error
_SHORT = 9
_TRIES = 8
# From here on scripts that write words without blanks: a word may begin right after them.
_NO_SPACES = "\u2e80"


def by_phrase(signal: Signal, today: str) -> list[Hit]:
    """Return a reason for each page one of whose phrases stands in the signal's texts."""
    texts = [(text, squeeze(text)) for text in signal.texts]
    whole = max((squeezed for _, squeezed in texts), key=len, default=b"")
    if texts and texts[0][1] not in whole:
        whole += b"\n" + texts[0][1]  # words that an inner layer decoded
    hits = []
    for phrase, needs, weak, page_id in _candidates(signal, whole, today):
        weight = _phrase.weight(phrase)
        for text, squeezed in texts:
            place = _place(phrase, text, squeezed)
            if place and not _is_aside(place[1], text):
                span, shown = place
                extra = needs.weight
                if span[1] - span[0] >= 0.8 * len(squeezed):
                    extra += 4  # the phrase is the whole message
                tier, sure = _standing(
                    signal, page_id, weak or weight < _SHORT or (_is_type_name(phrase) and not signal.framed)
                )
                hits.append(Hit(page_id, tier, weight + extra, "message", shown, sure))
                break
    return hits + _by_script(signal) if any(not text.isascii() for text in signal.texts) else hits


def _by_script(signal: Signal) -> list[Hit]:
    from claude_doctor.catalogue import scripts  # few texts are written in another script

    return [
        Hit(page_id, _standing(signal, page_id, weak=True)[0], weight, "message", words)
        for page_id, words, weight in scripts.found(signal.texts)
    ]


def _candidates(
    signal: Signal, whole: bytes, today: str
) -> Iterator[tuple[_phrase.Phrase, _needs.Needs, bool, str]]:
    """Yield the phrases whose longest literal is in the text, with their conditions, whether weak, and their
    page.
    """
    matches = store.module("matches")
    literals = matches.LITERALS.split(b"\n")
    at = 0
    for page_id, strong, weak in matches.OWNERS:
        for index in range(at, at + strong + weak):
            if literals[index] in whole:
                yield ((literals[index],),), _needs.NONE, index >= at + strong, page_id
        at += strong + weak
    for anchor, phrase, stored, weak, page_id in matches.PHRASES:
        if anchor in whole and (needs := _needs.read(stored)).hold(signal, today):
            yield phrase, needs, weak, page_id


def _place(phrase: _phrase.Phrase, text: str, squeezed: bytes) -> tuple[tuple[int, int], str] | None:
    """Return where a phrase stands, in squeezed text and in its own words;
    it must begin where a word begins.
    """
    start = 0
    for _ in range(_TRIES):
        span = _phrase.find(phrase, squeezed, start)
        if span is None:
            return None
        first, end = locate(text, *span)
        before = text[first - 1 : first]
        if not (before.isalnum() and before < _NO_SPACES and text[first].isalnum()) or text[
            first - 2 : first
        ] in ("\\n", "\\t", "\\r"):
            return span, text[first:end]
        start = span[0] + 1
    return None


def _is_aside(shown: str, text: str) -> bool:
    """Whether the words are a field's name, as in `"model": "claude-..."`, or nothing but the end of a
    gateway's label.
    """
    if shown.lower().startswith("model") and ":" in shown and _is_field(shown, text):
        return True
    return any(label in text and text.count(shown) == text.count(label + shown) for label in LABELS)


def _is_field(shown: str, text: str) -> bool:
    # Of a request, a configuration or a report: a capital, the name or the value in quotes, in brackets,
    # after a file's name, or a line of its own.
    name, _, value = shown.partition(":")
    if name[:1] == "M" or name[-1:] in ("'", '"', "\\") or value.lstrip()[:1] in ("'", '"', "`"):
        return True
    if f"({shown}" in text and not re.search(r"404|not.?found|exist", text):
        return True
    if re.search(rf"\.(?:ya?ml|json|toml|env|ini|cfg|conf|md)(?::\d+)*:?\s+{re.escape(shown)}", text):
        return True
    return (
        "\n" in text.strip()
        and re.search(rf"^\W*{re.escape(shown)}[\w.:@/\[\]-]*\W*$", text, re.M) is not None
    )


def _standing(signal: Signal, page_id: str, weak: bool) -> tuple[int, bool]:
    """Return the tier of a phrase and whether status, type or platform make it sure."""
    agrees, contradicts = fit(signal, page_id)
    if signal.sealed and _is_quoted(signal, page_id):
        return HINT, False
    if weak and (contradicts or not (agrees or signal.ours)):
        return WEAK, False
    if weak:
        return (BACKED if _is_named(signal, page_id) else HINT), False
    return (LOOSE_PHRASE if contradicts else PHRASE), agrees and not contradicts and signal.framed


def _is_type_name(phrase: _phrase.Phrase) -> bool:
    # A type's name alone stands in code and prose about errors as well.
    return _phrase.is_literal(phrase) and phrase[0][0].decode() in store.module("matches").TYPE_PAGES


def _is_named(signal: Signal, page_id: str) -> bool:
    # A status agrees with the words of many systems: it takes a type, a platform or Claude's name to be
    # likely.
    _, types, platform, _ = kind_of(page_id)
    return (
        signal.ours
        or bool(signal.framed and set(types) & set(signal.types))
        or (platform != "any" and platform == signal.platform)
    )


def _is_quoted(signal: Signal, page_id: str) -> bool:
    # The API answered with a type of its own: another type's words, or a broken connection's, are only quoted
    # in its message.
    _, types, platform, category = kind_of(page_id)
    other_type = bool(types) and not set(types) & set(signal.types)
    return (other_type and platform != "any") or (category in ("network", "local_tool") and not types)
