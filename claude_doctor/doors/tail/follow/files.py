"""Which files are meant: names, directories with everything below them, patterns."""

from __future__ import annotations

import glob
import os
import re
import time

from claude_doctor.doors.tail.reading.files import is_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PATTERN = re.compile(r"[*?\[]")
# A listing costs at most a fiftieth of the time; where folders tell no change it is repeated after this long.
SHARE = 50
ANYWAY_S = 5.0
RACY_NS = 2_000_000_000
LOOKS = 16


def is_pattern(path: str) -> bool:
    """Whether a name is a pattern: a file that is really called so is itself."""
    return bool(_PATTERN.search(path)) and not os.path.lexists(path)


def expand(path: str) -> list[str]:
    """Return the files that one input names, sorted; a plain file's name is itself, there or not."""
    if is_pattern(path):
        found = sorted(glob.glob(path, recursive=True))
        return [name for item in found for name in (below(item) if os.path.isdir(item) else [item])]
    return list(below(path)) if os.path.isdir(path) else [path]


def below(folder: str) -> Iterator[str]:
    """Yield every log below a folder, by name; hidden ones are left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_log(name):
                yield os.path.join(place, name)


class Scan:
    """Finds the files that appear while we follow, without listing folders in which nothing happened."""

    def __init__(self, inputs: Sequence[str], now: float) -> None:
        self._inputs = inputs
        self._many = any(os.path.isdir(path) or is_pattern(path) for path in inputs)
        self._times: dict[str, int] = {}
        self._turn = 0
        self._last = now
        self._cost = 0.0

    def paths(self, now: float) -> list[str]:
        """List everything again."""
        self._last = now
        before = {folder: settled(folder) for folder in self._times}
        found = list(dict.fromkeys(path for item in self._inputs for path in expand(item)))
        if self._many:
            folders = {os.path.dirname(path) for path in found} | {_root(path) for path in self._inputs}
            self._times = {folder: before.get(folder, -1) for folder in folders}
        return found

    def due(self, now: float) -> bool:
        """Whether a listing may show something new."""
        passed = now - self._last
        if not self._many or passed < self._cost * SHARE:
            return False
        folders = list(self._times)
        turn = [folders[(self._turn + step) % len(folders)] for step in range(min(LOOKS, len(folders)))]
        self._turn += LOOKS
        return passed > max(ANYWAY_S, self._cost * SHARE * 4) or any(
            _time(folder) != self._times[folder] for folder in turn
        )

    @property
    def folders(self) -> list[str]:
        """The folders of the last listing in which files may appear."""
        return list(self._times)

    def cost(self, seconds: float) -> None:
        """Note what the last listing cost."""
        self._cost = seconds


def _root(path: str) -> str:
    """Return the deepest folder of an input that holds no wildcard."""
    while _PATTERN.search(path) and path:
        path = os.path.dirname(path)
    return path


def settled(folder: str) -> int:
    """Return a folder's time of change; -1, which no folder has, while another change could bear the same
    time.
    """
    changed = _time(folder)
    return changed if abs(time.time_ns() - changed) > RACY_NS else -1


def _time(folder: str) -> int:
    try:
        return os.stat(folder or ".").st_mtime_ns
    except OSError:
        return 0
