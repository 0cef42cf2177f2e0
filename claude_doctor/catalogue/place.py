"""Where the pages and what is made from them lie, and what tells that a page changed."""

from __future__ import annotations

import os

HERE = os.path.dirname(os.path.abspath(__file__))
ENTRIES = os.path.join(HERE, "entries")
RULE_PAGES = os.path.join(os.path.dirname(HERE), "doors", "batch_check", "pages")
BUILT = os.path.join(HERE, "_built")
DRAWERS = 32  # modules over which the names are spread
# What decides how a page is compiled.
_MAKERS = (
    "build.py",
    "place.py",
    "wordindex.py",
    "words.py",
    "pages.py",
    "phrase.py",
    "letters.py",
    "typed.py",
    os.path.join("..", "base", "model.py"),
)


def drawer(name: str) -> str:
    """Return the module that knows where the page of a name lies, if there is one."""
    return f"names_{sum(name.encode('utf-8', 'replace')) % DRAWERS}"


def key_of(*folders: str) -> str:
    """Return the number, sizes and times of the pages as one string: it changes when any page does."""
    count = total = marks = 0
    for folder in filter(os.path.isdir, folders):
        marks ^= os.stat(folder).st_mtime_ns
        for item in os.scandir(folder):
            if item.name.endswith(".md"):
                state = item.stat()
                count += 1
                total += state.st_size
                marks ^= hash((state.st_size, state.st_mtime_ns))  # of integers only, so it is not salted
    made_by = [str(os.stat(os.path.join(HERE, name)).st_mtime_ns) for name in _MAKERS]
    return f"{count}-{total}-{marks}-{'-'.join(made_by)}"
