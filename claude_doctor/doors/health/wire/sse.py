"""Server-sent events, as far as a diagnosis needs them."""

from __future__ import annotations

import json

from claude_doctor.base.record import record


@record
class Event:
    """One event: its `event:` line ("" when it has none), its data, and whether that is no JSON."""

    name: str
    data: str
    kind: str
    is_broken: bool


def events(body: bytes) -> list[Event]:
    """Return the events of a body; the rest behind the last blank line is no event."""
    found = []
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    for block in text.split("\n\n")[:-1]:
        lines = block.split("\n")
        name = next((line[6:].strip() for line in lines if line.startswith("event:")), "")
        data = "\n".join(line[5:].strip() for line in lines if line.startswith("data:"))
        if name or data:
            found.append(_event(name, data))
    return found


def _event(name: str, data: str) -> Event:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return Event(name, data, name, is_broken=True)
    return Event(
        name,
        data,
        str(value.get("type") or name) if isinstance(value, dict) else name,
        is_broken=not isinstance(value, dict),
    )


def kinds(found: list[Event]) -> list[str]:
    """Return the types of the events in their order."""
    return [event.kind for event in found]


def error(found: list[Event]) -> tuple[str, str, str] | None:
    """Return (type, message, data) of the first error event."""
    for event in found:
        if event.kind == "error" and not event.is_broken:
            inner = json.loads(event.data).get("error")
            inner = inner if isinstance(inner, dict) else {}
            return str(inner.get("type") or "error"), str(inner.get("message") or ""), event.data
    return None
