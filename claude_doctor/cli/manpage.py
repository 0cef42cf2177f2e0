"""Man pages, made from what the commands say they take: the same data as `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor import __version__
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import COMMON
from claude_doctor.cli import door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.options import Option
    from claude_doctor.doors.contract import Door

_ABOUT = "the diagnosis toolkit for the Claude API"
_CODES = (
    (ExitCode.OK, "clean: explained, healthy, read, no finding at or above --fail-on"),
    (ExitCode.FOUND, "a problem was found, or nothing was recognised"),
    (ExitCode.USAGE, "wrong usage or configuration"),
    (ExitCode.INPUT, "an input could not be read"),
    (ExitCode.INTERNAL, "claude-doctor itself failed"),
    (ExitCode.INTERRUPTED, "interrupted"),
    (ExitCode.PIPE, "the reader of the output went away"),
)


def pages() -> Iterator[tuple[str, str]]:
    """Yield (file name, roff) of the command and of each of its commands."""
    commands = [door.load(name) for name in door.names()]
    yield "claude-doctor.1", "\n".join(_whole(commands)) + "\n"
    for command in commands:
        yield f"claude-doctor-{command.NAME}.1", "\n".join(_command(command)) + "\n"


def _whole(commands: list[Door]) -> Iterator[str]:
    yield from _head("claude-doctor", _ABOUT)
    yield from (".SH SYNOPSIS", ".B claude-doctor", ".I COMMAND", "[\\fIARGS\\fR]")
    yield from (".SH DESCRIPTION", _text("What happened, whose fault, whether to retry, what to change."))
    yield ".SH COMMANDS"
    for command in commands:
        yield from (".TP", f".BR claude\\-doctor\\-{_text(command.NAME)} (1)", _text(command.HELP))
    yield from _codes()
    names = ", ".join(f"\\fBclaude\\-doctor\\-{_text(command.NAME)}\\fR(1)" for command in commands)
    yield from (".SH SEE ALSO", names)


def _command(command: Door) -> Iterator[str]:
    yield from _head(f"claude-doctor-{command.NAME}", command.HELP)
    yield from (".SH SYNOPSIS", f".B claude\\-doctor {_text(command.NAME)}", "[\\fIOPTIONS\\fR]")
    if command.ARGUMENT is not None:
        yield f"[\\fI{_text(command.ARGUMENT.metavar)}\\fR]{' ...' if command.ARGUMENT.many else ''}"
    yield from (".SH DESCRIPTION", _text(command.HELP), ".PP", _text(command.DETAILS))
    if command.ARGUMENT is not None:
        yield from (".TP", f".I {_text(command.ARGUMENT.metavar)}", _text(command.ARGUMENT.help))
    yield ".SH OPTIONS"
    for option in command.OPTIONS:
        yield from _option(option)
    yield ".SS Common options"
    for option in COMMON:
        yield from _option(option)
    yield from (".TP", '.BR \\-h ", " \\-\\-help', "Show the help and exit.")
    yield ".SH EXAMPLES"
    for example in command.EXAMPLES:
        yield from (".PP", ".nf", ".RS", _text(example), ".RE", ".fi")
    yield from _codes()
    yield from (".SH SEE ALSO", ".BR claude\\-doctor (1)")


def _head(name: str, about: str) -> Iterator[str]:
    yield '.\\" Made from the options of the commands; do not edit.'
    yield f'.TH "{_text(name).upper()}" 1 "" "claude\\-doctor {_text(__version__)}"'
    yield from (".SH NAME", f"{_text(name)} \\- {_text(about.rstrip('.'))}")


def _option(option: Option) -> Iterator[str]:
    flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in option.flags)
    value = "" if option.kind == "flag" else f" \\fI{_text('|'.join(option.choices) or option.metavar)}\\fR"
    default = f" Default: {option.default}." if option.default not in (None, False, []) else ""
    yield from (".TP", flags + value, _text(option.help + default))


def _codes() -> Iterator[str]:
    yield ".SH EXIT STATUS"
    for code, words in _CODES:
        yield from (".TP", f".B {code}", _text(words))


def _text(words: str) -> str:
    """Return text for roff: no escape of it, no request at the start of a line."""
    found = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("\n", " ")
    return f"\\&{found}" if found.startswith((".", "'")) else found
