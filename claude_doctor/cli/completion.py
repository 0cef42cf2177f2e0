"""What Tab completes: commands, options, and the values of options, for the scripts that `--show-completion`
prints.

Answers in the four shells' own forms without the argument parser, whose start-up a Tab would wait for.
"""

from __future__ import annotations

import os
import sys

from claude_doctor.base.options import COMMON
from claude_doctor.cli import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.options import Option
    from claude_doctor.doors.contract import Door

    Values = list[tuple[str, str]]

_VARIABLE = "_CLAUDE_DOCTOR_COMPLETE"


def answer() -> int:
    """Write what completes the line that the shell describes in the environment; the exit code says to fish
    whether there is any.
    """
    shell = os.environ[_VARIABLE].removeprefix("complete_")
    words, begun = _line(shell)
    found = [(value, about) for value, about in values(words, begun) if value.startswith(begun)]
    if shell == "fish" and os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    text = _FORMS.get(shell, _lines)(found)
    if text and sys.stdout is not None:
        sys.stdout.write(text + "\n")
    return 0


def _line(shell: str) -> tuple[list[str], str]:
    """Return the words behind the command's name that are complete, and the one that is begun."""
    if shell == "bash":
        words = _split(os.environ.get("COMP_WORDS", ""))
        at = os.environ.get("COMP_CWORD", "")
        number = int(at) if at.isascii() and at.isdigit() else len(words)
        return words[1:number], words[number] if number < len(words) else ""
    text = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(text)[1:]
    if shell in ("powershell", "pwsh"):
        begun = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        return (words[:-1] if begun else words), begun
    if words and not text.endswith(" "):
        return words[:-1], words[-1]
    return words, ""


def _split(text: str) -> list[str]:
    if '"' not in text and "'" not in text and "\\" not in text:
        return text.split()
    import shlex

    try:
        return shlex.split(text)
    except ValueError:  # a quote that is not closed yet
        return text.split()


def values(words: list[str], begun: str) -> Values:
    """Return (value, about) of all that may stand behind some words; a file's name is left to the shell."""
    names = door.names()
    if not words or words == ["help"]:
        if begun.startswith("-") and not words:
            return [
                (flag, "") for flag in ("--help", "--version", "--install-completion", "--show-completion")
            ]
        return [(name, "") for name in names] + ([("help", "")] if not words else [])
    name = words[0].replace("_", "-")
    if name not in names:
        return []
    command = door.load(name)
    options = (*command.OPTIONS, *COMMON)
    last = next(
        (
            option
            for option in options
            if len(words) > 1 and words[-1] in option.flags and option.kind != "flag"
        ),
        None,
    )
    if last is not None:
        return _of(command, name, last, begun)
    if begun.startswith("-"):
        return [
            (flag, option.help) for option in options for flag in option.flags if flag.startswith("--")
        ] + [("--help", "")]
    return _members(name, command.ARGUMENT.dest) if command.ARGUMENT is not None else []


def _of(command: Door, name: str, option: Option, begun: str) -> Values:
    if option.choices:
        return [(choice, "") for choice in option.choices]
    if option.dest == "formats":
        from claude_doctor.cli import output

        return [(form, "") for form in output.formats(command)]
    before, comma, _ = begun.rpartition(",")
    return [(f"{before}{comma}{value}", about) for value, about in _members(name, option.dest)]


def _members(name: str, dest: str) -> Values:
    """Return what a door says its values are; a door without such a module has none."""
    try:
        module = door.completion(name)
    except ModuleNotFoundError:
        return []
    found: Values = module.values(dest)
    return found


def _lines(found: Values) -> str:
    return "\n".join(value for value, _ in found)


def _zsh(found: Values) -> str:
    if not found:
        return "_files"
    rows = "\n".join(
        f'"{_quoted(value)}":"{_quoted(about)}"' if about else f'"{_quoted(value)}"' for value, about in found
    )
    return f"_arguments '*: :(({rows}))'"


def _quoted(text: str) -> str:
    for char, shown in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        text = text.replace(char, shown)
    return text


def _fish(found: Values) -> str:
    return "\n".join(f"{value}\t{' '.join(about.split())}" if about else value for value, about in found)


def _powershell(found: Values) -> str:
    return "\n".join(f"{value}:::{about.replace(':::', ': ') or ' '}" for value, about in found)


_FORMS = {"bash": _lines, "zsh": _zsh, "fish": _fish, "powershell": _powershell, "pwsh": _powershell}
