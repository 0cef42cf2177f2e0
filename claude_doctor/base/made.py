"""Texts that are made from code when the wheel is built, and in a checkout on first use, again when what they
are made from changed.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "_made")
WHEEL = "wheel"


def text(name: str, sources: Callable[[], Iterable[str]], make: Callable[[], str]) -> str:
    """Return a text: as the wheel holds it, else as it was made from the `sources` (paths) as they are now,
    else made anew.
    """
    path = os.path.join(FOLDER, name)
    try:
        with open(path, encoding="utf-8") as file:
            key, _, found = file.read().partition("\n")
    except OSError:
        key = found = ""
    if key == WHEEL:
        return found
    wanted = _key(sources())
    if key != wanted:
        found = make()
        write(FOLDER, name, wanted, found)
    return found


def write(folder: str, name: str, key: str, found: str) -> None:
    """Write a text beside its place and rename it; a checkout that cannot be
    written to makes it each time.
    """
    import contextlib

    path = os.path.join(folder, name)
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        with open(f"{path}.{os.getpid()}", "w", encoding="utf-8") as file:
            file.write(f"{key}\n{found}")
        os.replace(f"{path}.{os.getpid()}", path)


def _key(paths: Iterable[str]) -> str:
    count = total = 0
    for path in paths:
        state = os.stat(path)
        count += 1
        total ^= hash((state.st_size, state.st_mtime_ns))  # of integers only, so it is not salted
    return f"{count} {total}"
