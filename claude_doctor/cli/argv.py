"""The quick road: argv -> Args without an argument parser's start-up price. What it is not sure of it leaves
to Typer.
"""

from __future__ import annotations

from claude_doctor.base.options import COMMON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.base.options import Args, Option
    from claude_doctor.doors.contract import Door


def parse(command: Door, argv: list[str]) -> Args | None:
    """Return the arguments, or None for help, a mistake, or anything unusual: Typer then says it in full."""
    options = {flag: option for option in (*command.OPTIONS, *COMMON) for flag in option.flags}
    values: dict[str, Any] = defaults(command)
    given: set[str] = set()
    words: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            words.extend(rest)
        elif word == "-" or not word.startswith("-"):
            words.append(word)
        else:
            flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
            option = options.get(flag)
            if option is None or (equals and option.kind == "flag"):
                return None
            if option.kind != "flag" and not equals:
                value = next(rest, "\0")
            if not _take(option, value, values):
                return None
            given.add(option.dest)
    if command.ARGUMENT is None:
        return None if words else asked(command, frozenset(given), values)
    if not command.ARGUMENT.many and len(words) > 1:
        return None
    values[command.ARGUMENT.dest] = words
    return asked(command, frozenset(given), values)


def asked(command: Door, given: frozenset[str], values: dict[str, Any]) -> Args:
    """Return the record of a command's values; `given` are those of the command line."""
    return command.ASKED(given=given, configured=(), inputs=(), **values)


def defaults(command: Door) -> dict[str, Any]:
    """Return the value of every option that is not given."""
    return {
        option.dest: [] if option.many else (False if option.kind == "flag" else option.default)
        for option in (*command.OPTIONS, *COMMON)
    }


def _take(option: Option, text: str, values: dict[str, Any]) -> bool:
    if option.kind == "flag":
        values[option.dest] = True
        return True
    if text == "\0" or (text.startswith("-") and text != "-" and option.kind == "text"):
        return False
    value = converted(option, text)
    if value is None:
        return False
    if option.many:
        values[option.dest] = [*values[option.dest], value]
    else:
        values[option.dest] = value
    return True


def converted(option: Option, text: str) -> str | int | float | None:
    """Return the value of an option's text; None when it does not fit."""
    try:
        if option.kind == "count":
            return int(text)
        if option.kind == "number":
            return float(text)
    except ValueError:
        return None
    return text if not option.choices or text in option.choices else None
