"""A member of ours that breaks never hides the others: it is named, and the rest goes on. One shape for every
door.

What is kept is (member, what happened): the class of the error and where it was raised. Its own words are
left out, since they may quote the input.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Faults = tuple[tuple[str, str], ...]


def note(broken: dict[str, str], member: str, error: BaseException) -> None:
    """Keep the first fault of a member."""
    if member not in broken:
        broken[member] = told(member, error)


def told(member: str, error: BaseException) -> str:
    """Return what happened, as `KeyError (docker.py, line 12)`: the last place in the member, else where it
    was raised.
    """
    places = list(_places(error))
    inside = [
        place for place in places if member in (os.path.basename(place[0]), place[1].removesuffix(".py"))
    ]
    where = f" ({(inside or places)[-1][1]}, line {(inside or places)[-1][2]})" if places else ""
    return f"{type(error).__name__}{where}"


def member_in(folder: str, error: BaseException) -> str | None:
    """Return the member of a folder that an error comes from, the innermost; None when none was asked."""
    found = None
    for place, name, _ in _places(error):
        inside = os.path.relpath(os.path.join(place, name), folder).split(os.sep)[0]
        if inside != os.pardir and not inside.startswith("_"):
            found = inside.removesuffix(".py")
    return found


def listed(faults: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the contract's `faults_of_ours`."""
    return [{"member": member, "error": error} for member, error in faults]


def say(kind: str, faults: Iterable[tuple[str, str]], rest: str) -> None:
    """Name each on standard error; `rest` says what goes on."""
    for member, error in faults:
        from claude_doctor.base.messages import say as say_line  # most runs have no message

        say_line(f"the {kind} {member} broke: {error} (a fault of claude-doctor; {rest})")


def _places(error: BaseException) -> Iterator[tuple[str, str, int]]:
    trace = error.__traceback__
    while trace is not None:
        folder, name = os.path.split(trace.tb_frame.f_code.co_filename)
        yield folder, name, trace.tb_lineno
        trace = trace.tb_next
