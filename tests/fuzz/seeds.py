"""What is mutated: the labelled samples, by kind of input, and the inputs that once found something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import GIVEN

CORPUS = GIVEN.parent
KEPT = CORPUS / "fuzz"
_LONGEST = 20_000


def pastes() -> list[str]:
    """Return pasted errors."""
    found = [item["text"] for path in sorted(CORPUS.rglob("errors-*.jsonl")) for item in _records(path)]
    return [text for text in found if len(text) < _LONGEST] + _kept("paste")


def log_lines() -> list[str]:
    """Return lines of logs of every writer."""
    found = []
    for path in sorted(CORPUS.rglob("*")):
        folders = path.relative_to(CORPUS).parts
        if (
            path.is_file()
            and any(part.startswith("logs") for part in folders)
            and "expected" not in path.name
        ):
            found += path.read_bytes().decode("utf-8", "replace").split("\n")
    return [line for line in found if line.strip() and len(line) < _LONGEST] + _kept("log")


def requests() -> list[str]:
    """Return lines of batch files, valid and not."""
    found = []
    for path in sorted(CORPUS.glob("batch-*.jsonl")):
        for item in _records(path):
            params = item.get("params")
            if "line" in item:
                found.append(item["line"])
            elif params is not None:
                found.append(json.dumps({"custom_id": str(item.get("id", "x")), "params": params}))
    return [line for line in found if len(line) < _LONGEST] + _kept("batch")


def _records(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if isinstance(item, dict) and ("text" in item or "errors-" not in path.name):
                yield item


def _kept(kind: str) -> list[str]:
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted(KEPT.glob(f"{kind}-*"))]
