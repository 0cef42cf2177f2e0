"""From paths to the places where a name stands that is no longer of use."""

from __future__ import annotations

import codecs
import os
import stat

from claude_doctor.base.errors import InputError, cannot_read
from claude_doctor.base.outside import Outside
from claude_doctor.base.text import clean
from claude_doctor.doors.models.engine import names, walk
from claude_doctor.doors.models.report import BETA, ERROR, MODEL, NOTE, WARNING, Place, Search
from claude_doctor.facts import betas, models

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_doctor.doors.models.engine.names import Name

# What is longer is data, and no file that somebody writes.
LARGEST = 8_000_000
_HEAD = 8_000
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORDS = (b"claude-", *sorted({beta.encode() for beta in betas.ENDED}))
_OWN_HOSTS = ("anthropic/", "anthropic:")
_MOST = 10_000


def search(paths: list[str], excluded: list[str], within: int, today: str) -> Search:
    """Return what was found below all paths; InputError for a path that is not there or a named file that
    cannot be read.
    """
    found: list[Place] = []
    skipped: dict[str, int] = {}
    unreadable: list[tuple[Outside, Outside]] = []
    count = 0
    named = {os.path.normpath(path) for path in paths}
    for path in walk.files(paths, excluded):
        count += 1
        try:
            text = _read(path)
        except OSError as error:
            if os.path.normpath(path) in named:
                raise cannot_read(path, error) from error
            unreadable.append((Outside(path), Outside(str(cannot_read(path, error)))))
            continue
        except InputError as why:
            skipped[str(why)] = skipped.get(str(why), 0) + 1
            continue
        if text and len(found) < _MOST:
            found += places(text, path, within, today)
    return Search(
        models.as_of(),
        today,
        within,
        tuple(map(Outside, paths)),
        count,
        tuple(found),
        tuple(sorted(skipped.items())),
        tuple(unreadable),
    )


def _read(path: str) -> str:
    """Return the text of a file, "" where no name can be in it; InputError says why it is left out."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise InputError("no regular file")
        if state.st_size > LARGEST:
            raise InputError("larger than 8 MB")
        data = file.read(LARGEST)
    if data.startswith(_MARKS):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:_HEAD]:
        raise InputError("binary")
    if not any(word in data for word in _WORDS):
        return ""
    return data.decode("utf-8-sig", "replace")


def places(text: str, path: str, within: int, today: str) -> Iterable[Place]:
    """Yield what of the names in a text is worth a word, in the order of the text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    at = begin = 0
    line = 1
    seen = set()
    for name in sorted(names.names(text, os.path.basename(path)), key=lambda name: name.at):
        passed = text.count("\n", at, name.at)
        if passed:  # the beginning of a line is looked for once a line
            line, begin = line + passed, text.rfind("\n", at, name.at) + 1
        at = name.at
        place = _judged(name, path, (line, at - begin + 1), within, today)
        if place is None or (line, place.column) in seen or names.MARK in _line(text, begin):
            continue
        seen.add((line, place.column))
        yield place


def _line(text: str, begin: int) -> str:
    end = text.find("\n", begin, begin + _HEAD)
    return text[begin : end if end >= 0 else begin + _HEAD]


def _judged(name: Name, path: str, where: tuple[int, int], within: int, today: str) -> Place | None:
    if name.text in betas.ENDED:
        words = f"the beta {name.text} has ended: what it switched on needs no header"
        return Place(
            WARNING,
            BETA,
            Outside(name.text),
            Outside(name.text),
            "ended",
            Outside(clean(path)),
            *where,
            Outside(words),
            Outside("Remove it from the anthropic-beta header."),
        )
    known = models.state(name.text, today)
    if known is None or known.state == models.ACTIVE:
        return None
    if known.state != models.RETIRED and (known.days_left is None or known.days_left > within):
        return None
    is_own = known.plain or models.is_own_name(
        name.text.removeprefix(next((host for host in _OWN_HOSTS if name.text.startswith(host)), ""))
    )
    severity = ERROR if known.state == models.RETIRED else WARNING
    words = f"{known.id} {known.words}"
    if not is_own:
        severity, words = (
            NOTE,
            f"{words} on the Claude API; the service this name is for ends models on dates of its own",
        )
    fix = f"Use {known.replacement}." if known.replacement else "Use a model that is served."
    return Place(
        severity,
        MODEL,
        Outside(name.text),
        Outside(known.id),
        known.state,
        Outside(clean(path)),
        *where,
        Outside(words),
        Outside(fix),
        known.retires,
        known.replacement,
    )
