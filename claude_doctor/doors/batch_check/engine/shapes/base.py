"""The base of all shapes, and cache_control, which stands almost everywhere."""

from typing import TYPE_CHECKING, Literal

from msgspec import UNSET, Struct, UnsetType


class Shape(Struct, forbid_unknown_fields=True, gc=False):
    """A JSON object with known keys; a key that is absent is `UNSET`, which is false. Trees only, so no GC
    tracking.
    """


class CacheControl(Shape, tag="ephemeral"):
    """A prompt cache breakpoint."""

    ttl: Literal["5m", "1h"] | UnsetType = UNSET


class Other(Shape, tag="(other)"):
    """Stands beside a type that is the only one of its place: msgspec asks for a `type` only where it has a
    choice.
    """


if TYPE_CHECKING:
    OnlyCache = CacheControl
else:
    OnlyCache = CacheControl | Other
