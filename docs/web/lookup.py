"""The small index of the front page: every page's heading, every name, every literal message that alone
decides.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_doctor.base.text import squeeze
from claude_doctor.catalogue import pages as _pages
from claude_doctor.catalogue import phrase as _phrase
from claude_doctor.doors.explain import command, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_doctor.base.model import Entry

_LEAST = 12  # squeezed characters: fewer prove nothing


def literals(pages: Iterable[tuple[Entry, list[dict[str, Any]]]]) -> dict[str, str]:
    """Return squeezed literal messages -> id, each one held against `explain` itself: what it reads otherwise
    is left out.
    """
    found: dict[str, str] = {}
    for entry, matches in pages:
        for match in matches:
            words = str(match.get("message", ""))
            if not words or match.get("weak") or not _phrase.is_literal(_phrase.compiled(words)):
                continue
            key = squeeze(words).decode()
            if len(key) >= _LEAST and key not in found and _decides(words, entry.id):
                found[key] = entry.id
    return found


def _decides(words: str, entry_id: str) -> bool:
    report = command.explain(words)
    known = report.main.diagnoses
    return bool(known) and known[0].entry.id == entry_id and known[0].confidence != "guess"


def source(
    pages: Sequence[tuple[Entry, list[dict[str, Any]]]],
    rules: Sequence[Entry],
    others: Iterable[tuple[str, str, str]],
    *,
    reads: bool,
) -> str:
    """Return the index as a script that sets DOCTOR.

    `others` are (path, name, title) of what is no entry; `reads` says whether the whole program is served
    beside it. DOCTOR.entries is [[id, title], ...]; DOCTOR.names and DOCTOR.literals lead to a place in it
    (an id is a name of its own).
    """
    listed = [
        (f"e/{entry.id}/", entry.id, short.headline(entry))
        for entry in (*(entry for entry, _ in pages), *rules)
    ]
    place = {name: at for at, (_, name, _) in enumerate(listed)}
    names: dict[str, int] = {}
    for entry, _ in pages:
        for name in _pages.names_of(entry):
            if name != entry.id:
                names.setdefault(name, place[entry.id])
    held = sorted((key, place[entry_id]) for key, entry_id in literals(pages).items())
    shown = [[name, title] for _, name, title in listed]
    data = {
        "entries": shown,
        "others": [list(item) for item in others],
        "names": names,
        "literals": held,
        "reads": reads,
    }
    return f"window.DOCTOR={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
