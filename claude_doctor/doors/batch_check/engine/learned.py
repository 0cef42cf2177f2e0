"""The typed decode of the keys a file uses: every known key costs time in every request, so it begins with
the common ones.

The first request with another known key is refused; the key is learned, and the request is read again. So is
the role `system`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
from msgspec import UNSET

from claude_doctor.doors.batch_check.engine import shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    # The type an unknown key stands in, its place, its value.
    Unknown = tuple[str, tuple[str, ...], Any]

REQUIRED = ("model", "max_tokens", "messages")
# What the documentation's own examples use.
COMMON = (
    *REQUIRED,
    "system",
    "tools",
    "tool_choice",
    "metadata",
    "stop_sequences",
    "output_config",
    "service_tier",
    "thinking",
    "temperature",
)
_AT = "` - at `$.params`"
_UNKNOWN = "Object contains unknown field `"
_untyped = msgspec.json.decode
_pairs = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_KNOWN = shapes.Params.__struct_fields__
# What stands among the known keys once the role is known.
SYSTEM = "messages.role.system"
_OTHER_ROLE = re.compile(r"Invalid value 'system' - at `\$\.params\.messages\[[^]]+\]\.role`").fullmatch


class Learned:
    """The keys of params met so far, and the decoder that knows them and no others."""

    def __init__(self) -> None:
        self.keys = frozenset(COMMON)
        self.decode = _decoder(self.keys)
        self._loose: Callable[[bytes], shapes.Item] | None = None

    def learn(self, error: Exception) -> bool:
        """Learn the key a request was refused for; False when it is no key of params, or the fault is another
        one.
        """
        words = str(error)
        if _OTHER_ROLE(words):
            key = SYSTEM
        elif words.startswith(_UNKNOWN) and words.endswith(_AT):
            key = words[len(_UNKNOWN) : -len(_AT)]
        else:
            return False
        if key in self.keys or (key not in _KNOWN and key != SYSTEM):
            return False
        self.keys |= {key}
        self.decode = _decoder(self.keys)
        self._loose = None
        return True

    def loose(self, raw: bytes, error: Exception) -> tuple[shapes.Item, list[Unknown]] | None:
        """Return a request whose one fault is unknown keys of its own or of params, and those keys; else
        None.

        That is the commonest fault, and it costs a quarter of the full path. Raises what the decoder raises.
        """
        words = str(error)
        if not words.startswith(_UNKNOWN) or (" - at `" in words and not words.endswith(_AT)):
            return None
        if self._loose is None:
            self._loose = _decoder(self.keys, strict=False)
        item = self._loose(raw)
        found: list[Unknown] = []
        for key, value in _pairs(raw).items():
            if key == "params":
                for name, inner in _pairs(value).items():
                    if name in self.keys:
                        continue
                    if name in _KNOWN:  # to be learned by itself
                        return None
                    found.append(("Params", ("params", name), _untyped(inner)))
            elif key != "custom_id":
                found.append(("Item", (key,), _untyped(value)))
        return item, found


@cache
def _hints() -> dict[str, Any]:
    return get_type_hints(shapes.Params)


def _decoder(keys: frozenset[str], strict: bool = True) -> Callable[[bytes], shapes.Item]:
    """Return the decoder of elements whose params have these keys; the others are there as `UNSET`, for the
    rules.

    One that is not strict passes over unknown keys of the element and of params, nowhere else.
    """
    hints = dict(_hints())
    if SYSTEM not in keys:
        hints["messages"] = list[shapes.UserMessage | shapes.AssistantMessage]
    fields: list[Any] = [
        (key, hints[key]) if key in REQUIRED else (key, hints[key], UNSET) for key in _KNOWN if key in keys
    ]
    absent: dict[str, Any] = {key: UNSET for key in _KNOWN if key not in keys}
    params = msgspec.defstruct(
        "Params", fields, bases=(shapes.Shape,), namespace=absent, forbid_unknown_fields=strict, gc=False
    )
    item = msgspec.defstruct(
        "Item",
        [("custom_id", str), ("params", params)],
        bases=(shapes.Shape,),
        forbid_unknown_fields=strict,
        gc=False,
    )
    made: Any = msgspec.json.Decoder(item)
    return made.decode  # type: ignore[no-any-return]  # the same fields as an Item
