"""The cloud lab on a busy machine: every scenario under nine processes that never rest gives the verdict it should.

python -m tests.health.clouds.soak [NAME ...]
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.health.clouds import running
from tests.health.clouds.scenarios import SCENARIOS, Scenario

BUSY, AT_ONCE = 9, 3


def spin() -> None:
    """Never rest."""
    while True:
        sum(range(10_000))


def one(scenario: Scenario) -> tuple[Scenario, list[str], float]:
    """Return what health got wrong and the seconds it took."""
    started = time.monotonic()
    try:
        found = running.mistakes(scenario, running.run(scenario, with_sdk=False))
    except Exception as error:  # noqa: BLE001  # a run that breaks is a mistake
        found = [repr(error)]
    return scenario, found, time.monotonic() - started


def main(names: list[str]) -> int:
    """Run all scenarios, or those named, and count the wrong ones."""
    wanted = [each for each in SCENARIOS if not names or any(name in each.name for name in names)]
    busy = [multiprocessing.Process(target=spin, daemon=True) for _ in range(BUSY)]
    for process in busy:
        process.start()
    wrong, took = 0, []
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for scenario, found, seconds in pool.map(one, wanted):
                took.append(seconds)
                if found:
                    wrong += 1
                    print(f"{scenario.name}: {found}", flush=True)
    finally:
        for process in busy:
            process.terminate()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{len(wanted)} scenarios under {BUSY} busy processes (load {load:.0f}): {wrong} wrong; "
          f"median {sorted(took)[len(took) // 2]:.1f} s, longest {max(took):.1f} s")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
