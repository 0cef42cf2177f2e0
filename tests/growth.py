"""How processor time grows: sixteen times the input may cost forty times the time (linear measures 17 to 20,
quadratic 256).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES, WORST = 16, 40
# Below this no clock tells growth from noise.
LEAST_S = 0.002


def spent(work: Callable[[], object]) -> float:
    """The processor time of some work, the least of three, without the garbage collector."""
    found = []
    for _ in range(3):
        gc.disable()
        try:
            begin = time.process_time()
            work()
            found.append(time.process_time() - begin)
        finally:
            gc.enable()
    return min(found)


def factor(work: Callable[[str], object], make: Callable[[int], str], size: int) -> float:
    """How many times as long 16 n takes as n."""
    small, large = make(size), make(size * TIMES)
    return spent(lambda: work(large)) / max(spent(lambda: work(small)), LEAST_S)
