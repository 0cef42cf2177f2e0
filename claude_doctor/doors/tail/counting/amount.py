"""How many processes read: as many as there are processors, memory and enough to read for."""

from __future__ import annotations

import contextlib
import os

from claude_doctor.doors.tail.counting.parts import total

# One more process pays for so many bytes of text.
LEAST = 32 * 1024 * 1024
# What a process may need, and the share of the free memory that all may take.
_MEMORY = 160 * 1024 * 1024
_SHARE = 0.5


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def default() -> int:
    """Return the processors this process may use, as far as there is memory for so many processes."""
    return max(min(cores(), int(_free() * _SHARE) // _MEMORY), 1)


def useful(paths: list[str], most: int) -> int:
    """Return how many processes pay for some files, at most `most`."""
    if most < 2 or any(path == "-" or not os.path.isfile(path) for path in paths):
        return 1
    return max(min(most, total(paths) // LEAST), 1)


def share(paths: list[str], count: int) -> int:
    """Return the bytes of text that each of so many processes reads."""
    return -(-total(paths) // count)


def _free() -> int:
    """Return about how many bytes of memory are free, of the machine and of the container."""
    found = [1 << 40]
    with contextlib.suppress(OSError, ValueError), open("/proc/meminfo", encoding="ascii") as file:
        found += [int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:")]
    with contextlib.suppress(OSError, ValueError):
        limit, used = (_number(f"/sys/fs/cgroup/memory.{name}") for name in ("max", "current"))
        found.append(max(limit - used, 0))
    return min(found)


def _number(path: str) -> int:
    with open(path, encoding="ascii") as file:
        return int(file.read())
