"""The two commonest shapes of a line as types: decoding fails on every key
that is not known to mean nothing.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading import measures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _struct(name: str, known: dict[str, Any], refused: tuple[str, ...]) -> type[Any]:
    """Return the type of an object inside a line: of what else it may hold, the keys that the readers look
    for must be null.
    """
    fields = [(key, kind | None, None) for key, kind in known.items()]
    for at, key in enumerate(key for key in refused if key not in known):
        fields.append((f"refused_{at}", None, msgspec.field(default=None, name=key)))
    return msgspec.defstruct(name, fields, gc=False)


Context_ = _struct(
    "Context_",
    {"request_id": str},
    (*_fields.REQUEST_IDS, *_fields.MODELS, *measures.IN_CONTEXT, "exception", "error"),
)
Request_ = _struct("Request_", {"model": str}, _fields.MODELS)


class _Error(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    type: str
    message: str
    details: None = None


class _Body(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    type: Literal["error"]
    error: _Error
    request_id: str | None = None


class _Line(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    timestamp: str | None = None
    category: str | None = None
    status_code: int | UnsetType | None = UNSET
    message: str | None = None
    context: Context_ | str | None = None  # type: ignore[valid-type]  # made above
    request: Request_ | str | None = None  # type: ignore[valid-type]
    ts: str | None = None
    level: str | None = None
    status: int | UnsetType | None = UNSET
    request_id: str | None = None
    body: _Body | None = None
    model: str | None = None


# The end of a time behind its minute, with and without a zone: other forms are left to the general path.
ZONED = re.compile(r":[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|\+00:00)").fullmatch
NAIVE = re.compile(r":[0-5][0-9](?:\.[0-9]{1,9})?").fullmatch
MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]").fullmatch

decode_line = msgspec.json.Decoder(_Line).decode


def is_more(line: _Line) -> bool:
    """Whether a line with a body has fields of the other shape as well."""
    return (
        line.timestamp is not None
        or line.category is not None
        or line.message is not None
        or line.context is not None
        or line.status_code is not UNSET
    )
