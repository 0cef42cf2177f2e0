"""Write a seeded log of failed Claude requests, with the true counts beside it: the input of tail_speed.py.

python benchmarks/tail_generate.py OUT.jsonl --lines 3000000 --seed 5 --key OUT.key.json
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS = ("claude-opus-5-5", "claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5")
# status, type, weight, messages; {a} and {b} are numbers, {m} is the model
CAUSES: tuple[tuple[int, str, int, tuple[str, ...]], ...] = (
    (529, "overloaded_error", 30, ("Overloaded",)),
    (
        429,
        "rate_limit_error",
        30,
        (
            (
                "This request would exceed your organization's rate limit of {a} input tokens per minute "
                "(model: {m})."
            ),
        ),
    ),
    (500, "api_error", 10, ("Internal server error",)),
    (
        400,
        "invalid_request_error",
        15,
        (
            "prompt is too long: {a} tokens > 200000 maximum",
            "max_tokens: {a} > {b}, which is the maximum allowed number of output tokens for {m}",
            (
                "messages.{b}: all messages must have non-empty content except for the optional final "
                "assistant message"
            ),
        ),
    ),
    (401, "authentication_error", 5, ("invalid x-api-key",)),
    (404, "not_found_error", 5, ("model: {m}-latest",)),
    (0, "connection_error", 5, ("Connection error.",)),
)


def records(count: int, seed: int, malformed: float) -> Iterator[tuple[str, int | None]]:
    """Yield (line, status); a damaged line has status None."""
    chance = random.Random(seed)
    at = datetime(2026, 11, 13, tzinfo=UTC)
    step = 7 * 86_400 / count
    weights = [cause[2] for cause in CAUSES]
    for number in range(count):
        at += timedelta(seconds=step * 2 * chance.random())
        status, kind, _, messages = chance.choices(CAUSES, weights)[0]
        model = chance.choice(MODELS)
        message = chance.choice(messages).format(
            a=chance.randint(1_000, 2_000_000), b=chance.randint(1, 64_000), m=model
        )
        name = f"req_{seed:02}{number:012}"
        line = json.dumps(_record(chance, at, status, kind, message, model, name))
        if chance.random() < malformed:
            yield line[: len(line) * 2 // 3], None
        else:
            yield line, status


def _record(  # noqa: PLR0913, PLR0917  # one field each
    chance: random.Random, at: datetime, status: int, kind: str, message: str, model: str, name: str
) -> dict[str, object]:
    if chance.random() < 0.75:
        context = {"job": f"job-{chance.randint(1, 20)}", "request_id": name}
        stamp = f"{at:%Y-%m-%dT%H:%M:%S.%f}+00:00"
        first = {
            "timestamp": stamp,
            "category": kind,
            "status_code": status or None,
            "message": message,
            "context": context,
        }
        return first | {"request": {"model": model, "max_tokens": chance.randint(1, 8192)}}
    body = {"type": "error", "error": {"type": kind, "message": message}, "request_id": name}
    return {
        "ts": f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
        "level": "ERROR",
        "status": status or None,
        "request_id": name,
        "body": body,
        "model": model,
    }


def main() -> None:
    """Write the log and its key."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--lines", type=int, default=3_000_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--malformed", type=float, default=0.001)
    parser.add_argument("--key")
    given = parser.parse_args()
    key: Counter[str] = Counter()
    damaged = 0
    with open(given.out, "w", encoding="utf-8", newline="\n") as out:
        for line, status in records(given.lines, given.seed, given.malformed):
            out.write(f"{line}\n")
            damaged += status is None
            if status is not None:
                key[str(status)] += 1
    if given.key:
        with open(given.key, "w", encoding="utf-8") as out:
            json.dump({"n": given.lines, "malformed": damaged, "status": key}, out, indent=1)


if __name__ == "__main__":
    main()
