"""What .gitignore files leave out, where git itself cannot be asked: globs matched part by part, without
turning back.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 1_000_000
_LINES = 2_000


class Ignored:
    """The rules of the files read so far; the last one that fits decides."""

    def __init__(self) -> None:
        self._rules: list[tuple[str, list[str], bool, bool]] = []

    def add(self, folder: str, path: str) -> None:
        """Read the file of a folder ("" is the top)."""
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read(_MOST).splitlines()[:_LINES]
        except OSError:
            return
        for line in lines:
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            is_kept = text.startswith("!")
            text = text.removeprefix("!").removeprefix("\\")
            is_folder = text.endswith("/")
            text = text.rstrip("/")
            parts = text.lstrip("/").split("/")
            if "/" not in text:
                parts = ["**", *parts]
            self._rules.append((folder, parts, is_folder, is_kept))

    def holds(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path (from the top, with `/`) is left out."""
        for folder, parts, only_folders, is_kept in reversed(self._rules):
            if only_folders and not is_folder:
                continue
            if folder and not path.startswith(f"{folder}/"):
                continue
            if _match(path[len(folder) :].lstrip("/").split("/"), parts):
                return not is_kept
        return False


def _match(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether names fit parts, `**` standing for any number of names: only the last `**` is ever taken up
    again.
    """
    at = part = 0
    again = -1
    kept = 0
    while at < len(names):
        if part < len(parts) and parts[part] == "**":
            again, kept = part, at
            part += 1
            if part == len(parts):
                return True
        elif part < len(parts) and _glob(names[at], parts[part]):
            at += 1
            part += 1
        elif again >= 0:
            kept += 1
            at, part = kept, again + 1
        else:
            return False
    return all(rest == "**" for rest in parts[part:])


def _glob(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern of `*`, `?` and plain characters; a set
    (`[a-c]`) is left to the library.
    """
    if "[" in pattern:
        from fnmatch import fnmatchcase

        return pattern.count("*") < 3 and fnmatchcase(name, pattern)
    at = place = 0
    again = -1
    kept = 0
    while at < len(name):
        if place < len(pattern) and pattern[place] == "*":
            again, kept = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in ("?", name[at]):
            at += 1
            place += 1
        elif again >= 0:
            kept += 1
            at, place = kept, again + 1
        else:
            return False
    return not pattern[place:].strip("*")
