"""A pasted text -> every error in it, the pages that fit, and the one that is the cause."""

from __future__ import annotations

from claude_doctor import catalogue, signals
from claude_doctor.base import mask
from claude_doctor.base.condense import condensed
from claude_doctor.base.model import Signal
from claude_doctor.base.record import replace
from claude_doctor.base.text import clean
from claude_doctor.doors.explain.report import Explained, Explanation

_OF_THE_API = (None, "claude-api", "claude-code")  # other platforms have no codes of this form


def read(text: str, platform: str | None, headers: dict[str, str], today: str) -> Explanation:
    """Return what a text says, on a day (ISO); `platform` narrows the pages, `headers` came with it."""
    text = condensed(mask.free_masked(clean(text)))
    if not text.strip():
        return Explanation(
            Explained(Signal(), ()), notes=("The input is empty: there is nothing to explain.",)
        )
    errors = [_harmless(signal) for signal in signals.read_all(text)]
    if headers:
        from claude_doctor.doors.explain.waiting import with_headers

        errors = [with_headers(signal, headers) for signal in errors]
    explained = [Explained(signal, catalogue.diagnose(signal, platform, today)) for signal in errors]
    main, also = _chosen(explained)
    if not catalogue.is_decided(main.diagnoses):
        main = Explained(main.signal, catalogue.diagnose(main.signal, platform, today, nearest=True))
    notes = _several(also)
    if (
        not main.diagnoses
        and not main.signal.foreign
        and platform in _OF_THE_API
        and (new := catalogue.suppose(text, today))
    ):
        main = Explained(main.signal, (new,))
    main, traces = _with_traces(main, text)
    nearest = catalogue.nearest(text) if not main.diagnoses and len(text) < 60 and "\n" not in text else ()
    return Explanation(main, also, text, nearest=nearest, notes=(*notes, *traces))


def _with_traces(main: Explained, text: str) -> tuple[Explained, tuple[str, ...]]:
    # What no page is about still has an author who can be asked.
    trace = None if main.diagnoses or main.signal.foreign else catalogue.whose(text)
    if trace is None:
        return main, ()
    platform = trace.platform if main.signal.platform in _OF_THE_API else main.signal.platform
    return Explained(replace(main.signal, platform=platform), ()), trace.notes


def _harmless(signal: Signal) -> Signal:
    """Return a signal without what decoding may have uncovered: a key written with escapes, a control
    character.
    """
    named = {
        name: getattr(signal, name)
        for name in ("message", "request_id", "model", "exception", "type", "error_code")
    }
    changed = {name: harmless(value) for name, value in named.items() if value}
    return replace(signal, **changed, texts=tuple(map(harmless, signal.texts)))


def _chosen(explained: list[Explained]) -> tuple[Explained, tuple[Explained, ...]]:
    """Return the error that is the cause and the others: the surest evidence wins, of equals the first."""
    rank = {"certain": 0, "likely": 1, "guess": 2}
    known = [item for item in explained if item.diagnoses]
    if not known:
        return explained[0], ()
    main = min(known, key=lambda item: rank[item.diagnoses[0].confidence])
    seen = {main.diagnoses[0].entry.id}
    also = []
    for item in known:
        if item.diagnoses[0].entry.id not in seen and item.diagnoses[0].confidence != "guess":
            seen.add(item.diagnoses[0].entry.id)
            also.append(item)
    return main, tuple(also)


def _several(also: tuple[Explained, ...]) -> tuple[str, ...]:
    if not also:
        return ()
    return (
        f"{len(also) + 1} different errors in this input; the one shown is the one with the surest evidence.",
    )


def harmless(text: str) -> str:
    """Return text without secrets and without what acts on a terminal."""
    return mask.masked(clean(text))
