"""Where a check is called. The type of an anchor is the type of what the check is given.

`param(Params.thinking)`, `each(ToolUse)` and `once(Image)` make an anchor of a field or a type; the others
are the constants below. A name that does not exist is found by mypy, and raises when the rule is loaded.
"""

from __future__ import annotations

from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, get_args

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.request import Request

if TYPE_CHECKING:
    from msgspec import Raw, UnsetType

    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.reporter import Reporter
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")

# Every type of block that a message may hold or that a block may hold, by its tag.
BLOCKS: dict[str, type[shapes.Shape]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (*get_args(shapes.Block), shapes.ToolReference, shapes.BrowserState)
}
_TAGS = {kind: tag for tag, kind in BLOCKS.items()}


class Anchor(Generic[P]):
    """A place in a file or a request; a check anchored there is called with P.

    `reads` are the keys of params the place itself depends on. `inside` is the type of the message that a
    block is in directly, None for wherever it is.
    """

    def __init__(self, name: str, reads: tuple[str, ...] = (), inside: type | None = None) -> None:
        self.name = name
        self.reads = frozenset(reads)
        self.inside = inside

    @property
    def parts(self) -> tuple[Anchor[Any], ...]:
        """Return the single anchors this one is made of."""
        return (self,)


class Place(Anchor[[T, str, Request]], Generic[T]):
    """An anchor at a value of a request: a check gets the value, its place, and the request to report to."""

    def __or__(self, other: Place[U]) -> Place[T | U]:
        """Return the anchor at both."""
        return _Several((*self.parts, *other.parts))


class _Several(Place[T]):
    def __init__(self, parts: tuple[Anchor[Any], ...]) -> None:
        super().__init__(" | ".join(one.name for one in parts))
        self._parts = parts

    @property
    def parts(self) -> tuple[Anchor[Any], ...]:
        return self._parts


def key(field: object) -> str:
    """Return the key of a field such as `Params.thinking`; TypeError for anything else."""
    if isinstance(field, MemberDescriptorType) and field.__objclass__ is shapes.Params:
        return field.__name__
    raise TypeError(f"{field!r} is no field of Params")


def param(field: T | UnsetType) -> Place[T]:
    """Return the anchor at a key of params: `param(Params.thinking)`, called when the key is there.

    `max_tokens` is there always; its checks are called when it is below 1 or above the model's usual ceiling.
    """
    name = key(field)
    return Place(f"params.{name}", reads=("max_tokens",) if name == "max_tokens" else ())


def each(*kinds: type[T], inside: type[shapes.Message] | None = None) -> Place[T]:
    """Return the anchor at each block of these types, in messages, results and documents alike.

    With `inside=AssistantMessage` only at those that stand directly in such a message.
    """
    return _Several(tuple(of_block(kind, inside) for kind in kinds))


def of_block(kind: type, inside: type | None = None) -> Anchor[Any]:
    """Return the single anchor of one type of block."""
    return Anchor(f"block.{_tag(kind)}", inside=inside)


def once(kind: type[shapes.Shape]) -> Anchor[[Request]]:
    """Return the anchor at a request that holds a block of this type: called once for the request."""
    return Anchor(f"once.{_tag(kind)}")


def _tag(kind: type) -> str:
    if kind not in _TAGS:
        raise TypeError(f"{kind!r} is no type of block that is visited")
    return _TAGS[kind]


# Of one request.
TEXT_BLANK: Place[shapes.Text] = Place("text.blank")
TEXT_CITED: Place[shapes.Text] = Place("text.citations")
CONTENT_BLANK: Place[shapes.Message] = Place("content.blank")
CONTENT_EMPTY: Place[shapes.Message] = Place("content.empty")
CONTENT_MISSING: Place[shapes.SystemMessage] = Place("content.missing")
MESSAGES_EMPTY: Place[list[shapes.Message]] = Place("messages.empty", reads=("messages",))
SYSTEM_MESSAGE: Place[shapes.SystemMessage] = Place("message.system")
LAST_ASSISTANT: Place[shapes.AssistantMessage] = Place("last.assistant", reads=("messages",))
TOOLS_OF_MODEL: Place[Raw] = Place("tools.model", reads=("model", "tools"))
LARGE: Place[int] = Place("large")
_MARKED = ("messages", "system", "cache_control")
CACHE_CONTROL: Anchor[[Request]] = Anchor("cache_control", reads=_MARKED)
CACHE_CONTROLS: Anchor[[Request]] = Anchor("cache_control.several", reads=_MARKED)

# Of what many requests share: looked at once, repeated for each of them.
MODEL: Anchor[[Model | None, str, Reporter]] = Anchor("model")
TOOL: Anchor[[dict[str, Any], str, ToolSet]] = Anchor("tool")
TOOLS: Anchor[[ToolSet, str, ToolSet]] = Anchor("tools")
SCHEMA: Anchor[[dict[str, Any], str, Reporter]] = Anchor("schema")

# Of a line and its id.
CUSTOM_ID: Anchor[[str, str, Reporter]] = Anchor("custom_id")
CUSTOM_ID_AGAIN: Anchor[[str, str, Reporter]] = Anchor("custom_id.duplicate")
UNDECODABLE: Anchor[[bytes, Any, Reporter]] = Anchor("undecodable")
ELEMENT: Anchor[[bytes, Reporter]] = Anchor("element")
OVERLONG: Anchor[[int, str, Reporter]] = Anchor("line.overlong")

# Of a record of another platform's batch; what is asked of a file as a whole is in `batch.py`.
BEDROCK_RECORD: Anchor[[dict[str, Any], Reporter]] = Anchor("bedrock.record")
VERTEX_RECORD: Anchor[[dict[str, Any], Reporter]] = Anchor("vertex.record")
RECORDS = {"bedrock": BEDROCK_RECORD, "vertex": VERTEX_RECORD}
