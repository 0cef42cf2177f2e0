"""Checks written out as one function: each behind its conditions, with one comparison a condition, no loop and no lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules._rule import Anchors, anchors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Check = Callable[..., None]
    # What is called, and the conditions it was marked with.
    Bound = tuple[Check, Anchors]

# What an anchor looks at besides itself, when a request has lost something (see _mend).
_READS = {
    "turns": ("messages",),
    "last.assistant": ("messages",),
    "cache_control": ("messages", "system", "cache_control"),
    "cache_control.several": ("messages", "system", "cache_control"),
    "tools.model": ("model", "tools"),
    "messages.empty": ("messages",),
    "params.max_tokens": ("max_tokens",),
}


def bound(anchor: str, checks: Iterable[tuple[Check, tuple[str, ...]]], guarded: bool) -> tuple[Bound, ...]:
    """Return the checks of an anchor; `guarded` ones are silent where a key they read lost something."""
    found = []
    for check, reads in checks:
        given = anchors_of(check) or Anchors((), ())
        found.append((_guard(check, frozenset((*reads, *_READS.get(anchor, ())))) if guarded else check, given))
    return tuple(found)


def _guard(check: Check, reads: frozenset[str]) -> Check:
    def guarded(*given: Any) -> None:
        if not reads or reads.isdisjoint(given[-1].broken):
            check(*given)

    return guarded


def calls(checks: Sequence[Bound], value: str, place: str, space: dict[str, Any]) -> list[str]:
    """Return the lines that call checks with an expression and its place; what they name goes into `space`."""
    lines = []
    for check, given in checks:
        name = f"check_{len(space)}"
        space[name] = check
        tests = []
        if given.kinds:
            space[f"{name}_kinds"] = frozenset(given.kinds)
            tests.append(f"type({value}) in {name}_kinds")
        if given.has:
            tests.append(f"{value}.{given.has}")
        if given.lacks:
            tests.append(f"not {value}.{given.lacks}")
        call = f"{name}({value}, {place}, r)"
        lines.append(f"if {' and '.join(tests)}: {call}" if tests else call)
    return lines


def function(head: str, lines: Iterable[str], space: dict[str, Any]) -> Any:
    """Return the function `head` (`name(arguments)`) with these lines as its body."""
    body = "\n".join(f" {line}" for line in lines) or " pass"
    exec(f"def {head}:\n{body}", space)  # noqa: S102  # our own text, made from names of fields
    return space[head.partition("(")[0]]
