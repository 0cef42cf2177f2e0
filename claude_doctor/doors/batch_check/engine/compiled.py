"""Checks written out as one function: each behind its conditions, with one comparison a condition, no loop
and no lookup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.rule import Anchors, anchors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Check = Callable[..., None]
    # What is called, the conditions it was marked with, the names its module knows.
    Bound = tuple[Check, Anchors, dict[str, Any]]

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
_NAME = re.compile(r"(?<![.\w])[A-Za-z_]\w*")


def bound(anchor: str, checks: Iterable[tuple[Check, tuple[str, ...]]], guarded: bool) -> tuple[Bound, ...]:
    """Return the checks of an anchor; `guarded` ones are silent where a key they read lost something."""
    found = []
    for check, reads in checks:
        given = anchors_of(check) or Anchors((), ())
        asked = _guard(check, frozenset((*reads, *_READS.get(anchor, ())))) if guarded else check
        found.append((asked, given, check.__globals__))
    return tuple(found)


def _guard(check: Check, reads: frozenset[str]) -> Check:
    def guarded(*given: Any) -> None:
        if not reads or reads.isdisjoint(given[-1].broken):
            check(*given)

    return guarded


def calls(checks: Sequence[Bound], value: str, place: str, space: dict[str, Any]) -> list[str]:
    """Return the lines that call checks with an expression and its place; what they name goes into `space`.

    A check of the request as a whole has neither: `value` is "r" then, and `place` is empty.
    """
    lines = []
    for check, given, known in checks:
        name = f"check_{len(space)}"
        space[name] = check
        tests = []
        if given.kinds:
            space[f"{name}_kinds"] = frozenset(given.kinds)
            tests.append(f"type({value}) in {name}_kinds")
        if given.when:
            tests.append(f"({_condition(given.when, value, name, known, space)})")
        call = f"{name}({value}, {place}, r)" if place else f"{name}(r)"
        lines.append(f"if {' and '.join(tests)}: {call}" if tests else call)
    return lines


def _condition(when: str, value: str, name: str, known: dict[str, Any], space: dict[str, Any]) -> str:
    """Return a condition in the words of the function that is made: `it` is the value, other names are those
    of the rule's module.
    """

    def renamed(found: re.Match[str]) -> str:
        word = found[0]
        if word == "it":
            return value
        if word not in known:
            return word
        space[f"{name}_{word}"] = known[word]
        return f"{name}_{word}"

    return _NAME.sub(renamed, when)


def function(head: str, lines: Iterable[str], space: dict[str, Any]) -> Any:
    """Return the function `head` (`name(arguments)`) with these lines as its body."""
    body = "\n".join(f" {line}" for line in lines) or " pass"
    exec(f"def {head}:\n{body}", space)  # noqa: S102  # our own text, made from names of fields and the conditions of rules
    return space[head.partition("(")[0]]
