"""The second way of matching: where no phrase decides, the page whose words a text comes nearest to.

How sure that is was learnt from labelled pastes, thread by thread (benchmarks/words_curve.py measures it
anew): the page named first is right about as often as its chance says. It is a guess, and likely only where
the chance is good and something shows that Claude or its API is spoken of. What another system says is never
answered by its words.
"""

from __future__ import annotations

from math import exp, log

from claude_doctor.base.model import Diagnosis, Evidence
from claude_doctor.base.record import replace
from claude_doctor.catalogue import evidence, match, store, words
from claude_doctor.catalogue.likeness import TOP, Index, Likeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal

# The chance from which a page is named where nothing else is known, and from which it is more than a guess.
GUESS, LIKELY = 0.3, 0.65
# From which it goes before a type's or a status' page, before words that only hint, and stands where nothing
# shows whose error it is.
OVER_GENERAL, OVER_HINT, ALONE = 0.6, 0.8, 0.7
_CANDIDATES = 5
_AGREES, _CONTRADICTS, _ELSEWHERE = 1.15, 0.6, 0.75  # what status, type and platform do to a page's score
_FEWEST = 3  # words that a text and a sentence must share
_SHORT_MESSAGE = 15  # characters: such a message says less than the text around it
_SHOWN = 8
# Logistic regression: one, score, share of the sentence, weight found, share of the text, agrees,
# contradicts, lead, first by words, found already.
WEIGHTS = (-1.88, 0.51, 0.57, -0.49, 0.58, 0.3, -0.38, 2.58, 1.23, 2.17)
# Words that show what a text is about where nothing else does.
_ABOUT = (
    "anthropic api batch bedrock cache_control claude custom_id foundry haiku mcp model oauth opus "
    "prompt sdk sonnet stop_sequences thinking"
    " tokens tool vertex"
)
_made: list[Index] = []
NOTE = (
    "Found by its words, not by a sentence that is known: compare it with the examples of the page "
    "before you act on it."
)


def with_nearest(
    signal: Signal, found: tuple[Diagnosis, ...], platform: str | None = None
) -> tuple[Diagnosis, ...]:
    """Return what was found with the page nearest by words before it; `found` itself when no page is near
    enough.
    """
    if signal.foreign:
        return found
    best, likely = chosen(signal, found, platform)
    if best is None or likely < least(signal, found):
        return found
    sure = likely >= LIKELY and is_ours(signal) and _spoken(best, asked_text(signal)) > 1
    entry = store.page(best.id)
    if entry.retryable == "yes":  # words alone never say that a request may simply be sent again
        entry = replace(entry, retryable="conditional")
    first = Diagnosis(
        entry, "likely" if sure else "guess", (Evidence("words", _shown(best, asked_text(signal))),), (NOTE,)
    )
    return (first, *(item for item in found if item.entry.id != best.id))[: match.CANDIDATES]


def least(signal: Signal, found: tuple[Diagnosis, ...]) -> float:
    """Return the chance a page must have to be named first."""
    if not found:
        return GUESS if is_about(signal, asked_text(signal)) else ALONE
    return (
        OVER_HINT if any(item.by in ("message", "exception") for item in found[0].evidence) else OVER_GENERAL
    )


def asked_text(signal: Signal) -> str:
    """Return the words of a signal that are compared: the API's message, or all of it where there is none."""
    if signal.message and len(signal.message) > _SHORT_MESSAGE:
        return signal.message[:TOP]
    return max(signal.texts, key=len, default="")[:TOP]


def is_about(signal: Signal, text: str) -> bool:
    """Whether a text is about Claude or its API at all."""
    return (
        is_ours(signal)
        or bool(signal.types)
        or not set(map(words.stem, _ABOUT.split())).isdisjoint(words.stems(text))
    )


def chosen(
    signal: Signal, found: tuple[Diagnosis, ...], platform: str | None = None
) -> tuple[Likeness | None, float]:
    """Return the page nearest by words and the chance that it is right; (None, 0.0) when what was found is
    the likelier one.
    """
    best, most = None, 0.0
    for like, seen in candidates(signal, found, platform):
        likely = chance(seen)
        if likely > most:
            best, most = like, likely
    if best is None or (found and best.id == found[0].entry.id) or _count(best, asked_text(signal)) < _FEWEST:
        return None, 0.0
    return best, most


def candidates(
    signal: Signal, found: tuple[Diagnosis, ...], platform: str | None = None
) -> list[tuple[Likeness, tuple[float, ...]]]:
    """Return the pages nearest by words and the one found already, each with what its chance is worked out
    from (see WEIGHTS).
    """
    likes = _index().likenesses(asked_text(signal), _times(signal, platform))
    first = found[0].entry.id if found else None
    near = [like for at, like in enumerate(likes) if at < _CANDIDATES or like.id == first]
    if first and all(like.id != first for like in near):
        near.append(Likeness(first, 0.0, 0.0, 0.0, 0.0, ()))
    return [(like, _seen(signal, like, likes, first)) for like in near]


def _seen(signal: Signal, like: Likeness, likes: list[Likeness], first: str | None) -> tuple[float, ...]:
    agrees, contradicts = evidence.fit(signal, like.id)
    other = next((rival.score for rival in likes[:2] if rival.id != like.id), 0.0)
    return (
        1.0,
        min(like.score, 40.0) / 10,
        like.of_sentence**2,
        log(1 + like.found),
        like.of_text,
        float(agrees),
        float(contradicts),
        (like.score - other) / (like.score + other + 1),
        float(bool(likes) and like is likes[0]),
        float(like.id == first),
    )


def chance(seen: tuple[float, ...]) -> float:
    """Return the chance (0 to 1) that a page is right, from what was seen of it."""
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(WEIGHTS, seen, strict=True))))


def _times(signal: Signal, platform: str | None) -> list[float]:
    """Return page by page how well status, type and platform fit; 0 for pages of other platforms than the one
    asked for.
    """
    matches = store.module("matches")
    of_kind = []
    for kind in matches.KINDS:
        agrees, contradicts = evidence.fit_kind(signal, kind)
        times = (_AGREES if agrees else 1.0) * (_CONTRADICTS if contradicts else 1.0)
        times *= _ELSEWHERE if kind[2] not in ("any", "claude-api", signal.platform) else 1.0
        of_kind.append(times if evidence.is_told(kind, platform) else 0.0)
    return [of_kind[matches.KIND[page]] for page in _index().pages]


def is_ours(signal: Signal) -> bool:
    """Whether Claude, its API or a platform of it is named: without that nothing found by words is more than
    a guess.
    """
    return signal.ours or signal.sealed or bool(signal.platform or signal.speaker)


def _count(like: Likeness, text: str) -> int:
    """Return how many words of the text the page has too; the name of a package is one, for it says nothing
    about what happened.
    """
    packages = {word for word, stem in words.pairs(text) if words.is_package(word) and stem in like.words}
    return _plain(like, text) + len(packages) if packages else len(set(like.words))


def _plain(like: Likeness, text: str) -> int:
    """Return how many words of the text the page has too, names of packages apart."""
    return len({stem for word, stem in words.pairs(text) if not words.is_package(word)} & set(like.words))


def _shown(like: Likeness, text: str) -> str:
    """Return the words of the text that the page has too, as they stand in it."""
    shared = set(like.words)
    shown = dict.fromkeys(word for word, stem in words.pairs(text) if stem in shared)
    return ", ".join(list(shown)[:_SHOWN])


def _index() -> Index:
    if not _made:
        _made.append(Index(store.module("words")))
    return _made[0]


def forget() -> None:
    """Read the index anew at the next question: the generated module was replaced."""
    _made.clear()


def _spoken(like: Likeness, text: str) -> int:
    """Return how many words of the text the page has too, names that are put together by dashes apart."""
    return len({stem for word, stem in words.pairs(text) if not {"-", "@"} & set(word)} & set(like.words))
