"""Annotations of GitHub workflows: one command a line, everything from outside escaped."""

from __future__ import annotations

from claude_doctor.render.escape import annotation, property_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.base.outside import Outside

Notice = tuple[str, str, "dict[str, Outside | str]", "Outside | str"]


def write(notices: Iterable[Notice], out: TextIO) -> None:
    """Write an annotation a notice: (level, title, properties, message)."""
    for level, title, properties, message in notices:
        out.write(command(level, title, properties, message) + "\n")


def command(level: str, title: str, properties: dict[str, Outside | str], message: Outside | str) -> str:
    """Return one workflow command; `level` is error, warning or notice."""
    named = {**properties, "title": title}
    return (
        f"::{level} {','.join(f'{name}={property_of(value)}' for name, value in named.items())}::"
        f"{annotation(message)}"
    )
