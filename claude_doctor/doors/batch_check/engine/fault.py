"""A fault of shape, and the words for it: kinds, places and lengths, never a value out of a prompt."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from claude_doctor.base.mask import free_masked, masked
from claude_doctor.base.record import record
from claude_doctor.base.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_KINDS = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    list: "an array",
    dict: "an object",
}
_QUOTED = 40
_WRITTEN = 10**_QUOTED
_REMOVE = "Remove it"
# From so many letters on, and with so much in common (difflib's ratio), a name is taken for a misspelt one.
_SHORTEST, _ALIKE = 3, 0.8
# Parameters of other APIs that look like one of ours (seed, speed): whoever writes them did not misspell.
_ELSEWHERE = frozenset(
    (
        "seed",
        "user",
        "stop",
        "n",
        "best_of",
        "logprobs",
        "store",
        "functions",
        "modalities",
        "prediction",
        "input",
        "text",
    )
)


def nearest(name: str, known: Collection[str]) -> str:
    """Return the known name that one was likely meant to be ("" when none is near); spelling, case and
    separators may differ.
    """
    if not _SHORTEST <= len(name) <= _QUOTED or name in _ELSEWHERE:
        return ""
    plain = {_letters(one): one for one in known}
    found = get_close_matches(_letters(name), plain, 1, _ALIKE)
    return plain[found[0]] if found else ""


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


@record
class Claim:
    """Faults of shape that are this rule's: `on` lists `Type.field`, `Type.field:kind`, `Type` or `Type:kind`
    (the most specific wins).

    `fix` says what to do. `severity` replaces the page's. `says` returns (message, fix) where a fixed text is
    not enough; an empty message or fix is filled with the usual one.
    """

    rule: str
    on: tuple[str, ...]
    fix: str = ""
    severity: str = ""
    says: Callable[[ShapeFault], tuple[str, str]] | None = None


class ShapeFault:
    """One fault of shape.

    `kind`: missing, unknown (a key), type, item (the type of an element of an array), value (of a list of
    words), null, tag (an unknown `type` or role), untagged (none). `owner` is the type and field it belongs
    to, as in `CacheControl.ttl`; `wanted` says what may stand there; `known` are the keys an object with an
    unknown one may have.
    """

    __slots__ = ("claim", "kind", "known", "owner", "place", "value", "wanted")

    def __init__(  # all that is known of it
        self,
        kind: str,
        owner: str,
        place: tuple[str | int, ...],
        value: Any = None,
        wanted: str = "",
        known: Collection[str] = (),
    ) -> None:
        self.kind = kind
        self.owner = owner
        self.place = place
        self.value = value
        self.wanted = wanted
        self.known = known
        self.claim: Claim | None = None

    def said(self) -> tuple[str, str, str]:
        """Return place, message and fix in words: those of the rule that claims it, else the usual ones."""
        claim = self.claim
        words, fix = claim.says(self) if claim and claim.says else ("", "")
        meant = nearest(str(self.place[-1]), self.known) if self.known else ""
        # What a rule knows of this very key says more than a likeness.
        if (
            meant
            and (not fix or fix.startswith(_REMOVE))
            and not (claim and f"{self.owner}:{self.kind}" in claim.on)
        ):
            fix = f"Did you mean {meant}?"
        return path(self.place), words or message(self), fix or (claim.fix if claim else "")

    def plainly(self) -> tuple[str, str, str]:
        """Return place, message and fix without asking the rule for its words."""
        return path(self.place), message(self), self.claim.fix if self.claim else ""

    @property
    def field(self) -> str:
        """The key at fault."""
        return self.owner.split(".", 1)[-1]  # a key may have dots of its own


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value: all that is ever said about the value of a prompt."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _KINDS.get(type(value), "a value")


def short(text: str) -> str:
    """Return text on one line of at most 40 characters; a secret is masked
    first, while it can still be told.
    """
    return one_line(masked(clean(text)) if len(text) > _QUOTED else clean(text), _QUOTED)


def quoted(value: Any) -> str:
    """Return a name, id, enum value or number, shortened to 40 characters; anything else is named by its
    kind.
    """
    if isinstance(value, bool):
        return kind_of(value)
    if isinstance(value, int) and not -_WRITTEN < value < _WRITTEN:
        # Python refuses to write out the longest
        return f"a number of {int(value.bit_length() * 0.30103) + 1:,} digits"
    if isinstance(value, int | float):
        return one_line(str(value), _QUOTED)
    if isinstance(value, str) and len(value) > _QUOTED:
        value = free_masked(clean(value))  # cut it cannot be told from a word any more
    return f'"{short(value)}"' if isinstance(value, str) else kind_of(value)


def path(place: Iterable[str | int]) -> str:
    """Return a place as the API writes it; strange and long keys are shortened and cleaned."""
    return ".".join(
        str(part) if isinstance(part, int) or (len(part) <= _QUOTED and part.isidentifier()) else short(part)
        for part in place
    )


def message(fault: ShapeFault) -> str:
    """Say what is wrong in one sentence without its place."""
    field = short(fault.field)
    if fault.kind == "missing":
        return f"`{field}` is missing"
    if fault.kind == "unknown":
        return f"`{short(str(fault.place[-1]))}` is not a known field here"
    if fault.kind == "untagged":
        return f"an object of `{field}` has no `{fault.place[-1]}`"
    if fault.kind == "tag":
        return f"{fault.place[-1]} {quoted(fault.value)} is not known here"
    if fault.kind == "value":
        return f"`{field}` is {quoted(fault.value)}; it may be {fault.wanted}"
    inside = isinstance(fault.place[-1], int)
    return f"{'an item of ' if inside else ''}`{field}` is {kind_of(fault.value)}, not {fault.wanted}"
