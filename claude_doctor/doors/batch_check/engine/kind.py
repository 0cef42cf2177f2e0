"""What a file is: its head, asked of every member of `kinds/`."""

from __future__ import annotations

from typing import Any

import msgspec

from claude_doctor.base import registry
from claude_doctor.doors.batch_check import kinds
from claude_doctor.doors.batch_check.engine import cut
from claude_doctor.doors.batch_check.engine.head import Head, Platform
from claude_doctor.doors.batch_check.kinds.contract import Kind

_HEAD = 1 << 16
_BOM = b"\xef\xbb\xbf"
_DEEPEST = 4


def look(text: bytes) -> Head:
    """Return the head of a file with its first object, also of one that goes on behind the head."""
    text = text[:_HEAD].removeprefix(_BOM).lstrip()
    at = 0
    if text[at : at + 1] == b"[":
        at = cut.blank(text, at + 1)
    item = _object(text, at, _DEEPEST) if text[at : at + 1] == b"{" else {}
    return Head(text, item)


def _object(text: bytes, at: int, depth: int) -> dict[str, Any]:
    """Return an object, without what cannot be read; of one that is cut off what stands before the cut."""
    end = cut.ended(text, at)
    if end >= 0:
        try:
            found = msgspec.json.decode(text[at:end])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
    return _begun(text, at, depth) if depth else {}


def _begun(text: bytes, at: int, depth: int) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for key, value_at in cut.members(text, at):
        try:
            name = key.decode()
        except UnicodeDecodeError:
            return item
        end = cut.ended(text, value_at)
        if text[value_at : value_at + 1] == b"{":
            item[name] = _object(text, value_at, depth - 1)
        elif end < 0:
            item[name] = [] if text[value_at : value_at + 1] == b"[" else ""
        else:
            try:
                item[name] = msgspec.json.decode(text[value_at:end])
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                return item
    return item


def recognised(head: Head) -> Kind | None:
    """Return the kind a file is of; None for a batch of the Claude API and for what nobody knows."""
    if "params" in head.item or "requests" in head.item:
        return None
    return next((kind for _, kind in registry.ranked(kinds, Kind) if kind.recognise(head)), None)


def platform(name: str) -> Kind | None:
    """Return the kind that is the batch of a platform, by the platform's name."""
    for _, member in registry.ranked(kinds, Kind):
        found: Platform | None = member.PLATFORM
        if found is not None and found.name == name:
            return member
    return None
