"""A batch, its results and the key to them: made from a seed, in any order, with what goes wrong in real
ones.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from tests.batch import helper

# (type, error type or stop reason, whether it may go again unchanged)
KINDS = [
    ("succeeded", "end_turn", None),
    ("succeeded", "tool_use", None),
    ("succeeded", "max_tokens", False),
    ("succeeded", "refusal", False),
    ("succeeded", "pause_turn", False),
    ("errored", "invalid_request_error", False),
    ("errored", "not_found_error", False),
    ("errored", "api_error", True),
    ("errored", "overloaded_error", True),
    ("expired", "", True),
    ("canceled", "", True),
]
WORDS = {
    "invalid_request_error": "max_tokens: Field required",
    "not_found_error": "model: claude-nothing-1",
    "api_error": "Internal server error",
    "overloaded_error": "Overloaded",
}


def result(kind: str, detail: str, rng: random.Random, usage: Counter[str]) -> dict[str, Any]:
    if kind == "succeeded":
        used = {
            "input_tokens": rng.randrange(1, 900),
            "output_tokens": rng.randrange(1, 900),
            "cache_creation_input_tokens": 0,
        }
        used["cache_read_input_tokens"] = rng.choice([0, 2048])
        usage.update(used)
        if detail not in ("end_turn", "tool_use"):
            usage["wasted"] += sum(used.values())
        message = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "content": [{"type": "text", "text": "x"}],
        }
        return {
            "type": kind,
            "message": {**message, "model": "claude-opus-5-5", "stop_reason": detail, "usage": used},
        }
    if kind == "errored":
        return {
            "type": kind,
            "error": {
                "type": "error",
                "error": {"type": detail, "message": WORDS[detail]},
                "request_id": None,
            },
        }
    return {"type": kind}


def made(folder: Path, count: int, seed: int, shuffled: bool) -> dict[str, Any]:
    """Write requests.jsonl and results.jsonl; return the key."""
    rng = random.Random(seed)
    usage: Counter[str] = Counter()
    types: Counter[str] = Counter()
    details: Counter[str] = Counter()
    again: list[str] = []
    missing = strangers = repeated = 0
    lines: list[tuple[str, str]] = []
    ids = [f"row-{at:07}" for at in range(count)]
    with (folder / "requests.jsonl").open("w", encoding="utf-8") as out:
        for custom_id in ids:
            out.write(json.dumps({"custom_id": custom_id, "params": helper.params()}) + "\n")
    for custom_id in ids:
        draw = rng.random()
        if draw < 0.01:
            missing += 1
            continue
        kind, detail, unchanged = rng.choice(KINDS)
        types[kind] += 1
        details[detail or kind] += 1
        if unchanged:
            again.append(custom_id)
        line = json.dumps({"custom_id": custom_id, "result": result(kind, detail, rng, usage)})
        lines.append((custom_id, line))
        if draw > 0.99:
            repeated += 1
            lines.append((custom_id, line))
        elif draw > 0.98:
            strangers += 1
            lines.append(
                (f"{custom_id}a", json.dumps({"custom_id": f"{custom_id}a", "result": {"type": "expired"}}))
            )
    if shuffled:
        rng.shuffle(lines)
    else:
        lines.sort(key=lambda one: (len(one[0]), one[0]))
    (folder / "results.jsonl").write_text("".join(f"{line}\n" for _, line in lines), encoding="utf-8")
    return {
        "types": types,
        "details": details,
        "again": again,
        "missing": missing,
        "strangers": strangers,
        "repeated": repeated,
        "usage": usage,
        "requests": count,
    }


def compare(found: dict[str, Any], key: dict[str, Any]) -> None:
    """Assert that the `results` of a JSON report are those of the key."""
    assert {kind: found[kind] for kind in ("succeeded", "errored", "canceled", "expired")} == {
        kind: key["types"][kind] for kind in ("succeeded", "errored", "canceled", "expired")
    }
    assert found["requests"] == key["requests"]
    assert found["missing"]["count"] == key["missing"]
    assert found["not_asked_for"]["count"] == key["strangers"]
    assert found["repeated"] == key["repeated"]
    assert found["incomplete"] == sum(
        key["details"][name] for name in ("max_tokens", "refusal", "pause_turn")
    )
    counted = {one["type"] or one["outcome"]: one["count"] for one in found["causes"]}
    assert counted == {
        name: count for name, count in key["details"].items() if name not in ("end_turn", "tool_use")
    }
    assert found["usage"] == {kind: key["usage"][kind] for kind in found["usage"]}
    assert found["wasted"]["tokens"] == key["usage"]["wasted"]
    assert found["wasted"]["share"] == round(key["usage"]["wasted"] / max(sum(found["usage"].values()), 1), 4)
