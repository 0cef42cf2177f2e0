"""A record whose facts stand below one key, as collectors and loggers nest them: `{"@timestamp", "host",
"json": {...}}`, `{"level", "msg", "data": {...}}`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import evidence, fields, meaning
from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 295
TAKES = dict
_HOLDERS = frozenset(
    "log json logprocessed event message msg record body parsed structured structureddata result doc "
    "data payload context ctx meta metadata extra details props properties "
    "eventdata tags info labels mdc attributes fields customdimensions dimensions additional args "
    "kwargs jsonpayload source logrecord content values".split()
)
# Objects that only say where a record comes from.
_PLACES = frozenset(
    (
        "kubernetes host agent ecs cloud container docker resource process service input stream k8s server "
        "node span trace fluent"
    ).split()
)
_LONGEST = 65536


def read(record: Record) -> Inner | None:
    """Hand on the facts with what stands beside them; what the outer record says itself wins."""
    held: tuple[str, Record] | None = None
    for key, value in record.items():
        inner = value
        if isinstance(value, str) and value[:2] in {'{"', "{ "} and len(value) < _LONGEST:
            inner = fields.decoded(value)
        if not isinstance(inner, dict) or not inner:
            continue
        name = meaning.fold(key)[-1]
        if name in _PLACES:
            continue
        if held is not None or name not in _HOLDERS or fields.is_envelope(inner):
            return None
        held = key, inner
    if held is None:
        return None
    key, inner = held
    outer = {name: value for name, value in record.items() if name != key}
    if "role" in inner and "content" in inner:
        return None  # a message of a conversation
    if len(inner) < 2 and not isinstance(next(iter(inner.values())), dict):
        return None
    own = fields.mapping(inner)
    whole = any(meaning.fold(name)[-1] in evidence.STAMPS for name in own)
    merged = own | {name: value for name, value in outer.items() if name not in own} if whole else own | outer
    return Inner(merged, fields.time_of(record))
