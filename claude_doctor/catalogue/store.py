"""Where the compiled catalogue lies, made anew in a checkout when a page changed."""

from __future__ import annotations

import os
import sys

from claude_doctor.base.model import Entry, Source
from claude_doctor.catalogue.place import BUILT, ENTRIES, RULE_PAGES, drawer, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

_PACKAGE = "claude_doctor.catalogue._built"
_SOURCES = -4  # their place among the values: three fields come after them
_state = {"checked": False}


def module(name: str) -> ModuleType:
    """Import one generated module (names, matches, headings, or a shard)."""
    if not _state["checked"]:
        # A wheel holds no pages, only what was made from them; a checkout holds the pages.
        if os.path.isdir(ENTRIES):
            _refresh()
        _state["checked"] = True
    try:
        return __import__(f"{_PACKAGE}.{name}", fromlist=[name])
    except ModuleNotFoundError:
        if not os.path.isdir(ENTRIES):
            raise
        return _again(name)


def _again(name: str) -> ModuleType:
    # Another process was putting a fresh build in place: forget what was seen of the old one.
    import time

    time.sleep(0.2)
    _refresh()
    sys.path_importer_cache.clear()
    for loaded in [key for key in sys.modules if key.startswith(_PACKAGE)]:
        del sys.modules[loaded]
    return __import__(f"{_PACKAGE}.{name}", fromlist=[name])


def place(name: str) -> tuple[str, int] | None:
    """Return where the page of a name (in lower case) lies; None when there is none."""
    found: tuple[str, int] | None = module(drawer(name)).PLACES.get(name)
    return found


def page(page_id: str) -> Entry:
    """Return the entry of an id that is known to have one; KeyError when it has none."""
    return entry(module(drawer(page_id)).PLACES[page_id])


def entry(place: tuple[str, int]) -> Entry:
    """Return the entry at (shard, index)."""
    values = module(place[0]).ENTRIES[place[1]]
    sources = tuple(Source(*source) for source in values[_SOURCES])
    return Entry(*(*values[:_SOURCES], sources, *values[_SOURCES + 1 :]))


def _refresh() -> None:
    key = key_of(ENTRIES, RULE_PAGES)
    is_ours = _is_ours()
    try:
        with open(os.path.join(BUILT, "__init__.py"), encoding="utf-8") as file:
            if is_ours and repr(key) in file.read():
                return
    except OSError:  # not there, or not for us to read
        pass
    from claude_doctor.catalogue import build

    try:
        if not is_ours:
            raise PermissionError(BUILT)
        build.write(BUILT, key)
    except OSError:  # a checkout that cannot be written to
        _in_memory(build.sources(key))


def _is_ours() -> bool:
    """Whether what was compiled may be run: made by root, by us or by the owner of this program, in a folder
    that nobody else may write to. What does not exist yet will be ours.
    """
    try:
        place, here = os.stat(BUILT), os.stat(__file__)
    except OSError:
        return True
    if os.name == "nt":
        return True
    return place.st_uid in (0, os.geteuid(), here.st_uid) and not place.st_mode & 0o002


def _in_memory(made: dict[str, str]) -> None:
    import types

    for name, source in sorted(made.items()):  # the package comes first
        stem = name[:-3]
        full = _PACKAGE if stem == "__init__" else f"{_PACKAGE}.{stem}"
        found = types.ModuleType(full)
        if stem == "__init__":
            found.__path__ = []
        exec(compile(source, name, "exec"), found.__dict__)  # noqa: S102  # our own generated constants
        sys.modules[full] = found
