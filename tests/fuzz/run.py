"""Long fuzzing.

    python -m tests.fuzz.run paste|log|batch COUNT SEED      random: so many mutated inputs
    python -m tests.fuzz.run paste|log|batch --guided SECONDS    guided by coverage (needs atheris)

Inputs that something is wrong with are printed, and kept in the working directory under fuzz-found/.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from collections.abc import Callable

from tests.fuzz import seeds, targets
from tests.fuzz.mutate import mutated

SEEDS = {"paste": seeds.pastes, "log": seeds.log_lines, "batch": seeds.requests}
# Logs and batches are read many lines at a time, as what one line leaves behind may break the next.
TOGETHER = {"paste": 1, "log": 40, "batch": 20}


def once(kind: str, chance: random.Random, known: list[str]) -> tuple[int, str]:
    """Try one input; return how many mutated pieces it had and what is wrong, "" for nothing."""
    pieces = [mutated(chance, known) for _ in range(TOGETHER[kind])]
    try:
        target(kind)(pieces)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is the finding
        return len(pieces), f"{type(error).__name__}: {error}\n{_kept(kind, pieces)}"
    return len(pieces), ""


def target(kind: str) -> Callable[[list[str]], None]:
    """Return what takes the pieces of one input."""
    if kind == "paste":
        return lambda pieces: targets.paste(pieces[0])
    call = targets.log if kind == "log" else targets.batch
    return lambda pieces: call(
        [line for piece in pieces for line in piece.encode("utf-8", "surrogatepass").split(b"\n") if line]
    )


def _kept(kind: str, pieces: list[str]) -> str:
    data = "\n".join(pieces).encode("utf-8", "surrogatepass")
    os.makedirs("fuzz-found", exist_ok=True)
    path = f"fuzz-found/{kind}-{hashlib.sha256(data).hexdigest()[:12]}"
    with open(path, "wb") as file:
        file.write(data)
    return path


def at_random(kind: str, count: int, seed: int) -> int:
    """Try so many mutated pieces; return how many inputs something is wrong with."""
    chance, known = random.Random(seed), SEEDS[kind]()
    began, done, wrong = time.monotonic(), 0, 0
    while done < count:
        pieces, found = once(kind, chance, known)
        done += pieces
        if found:
            wrong += 1
            print(found, flush=True)
    print(
        f"| fuzzing, {kind}: mutated at random | {done} pieces | {wrong} wrong | {time.monotonic() - began:.0f} |"
    )
    return wrong


def guided(kind: str, seconds: int) -> None:
    """Let atheris look for inputs that reach new code; it ends the process."""
    import atheris

    call = target(kind)
    with atheris.instrument_imports(include=["claude_doctor"]):
        for name in [name for name in sys.modules if name.startswith("claude_doctor.doors")]:
            del sys.modules[name]
    atheris.instrument_all()
    place = f"fuzz-corpus-{kind}"
    os.makedirs(place, exist_ok=True)
    for number, text in enumerate(SEEDS[kind]()[:2000]):
        with open(f"{place}/seed-{number}", "wb") as file:
            file.write(text.encode("utf-8", "surrogatepass"))
    words = [
        sys.argv[0],
        place,
        f"-max_total_time={seconds}",
        "-max_len=8000",
        "-timeout=10",
        "-print_final_stats=1",
    ]
    atheris.Setup(words, lambda data: call([data.decode("utf-8", "replace")]))
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[2] == "--guided":
        guided(sys.argv[1], int(sys.argv[3]))
    sys.exit(at_random(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])) > 0)
