"""What a file is: the head of it, asked of every member of `kinds/`.

A member has `RANK` (lower is asked first), `NAME` (what it is, with its article), `WAY_OUT` (what to do instead), and
`recognise(head) -> bool`. One that is the batch of another platform has a `PLATFORM`, by whose rules it is checked; one whose
elements can be turned into requests has `wrap(item, number) -> request or None`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.base import registry
from claude_doctor.base.record import record
from claude_doctor.doors.batch_check import kinds
from claude_doctor.doors.batch_check.engine import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_HEAD = 1 << 16
_BOM = b"\xef\xbb\xbf"
_DEEPEST = 4


@record
class Platform:
    """A platform with a batch of its own: its keys for the id and the body, and which rules do not hold there.

    `versions` are the values that its `anthropic_version` may have. `renamed` maps rules of the Claude API to the page that says it for
    the platform. `optional_id` says that an element may have no id.
    """

    name: str
    title: str
    id_key: str
    body: str
    version: str
    optional_id: bool
    renamed: dict[str, str]


@record
class Head:
    """The beginning of a file: its text, and its first object as far as it goes ({} where there is none)."""

    text: bytes
    item: dict[str, Any]


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


def recognised(head: Head) -> ModuleType | None:
    """Return the kind a file is of; None for a batch of the Claude API and for what nobody knows."""
    if "params" in head.item or "requests" in head.item:
        return None
    return next((kind for kind in registry.ranked(kinds) if kind.recognise(head)), None)


def platform(name: str) -> ModuleType | None:
    """Return the kind that is the batch of a platform, by the platform's name."""
    for member in registry.ranked(kinds):
        found: Platform | None = getattr(member, "PLATFORM", None)
        if found is not None and found.name == name:
            return member
    return None


def wrapper(kind: ModuleType | None) -> Callable[[dict[str, Any], int], dict[str, Any] | None] | None:
    """Return what turns an element of a kind into a request, None where nothing does."""
    found: Callable[[dict[str, Any], int], dict[str, Any] | None] | None = getattr(kind, "wrap", None)
    return found
