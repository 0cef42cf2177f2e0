"""The catalogue: look an entry up by a name, match a Signal to entries, list and search headings."""

from __future__ import annotations

from claude_doctor.base.model import Heading
from claude_doctor.catalogue import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Diagnosis, Entry, Signal
    from claude_doctor.catalogue.traces import Trace

__all__ = ["diagnose", "find", "headings", "names", "nearest", "rules", "search", "suppose", "whose"]


def diagnose(
    signal: Signal, platform: str | None = None, today: str = "", *, nearest: bool = False
) -> tuple[Diagnosis, ...]:
    """Return what a signal may be on a day (ISO date), the best first; () when nothing in the catalogue fits.

    With `nearest` the page nearest by its words is named where no phrase, code or class decides (see
    nearest_page).
    """
    from claude_doctor.catalogue import match  # a lookup needs no matching, and none of what it imports

    found = match.diagnose(signal, platform, today)
    if not nearest or is_decided(found):
        return found
    from claude_doctor.catalogue import nearest_page

    return nearest_page.with_nearest(signal, found, platform)


def is_decided(found: tuple[Diagnosis, ...]) -> bool:
    """Whether more is known than a type or a status, and more than a guess."""
    if not found:
        return False
    by = {item.by for item in found[0].evidence}
    return (
        found[0].confidence == "certain"
        or "error_code" in by
        or (found[0].confidence == "likely" and not by <= {"type", "status"})
    )


def suppose(name: str, today: str = "") -> Diagnosis | None:
    """Return what a bare name without a page may be (an error code newer than this version), as a guess; None
    otherwise.
    """
    from claude_doctor.catalogue import unknown

    return unknown.suppose(name, today)


def whose(text: str) -> Trace | None:
    """Return whose traces (Claude Code, an SDK, a gateway) a text carries that no page matches; None without
    any.
    """
    from claude_doctor.catalogue import traces  # only for what nothing recognised

    return traces.whose(text)


def find(name: str) -> Entry | None:
    """Return the entry of a name (id, alias, error code, SDK class, type, status), or None."""
    place = store.place(name.strip().lower())
    if place is None:
        return None
    return store.entry(place)


def find_typed(words: str) -> Entry | None:
    """Return the entry that people look for with these words, in any order, or None."""
    from claude_doctor.catalogue import typed

    key = typed.key(words)
    place = store.module("typed").TYPED.get(key) if key else None
    return store.entry(place) if place else None


def names() -> list[str]:
    """Return every name an entry can be looked up by."""
    return list(store.module("names").NAMES)


def headings() -> tuple[Heading, ...]:
    """Return one line for every entry, in order of id."""
    return tuple(Heading(*values) for values in store.module("headings").HEADINGS)


def rules() -> dict[str, tuple[str, str, str | None, str]]:
    """Return what the page of each rule of `batch-check` says, by id: severity, when, entry, title."""
    found: dict[str, tuple[str, str, str | None, str]] = store.module("rules").RULES
    return found


def search(words: str) -> tuple[Heading, ...]:
    """Return the headings of the entries that hold all words, those with a word in id or title first."""
    wanted = words.lower().split()
    found = []
    for heading in headings():
        entry = find(heading.id)
        if entry is None:
            continue
        top = f"{entry.id} {entry.title} {entry.type} {entry.status} {' '.join(entry.aliases)}".lower()
        body = " ".join(
            (entry.meaning, *entry.causes, *entry.fixes, *entry.platforms, *entry.notes, *entry.examples)
        ).lower()
        if all(word in top or word in body for word in wanted):
            found.append((-sum(word in top for word in wanted), heading.id, heading))
    return tuple(item[2] for item in sorted(found, key=lambda item: item[:2]))


def nearest(name: str, count: int = 3) -> tuple[str, ...]:
    """Return the names most like a misspelt one (difflib's ratio of at least 0.6)."""
    import difflib

    close = difflib.get_close_matches(name.strip().lower(), names(), n=count * 2, cutoff=0.6)
    ids = dict.fromkeys(entry.id for entry in map(find, close) if entry)
    return tuple(ids)[:count]
