"""A Signal against all pages: every piece of evidence is collected, then ranked by how specific it is."""

from __future__ import annotations

from claude_doctor.base.model import Diagnosis, Evidence, Signal
from claude_doctor.base.record import record
from claude_doctor.base.text import locate, squeeze
from claude_doctor.catalogue import needs as _needs
from claude_doctor.catalogue import phrase as _phrase
from claude_doctor.catalogue import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

CANDIDATES = 5
SURE_CANDIDATES = 3
# Tiers of evidence, the most specific highest; the confidence each one deserves.
CODE, PHRASE, LOOSE_PHRASE, CLASS, BACKED, TYPE, HINT, STATUS, WEAK = 9, 8, 7, 6, 5, 4, 3, 2, 1
_LIKELY = (PHRASE, LOOSE_PHRASE, CLASS, BACKED, TYPE)
_SHORT = 9
_LABELS = ("litellm.",)  # before the names of the classes that a gateway puts around every error
_TRIES = 8
_BEFORE_ALL = 10_000  # more than any phrase weighs
_NO_SPACES = (
    "\u2e80"  # from here on scripts that write words without blanks: a word may begin right after them
)


@record
class Hit:
    """One reason for one page: its tier, its weight within the tier, and what it was seen by."""

    id: str
    tier: int
    weight: int
    by: str
    matched: str
    sure: bool = False


def diagnose(signal: Signal, platform: str | None = None, today: str = "") -> tuple[Diagnosis, ...]:
    """Return the pages that fit, the best first, at most five; () when nothing fits.

    `today` (ISO) decides whether a model is retired; without it the day on which the models file was read.
    """
    seen = [
        *_by_code(signal),
        *_by_phrase(signal, today),
        *_by_class(signal, today),
        *_by_type(signal, today),
        *_by_status(signal),
    ]
    hits = _ranked([_without_claim(signal, hit) for hit in seen], platform)
    notes = _beside(signal, hits[0][0], today) if hits else ()
    # What is certain needs few others beside it; each page is a file to read.
    sure = bool(hits) and _confidence(signal, hits[0][1]) == "certain"
    return tuple(
        Diagnosis(store.page(page_id), _confidence(signal, reasons), _evidence(reasons), notes)
        for page_id, reasons in hits[: SURE_CANDIDATES if sure else CANDIDATES]
    )


def _beside(signal: Signal, first: str, today: str) -> tuple[str, ...]:
    if not signal.error_code and not signal.model:
        return ()
    from claude_doctor.catalogue import beside  # few errors name a code or a model

    return (*beside.of_code(signal, first, today), *beside.of_model(signal, _kind(first)[3], today))


def _evidence(reasons: list[Hit]) -> tuple[Evidence, ...]:
    """Return the reasons, the best first, without words that another reason already shows."""
    kept: list[Evidence] = []
    for hit in reasons:
        if not any(hit.by == other.by and hit.matched in other.matched for other in kept):
            kept.append(Evidence(hit.by, hit.matched))
    return tuple(kept)


def _confidence(signal: Signal, reasons: list[Hit]) -> str:
    best = reasons[0]
    if signal.foreign and best.tier != CODE:
        return "guess"
    if best.tier == CODE or (best.tier == PHRASE and best.sure):
        return "certain"
    return "likely" if best.tier in _LIKELY else "guess"


def _ranked(hits: list[Hit], platform: str | None) -> list[tuple[str, list[Hit]]]:
    matches = store.module("matches")
    by_page: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.tier, -hit.weight)):
        # A code stands in the answer itself: leaving its page out would give the advice of its bare status
        # instead.
        if hit.by != "error_code" and not _needs.is_told(_kind(hit.id), platform):
            continue
        by_page.setdefault(hit.id, []).append(hit)
    beaten = {
        other
        for page_id, reasons in by_page.items()
        for other in matches.BEATS.get(page_id, ())
        if other in by_page and (reasons[0].tier >= HINT or reasons[0].tier >= by_page[other][0].tier)
    }
    # Of equal evidence, the page of a type and its status says the least.
    general = set(matches.STATUS.values()) & set(matches.TYPE_PAGES.values())
    # A gateway's label around an error is no cause, nor is a program that ended: what the words inside it say
    # goes first.
    labels = {
        page_id
        for page_id, reasons in by_page.items()
        if page_id in matches.WRAPPERS or all(_is_label(hit) for hit in reasons)
    }
    said = any(
        reasons[0].tier >= BACKED and reasons[0].by == "message"
        for page_id, reasons in by_page.items()
        if page_id not in labels | beaten
    )

    def rank(page_id: str) -> tuple[bool, bool, int, bool, int]:
        best = by_page[page_id][0]
        return page_id in beaten, said and page_id in labels, -best.tier, page_id in general, -best.weight

    order = sorted(by_page, key=rank)
    return [(page_id, by_page[page_id]) for page_id in order]


def _without_claim(signal: Signal, hit: Hit) -> Hit:
    """Return a hit as no more than a guess where a relay uses the type or status of a page for words of its
    own.
    """
    own = store.module("matches").OWN_WORDS.get(hit.id)
    if (
        not own
        or hit.tier <= HINT
        or hit.tier == CODE
        or not signal.message
        or (signal.request_id or "").startswith("req_0")
    ):
        return hit
    said = squeeze(signal.message)
    if not said or any(words in said for words in own):
        return hit
    return Hit(hit.id, HINT, hit.weight, hit.by, hit.matched)


def _is_label(hit: Hit) -> bool:
    name = hit.matched.lower()
    return name.startswith(_LABELS) and name.endswith("error")


def _kind(page_id: str) -> _needs.Kind:
    """Return the statuses, types, platform and category of a page."""
    matches = store.module("matches")
    kind: _needs.Kind = matches.KINDS[matches.KIND[page_id]]
    return kind


def _by_code(signal: Signal) -> list[Hit]:
    if not signal.error_code:
        return []
    page_id = store.module("matches").CODES.get(signal.error_code)
    if page_id:
        return [Hit(page_id, CODE, 0, "error_code", signal.error_code)]
    from claude_doctor.catalogue import unknown  # few errors carry a code without a page

    # It goes before all that words, type and status say: they speak for codes that are known.
    careful = unknown.page_for(signal)
    tier = CODE if signal.sealed else PHRASE if signal.ours or signal.framed else HINT
    return [Hit(careful, tier, _BEFORE_ALL, "error_code", signal.error_code)] if careful else []


def _by_phrase(signal: Signal, today: str) -> list[Hit]:
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
    if shown.lower().startswith("model") and ":" in shown:
        from claude_doctor.catalogue import aside

        if aside.is_field(shown, text):
            return True
    return any(label in text and text.count(shown) == text.count(label + shown) for label in _LABELS)


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
    _, types, platform, _ = _kind(page_id)
    return (
        signal.ours
        or bool(signal.framed and set(types) & set(signal.types))
        or (platform != "any" and platform == signal.platform)
    )


def _is_quoted(signal: Signal, page_id: str) -> bool:
    # The API answered with a type of its own: another type's words, or a broken connection's, are only quoted
    # in its message.
    _, types, platform, category = _kind(page_id)
    other_type = bool(types) and not set(types) & set(signal.types)
    return (other_type and platform != "any") or (category in ("network", "local_tool") and not types)


def fit(signal: Signal, page_id: str) -> tuple[bool, bool]:
    """Whether status, type or platform agree with a page, and whether one contradicts it."""
    return _needs.fit_kind(signal, _kind(page_id))


def _by_class(signal: Signal, today: str) -> list[Hit]:
    names = {name.rsplit(".", 1)[-1]: name for name in signal.exceptions}
    hits = []
    status_pages = set(store.module("matches").STATUS.values())
    for name, stored, weak, page_id in store.module("matches").EXCEPTIONS:
        if (
            name in names
            and _needs.read(stored).hold(signal, today)
            and not (signal.statuses and fit(signal, page_id)[1])
        ):
            # The class of a bare status says no more than the status and its type.
            tier = TYPE if page_id in status_pages else CLASS
            if weak:
                tier = BACKED if signal.ours else WEAK
            elif not signal.ours:
                tier = HINT  # other SDKs have classes of these names too
            hits.append(Hit(page_id, tier, 1, "exception", names[name]))
    return hits


def _by_type(signal: Signal, today: str) -> list[Hit]:
    hits = []
    for name, stored, weak, page_id in store.module("matches").TYPES:
        if (name is None or name in signal.types) and (needs := _needs.read(stored)).hold(signal, today):
            matched = name or str(needs.status or "")
            weight = len(name or "") + needs.weight
            # Many systems use the words of a cloud; where Claude is named they say more than a status.
            tier = (HINT if signal.ours and name else WEAK) if weak else TYPE
            hits.append(Hit(page_id, tier, weight, "type" if name else "status", matched))
    for kind in reversed(signal.types):
        page_id = store.module("matches").TYPE_PAGES.get(kind)
        if page_id and (not fit(signal, page_id)[1] or set(signal.statuses[-1:]) & set(_kind(page_id)[0])):
            hits.append(Hit(page_id, TYPE if signal.framed else HINT, 1, "type", kind))
    return hits


def _by_status(signal: Signal) -> list[Hit]:
    pages = store.module("matches").STATUS
    found = [(status, pages.get(str(status))) for status in reversed(signal.statuses)]
    # A status that an SDK's own exception names is no number in passing. Inside Claude Code axios fetches
    # pages and other servers' answers.
    other = set(signal.exceptions) == {"AxiosError"} and any("claude-code/" in text for text in signal.texts)
    tier = TYPE if signal.ours and signal.exceptions and not other else STATUS
    return [Hit(page_id, tier, 0, "status", str(status)) for status, page_id in found if page_id]
