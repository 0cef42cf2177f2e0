"""The code of a notebook, and where its lines stand in the file."""

from __future__ import annotations

import json
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# So often a line may not be found as it would be written: each time the rest of the file is read.
_MISSES = 20


def cells(text: str) -> Iterator[tuple[str, Callable[[int, str], int]]]:
    """Yield the source of each code cell, and what gives the place in the file of a place in it; nothing for
    what is no notebook.

    Outputs and prose are left out. The file is searched forward only.
    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return
    found = read.get("cells") if isinstance(read, dict) else None
    cursor = [0, 0]
    for cell in found if isinstance(found, list) else []:
        if not isinstance(cell, dict):
            continue
        source = cell.get("source")
        lines = source if isinstance(source, list) else str(source or "").splitlines(keepends=True)
        lines = [line for line in lines if isinstance(line, str)]
        if cell.get("cell_type") == "code":
            starts = _starts(text, lines, cursor)
            yield "".join(lines), partial(_place, text, lines, starts)
        else:
            _starts(text, lines, cursor)


def _starts(text: str, lines: list[str], cursor: list[int]) -> list[int]:
    """Return where each line begins in the file: behind the one before it."""
    starts = []
    for line in lines:
        shown = line.rstrip("\n")
        at = -1
        for is_ascii in (False, True):
            if cursor[1] < _MISSES:
                at = text.find(json.dumps(shown, ensure_ascii=is_ascii)[1:-1], cursor[0])
            if at >= 0:
                break
            cursor[1] += 1
        if at >= 0:
            cursor[0] = at + len(shown)
        starts.append(at if at >= 0 else cursor[0])
    return starts


def _place(text: str, lines: list[str], starts: list[int], at: int, name: str) -> int:
    for line, start in zip(lines, starts, strict=True):
        if at < len(line):
            found = text.find(name, start, start + len(line) * 6 + 64)
            return found if found >= 0 else start
        at -= len(line)
    return 0
