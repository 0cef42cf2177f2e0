"""From a command's reports to its outputs: formats, files, colours, exit code."""

from __future__ import annotations

import os
import sys

from claude_doctor.base import config, registry
from claude_doctor.base.errors import InputError, UsageError
from claude_doctor.base.inputs import is_terminal
from claude_doctor.base.model import ExitCode
from claude_doctor.base.record import replace
from claude_doctor.cli import argv, door
from claude_doctor.render.style import Style
from claude_doctor.render.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType
    from typing import TextIO

    from claude_doctor.base.options import Args, Option
    from claude_doctor.doors.contract import Door

# The order in which one of several codes wins.
_ORDER = (ExitCode.USAGE, ExitCode.INPUT, ExitCode.FOUND, ExitCode.INTERNAL)
_WIDEST = 100
_TEXT = "text"
_LIVE = 3
# What decides the verdict: the output names the file that set it.
_DECIDING = ("fail-on", "ignore", "select", "skip")


def run(command: Door, args: Args) -> int:
    """Run a command, render its reports everywhere they are wanted, and return the exit code."""
    args = configured(command, args)
    args = replace(args, inputs=tuple(command.inputs(args)))
    targets = _targets(command, args)
    _say_the_age(args)
    if command.NAME != "explain" or any(path for _, path in targets):
        from claude_doctor.cli import ends  # a lookup has nothing to clean up, and no time for it

        ends.heed()
    codes: set[int] = set()
    reports = _watched(command, args, codes)
    if len(targets) == 1:
        _render(targets[0], reports, args)
    else:
        kept = list(reports)
        for target in targets:
            _render(target, kept, args)
    if args.exit_zero:
        codes.discard(ExitCode.FOUND)
    return next((code for code in _ORDER if code in codes), ExitCode.OK)


def _say_the_age(args: Args) -> None:
    """Say once on standard error that the facts are old: no output has it, as documents name the day
    themselves.
    """
    if args.quiet or os.environ.get("CLAUDE_DOCTOR_AGE") == "0":
        return
    from claude_doctor.base import clock
    from claude_doctor.facts.age import age

    found = age(clock.today())
    if found.is_old:
        _say(found.warning)


def configured(command: Door, args: Args) -> Args:
    """Return what was asked, with what the command line left open filled from the configuration.

    UsageError for a value that does not fit; to a command that is LENIENT a broken configuration is a
    warning, as its answer does not depend on it.
    """
    if args.no_config:
        os.environ["CLAUDE_DOCTOR_CONFIG"] = "off"  # for whatever of this process asks later
    config.is_off(os.environ.get("CLAUDE_DOCTOR_CONFIG", ""))  # a mistake of the person, and not of a file
    try:
        return _configured(command, args)
    except UsageError as error:
        if not command.LENIENT:
            raise
        _say(f"{error}; the configuration is left out")
        return args


def _configured(command: Door, args: Args) -> Args:
    read = config.load(os.getcwd(), os.environ)
    found = read.values
    for words in read.warnings:
        _say(words)
    if not found:
        return args
    from claude_doctor.base.options import COMMON

    changes: dict[str, object] = {}
    deciding: dict[str, str] = {}
    for option in (*command.OPTIONS, *COMMON):
        key = option.flags[-1].lstrip("-")
        if not option.config or key not in found or option.dest in args.given:
            continue
        value = found[key]
        many = value if isinstance(value, list) else [value]
        if option.dest == "formats":
            many = _known_formats(many, command)
        fitting = [_fitting(option, item) for item in many]
        if None in fitting:
            raise UsageError(f"configuration: `{key}` = {value!r} does not fit {option.flags[-1]}")
        if fitting:
            changes[option.dest] = fitting if option.many else fitting[0]
            if key in _DECIDING and key in read.sources:
                deciding[key] = read.sources[key]
    for path in dict.fromkeys(deciding.values()):
        _say(f"{', '.join(key for key, source in deciding.items() if source == path)} set by {path}")
    return replace(args, configured=tuple(deciding.items()), **changes)


def _say(message: str) -> None:
    from claude_doctor.base.messages import say  # most runs have no message

    say(message)


def _fitting(option: Option, item: object) -> object:
    if isinstance(item, dict):
        return item
    if option.kind == "text" and isinstance(item, bool | int | float):
        return None
    return argv.converted(option, str(item))


def _known_formats(names: list[object], command: Door) -> list[object]:
    """Return the formats that this command has; one that no command has is a mistake."""
    for name in names:
        if str(name).partition(":")[0] not in every_format():
            raise UsageError(
                f"configuration: no format {name!r}; there are {', '.join(sorted(every_format()))}"
            )
    return [name for name in names if str(name).partition(":")[0] in formats(command)]


def formats(command: Door) -> list[str]:
    """Return the names of the formats of a command."""
    return registry.names(views(command))


def views(command: Door) -> ModuleType:
    """Return the folder of a door's views: one output format a file."""
    return door.views(command.NAME)


def every_format() -> set[str]:
    """Return the names of the formats of all doors."""
    return {name for command in door.names() for name in registry.names(door.views(command))}


def _watched(command: Door, args: Args, codes: set[int]) -> Iterator[object]:
    for report in command.run(args):
        codes.add(command.exit_code(report, args))
        yield report


def _targets(command: Door, args: Args) -> list[tuple[View, str | None]]:
    wanted = [*args.formats, *(["json"] if args.json else [])] or ["text"]
    targets: list[tuple[View, str | None]] = []
    for word in wanted:
        name, colon, path = word.partition(":")
        if colon and path in ("", "+"):
            raise UsageError(f"--format {word}: a file name is missing after the colon")
        targets.append((_renderer(command, name), None if path in ("", "-") else path))
    plain = [target for target in targets if target[1] is None]
    if len(plain) > 1:
        raise UsageError("two formats for one output: give all but one a file, as in --format json:FILE")
    if args.output == "":
        raise UsageError("-o/--output needs a file name")
    if args.output and args.output != "-":
        if not plain:
            raise UsageError("-o/--output needs a format that has no file of its own")
        file = f"./{args.output}" if args.output.startswith("+") else args.output  # `+` is of --format alone
        targets = [(module, path or file) for module, path in targets]
    paths = [path for _, path in targets if path]
    if paths:
        from claude_doctor.cli import files

        files.refuse_overwriting(paths, (*args.inputs, "-"), force=args.force)
    return targets


def _renderer(command: Door, name: str) -> View:
    if name in formats(command):
        return registry.load(views(command), name, View)
    raise UsageError(f"--format {name}: {command.NAME} has {', '.join(formats(command))}")


def _render(target: tuple[View, str | None], reports: Iterable[object], args: Args) -> None:
    module, path = target
    if path is None and sys.stdout is None:
        raise InputError("standard output is closed: the result cannot be written")
    if path is None:
        _to_stdout(module, reports, args)
        return
    from claude_doctor.cli import files  # most answers go to the terminal alone

    files.write(module, path, reports, _file_style(args))


def _to_stdout(module: View, reports: Iterable[object], args: Args) -> None:
    """Write to standard output: on a terminal the answer on one screen, or everything and then through the
    pager.
    """
    style = _styled(style_for(sys.stdout, args.color), args)
    is_text = module.__name__.endswith(f".{_TEXT}")
    if not is_text or not is_terminal(sys.stdout):
        module.render(reports, sys.stdout, style)
    elif args.all and "follow" not in args.given:  # what follows never ends, and is looked at as it comes
        from claude_doctor.cli.pager import Paged

        with Paged(sys.stdout, style.rows) as out:
            module.render(reports, out, replace(style, animate=False))
    else:
        # Below what follows stand lines that are live.
        rows = style.rows - (_LIVE if "follow" in args.given else 0)
        short = style if args.all or args.quiet else replace(style, extent="short", rows=rows)
        module.render(reports, sys.stdout, short)


def _file_style(args: Args) -> Style:
    return _styled(Style(color=args.color == "always", width=80), args)


def _styled(style: Style, args: Args) -> Style:
    if args.quiet:
        style = replace(style, extent="verdict")
    return replace(style, configured=args.configured) if args.configured else style


def style_for(out: TextIO, color: str) -> Style:
    """Return what a stream can show; NO_COLOR, FORCE_COLOR, TERM and COLUMNS are heeded."""
    terminal = is_terminal(out)
    environment = os.environ
    wanted = color == "always"
    if color == "auto":
        if environment.get("NO_COLOR"):
            wanted = False
        elif environment.get("FORCE_COLOR", "0") not in ("", "0"):
            wanted = True
        else:
            wanted = terminal and environment.get("TERM") != "dumb"
    encoding = (getattr(out, "encoding", None) or "ascii").lower().replace("-", "")
    moves = terminal and environment.get("TERM") != "dumb"
    columns, rows = size_of(out)
    return Style(
        color=wanted,
        width=max(min(columns, _WIDEST), 20),
        rows=rows,
        unicode=encoding.startswith("utf"),
        animate=moves,
    )


def size_of(out: TextIO) -> tuple[int, int]:
    """Return columns and rows: of the environment, else of the terminal (one that does not know its size says
    0), else 80x24.
    """
    found = [os.environ.get("COLUMNS", ""), os.environ.get("LINES", "")]
    if is_terminal(out) and not all(map(_is_count, found)):
        try:
            size = os.get_terminal_size(out.fileno())
        except OSError:
            size = os.terminal_size((0, 0))
        found = [text if _is_count(text) else str(number) for text, number in zip(found, size, strict=True)]
    columns, rows = (
        int(text) if _is_count(text) else usual for text, usual in zip(found, (80, 24), strict=True)
    )
    return columns, rows


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0
