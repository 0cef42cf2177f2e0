"""The full road: a Typer application made from every command's options, for help, completion and clear
complaints.
"""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from claude_doctor import __version__
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import ExitCode
from claude_doctor.base.options import COMMON
from claude_doctor.cli import door
from claude_doctor.cli.argv import asked, defaults

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.base.options import Args, Option
    from claude_doctor.doors.contract import Door

_ABOUT = """The diagnosis toolkit for the Claude API: what happened, whose fault, whether to retry, \
what to change.

Examples:

  claude-doctor explain 529

  job 2>&1 | claude-doctor explain

  claude-doctor batch-check requests.jsonl

  claude-doctor health

  claude-doctor tail -f errors.jsonl
"""
_KINDS: dict[str, type] = {"text": str, "count": int, "number": float, "flag": bool}


def _no_type(ctx: Any) -> None:  # noqa: ARG001  # Typer's signature
    return None


class _Plain:
    """Help for people: the type of a value only where the word for it does not say it."""

    def get_params(self, ctx: Any) -> list[Any]:
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # a mixin for Typer's two classes
        for param in found:
            if getattr(param, "is_flag", False) or param.param_type_name == "argument":
                param.display_type_rich = _no_type
        return found


class _Command(_Plain, TyperCommand):
    """One of our commands."""


class _Commands(_Plain, TyperGroup):
    """All of them."""


def application(execute: Callable[[Door, Args], int], names: list[str]) -> typer.Typer:
    """Return the application of the named commands; `execute` runs a command module and returns the exit
    code.
    """
    app = typer.Typer(
        name="claude-doctor",
        cls=_Commands,
        help=_ABOUT,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_top)
    for name in names:
        command = door.load(name)
        app.command(command.NAME, cls=_Command, help=_help(command), short_help=command.HELP)(
            _callback(command, execute)
        )
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claude-doctor {__version__}")
        raise typer.Exit


def _top(
    version: Annotated[
        bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def _help(command: Door) -> str:
    examples = "\n\n".join(f"  {example}" for example in command.EXAMPLES)
    return f"{command.HELP}\n\nExamples:\n\n{examples}\n\n{command.DETAILS}"


def _callback(command: Door, execute: Callable[[Door, Args], int]) -> Callable[..., None]:
    options = (*command.OPTIONS, *COMMON)

    def call(**values: Any) -> None:
        _check_choices(options, values)
        given = frozenset(option.dest for option in options if values[option.dest] not in (None, [], False))
        filled = defaults(command) | {
            name: value for name, value in values.items() if value not in (None, [])
        }
        if command.ARGUMENT is not None:
            filled.setdefault(command.ARGUMENT.dest, [])
        raise typer.Exit(execute(command, asked(command, given, filled)))

    parameters = [_parameter(option) for option in options]
    if command.ARGUMENT is not None:
        argument = typer.Argument(
            metavar=command.ARGUMENT.metavar, help=command.ARGUMENT.help, show_default=False
        )
        kind = Annotated[list[str] | None, argument]
        parameters.insert(
            0,
            inspect.Parameter(
                command.ARGUMENT.dest, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind
            ),
        )
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return call


def _check_choices(options: tuple[Option, ...], values: dict[str, Any]) -> None:
    for option in options:
        for value in values[option.dest] or () if option.many and option.choices else ():
            if value not in option.choices:
                allowed = ", ".join(repr(choice) for choice in option.choices)
                raise typer.BadParameter(
                    f"{value!r} is not one of {allowed}.", param_hint=f"'{option.flags[0]}'"
                )


def _parameter(option: Option) -> inspect.Parameter:
    base: Any = _KINDS[option.kind]
    settings: dict[str, Any] = {"help": option.help + _default(option), "show_default": False}
    if option.kind == "flag":
        annotation: Any = Annotated[bool, typer.Option(*option.flags, **settings)]
        return inspect.Parameter(
            option.dest, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation
        )
    if option.choices and not option.many:  # Typer has no list of choices: those are checked when called
        base = Literal[option.choices]
    settings["metavar"] = "|".join(option.choices) or option.metavar
    kind = list[base] if option.many else base
    annotation = Annotated[kind | None, typer.Option(*option.flags, **settings)]
    return inspect.Parameter(option.dest, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _default(option: Option) -> str:
    return f" [default: {option.default}]" if option.default not in (None, False, []) else ""


def main(argv: list[str], execute: Callable[[Door, Args], int]) -> int:
    """Run the application on argv; UsageError for a mistake in it."""
    known = door.names()
    called = argv[0].replace("_", "-") if argv else ""
    names = [called] if called in known else known  # a command's own help and mistakes need no other
    try:
        result = application(execute, names)(
            args=argv or ["--help"], prog_name="claude-doctor", standalone_mode=False
        )
    except Exception as error:
        if not hasattr(
            error, "format_message"
        ):  # what the parser says of a mistake; its class depends on Typer's version
            raise
        where = f"claude-doctor {argv[0]} --help" if called in known else "claude-doctor --help"
        raise UsageError(
            f"{error.format_message().replace('Value error, ', '').rstrip('.')} ({where} shows what there is)"
        ) from error
    sys.stdout.flush()
    return int(result or 0) if argv else ExitCode.USAGE
