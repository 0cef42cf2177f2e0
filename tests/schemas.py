"""Every document that a test makes is what docs/schema says, key for key."""

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema_rs

from tests.conftest import ROOT

PLACE = ROOT / "docs" / "schema"


def check(args: tuple[str, ...], text: str) -> None:
    """Raise ValidationError when a text is a document of a command, or the events of one, and not as promised."""
    if not text.startswith("{"):
        return
    try:
        found = json.loads(text)
    except ValueError:
        if args[:1] == ("tail",) and "events" in args:
            for line in text.splitlines():
                validator("tail-events").validate(json.loads(line))
        return
    if not isinstance(found, dict) or found.get("tool", {}).get("name") != "claude-doctor":
        return
    # A command without an outline describes its document itself, or not at all.
    if (PLACE / f"{found.get('command')}.schema.json").exists():
        validator(found["command"]).validate(found)


@functools.cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """Return the schema of a document, in which nothing may stand that it does not name."""
    schema = json.loads((PLACE / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(_closed(schema))


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema and "type" in schema:
        closed["additionalProperties"] = False
    return closed
