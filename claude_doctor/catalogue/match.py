"""A Signal against all pages: every piece of evidence is collected, then ranked by how specific it is."""

from __future__ import annotations

from claude_doctor.base.model import Diagnosis, Evidence, Signal
from claude_doctor.base.text import squeeze
from claude_doctor.catalogue import needs as _needs
from claude_doctor.catalogue import store
from claude_doctor.catalogue.evidence import (
    BACKED,
    CLASS,
    CODE,
    HINT,
    LOOSE_PHRASE,
    PHRASE,
    STATUS,
    TYPE,
    WEAK,
    Hit,
    fit,
    is_told,
    kind_of,
)
from claude_doctor.catalogue.spoken import LABELS, by_phrase
from claude_doctor.facts import models

CANDIDATES = 5
SURE_CANDIDATES = 3
_LIKELY = (PHRASE, LOOSE_PHRASE, CLASS, BACKED, TYPE)
_BEFORE_ALL = 10_000  # more than any phrase weighs


def diagnose(signal: Signal, platform: str | None = None, today: str = "") -> tuple[Diagnosis, ...]:
    """Return the pages that fit, the best first, at most five; () when nothing fits.

    `today` (ISO) decides whether a model is retired; without it the day on which the models file was read.
    """
    seen = [
        *_by_code(signal),
        *by_phrase(signal, today),
        *_by_class(signal, today),
        *_by_type(signal, today),
        *_by_status(signal),
    ]
    hits = _ranked([_without_claim(signal, hit) for hit in seen], platform)
    notes = (*_notes(signal, hits[0][0], today), *_of_model(signal, hits, today)) if hits else ()
    # What is certain needs few others beside it; each page is a file to read.
    sure = bool(hits) and _confidence(signal, hits[0][1]) == "certain"
    return tuple(
        Diagnosis(store.page(page_id), _confidence(signal, reasons), _evidence(reasons), notes)
        for page_id, reasons in hits[: SURE_CANDIDATES if sure else CANDIDATES]
    )


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


def _notes(signal: Signal, first: str, today: str) -> tuple[str, ...]:
    code = signal.error_code
    careful = first in store.module("matches").UNKNOWN_CODES.values()
    if code and (careful or store.place(code.lower()) is None):
        from claude_doctor.catalogue import unknown

        return (unknown.note(signal, careful, today),)
    return ()


def _of_model(signal: Signal, hits: list[tuple[str, list[Hit]]], today: str) -> tuple[str, ...]:
    """Say what became of the model, where the error is that something was not found."""
    if not hits or not signal.model or kind_of(hits[0][0])[3] != "not_found":
        return ()
    known = _model_of(signal, today)
    if known is None and "claude" in signal.model.lower():
        from claude_doctor.facts.age import age

        return (f"This model is not among those known on {age(today, models.as_of()).words}.",)
    if known is None or known.state == models.ACTIVE:
        return ()
    instead = f" Use {known.replacement}." if known.replacement else ""
    where = "" if known.plain else " on the Claude API; other platforms have dates of their own"
    return (f"{known.id} {known.words}{where} (models data of {models.as_of()}).{instead}",)


def _model_of(signal: Signal, today: str) -> models.ModelState | None:
    return models.state(signal.model, today or models.as_of()) if signal.model else None


def _ranked(hits: list[Hit], platform: str | None) -> list[tuple[str, list[Hit]]]:
    matches = store.module("matches")
    by_page: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.tier, -hit.weight)):
        # A code stands in the answer itself: leaving its page out would give the advice of its bare status
        # instead.
        if hit.by != "error_code" and not is_told(kind_of(hit.id), platform):
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
    return name.startswith(LABELS) and name.endswith("error")


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
        if page_id and (not fit(signal, page_id)[1] or set(signal.statuses[-1:]) & set(kind_of(page_id)[0])):
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
