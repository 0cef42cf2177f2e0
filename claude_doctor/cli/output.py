"""From a command's reports to its outputs: formats, files, colours, exit code."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys

from claude_doctor import doors
from claude_doctor.base import config, registry
from claude_doctor.base.errors import InputError, UsageError
from claude_doctor.base.inputs import is_terminal
from claude_doctor.base.model import ExitCode
from claude_doctor.base.record import replace
from claude_doctor.cli import argv
from claude_doctor.render.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType
    from typing import TextIO

    from claude_doctor.base.options import Args, Option

# The order in which one of several codes wins.
_ORDER = (ExitCode.USAGE, ExitCode.INPUT, ExitCode.FOUND, ExitCode.INTERNAL)
_WIDEST = 100
# What decides the verdict: the output names the file that set it.
_DECIDING = ("fail-on", "ignore", "select", "skip")


def run(command: ModuleType, args: Args) -> int:
    """Run a command, render its reports everywhere they are wanted, and return the exit code."""
    configure(command, args)
    args.inputs = tuple(command.inputs(args)) if hasattr(command, "inputs") else ()
    targets = _targets(command, args)
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


def configure(command: ModuleType, args: Args) -> None:
    """Fill what the command line left open from the configuration; UsageError for a value that does not fit."""
    if args.no_config:
        os.environ["CLAUDE_DOCTOR_CONFIG"] = "off"  # for whatever of this process asks later
    read = config.load(os.getcwd(), os.environ)
    found = read.values
    for words in read.warnings:
        _say(words)
    if not found:
        return
    from claude_doctor.base.options import COMMON

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
            setattr(args, option.dest, fitting if option.many else fitting[0])
            if key in _DECIDING and key in read.sources:
                args.configured[key] = read.sources[key]
    for path in dict.fromkeys(args.configured.values()):
        _say(f"{', '.join(key for key, source in args.configured.items() if source == path)} set by {path}")


def _say(message: str) -> None:
    from claude_doctor.base.messages import say  # most runs have no message

    say(message)


def _fitting(option: Option, item: object) -> object:
    if isinstance(item, dict):
        return item
    if option.kind == "text" and isinstance(item, bool | int | float):
        return None
    return argv.converted(option, str(item))


def _known_formats(names: list[object], command: ModuleType) -> list[object]:
    """Return the formats that this command has; one that no command has is a mistake."""
    for name in names:
        if str(name).partition(":")[0] not in every_format():
            raise UsageError(f"configuration: no format {name!r}; there are {', '.join(sorted(every_format()))}")
    return [name for name in names if str(name).partition(":")[0] in formats(command)]


def formats(command: ModuleType) -> list[str]:
    """Return the names of the formats of a command."""
    return registry.names(views(command))


def views(command: ModuleType) -> ModuleType:
    """Return the folder of a door's views: one output format a file."""
    return __import__(f"{command.__name__.rpartition('.')[0]}.views", fromlist=["views"])


def every_format() -> set[str]:
    """Return the names of the formats of all doors."""
    return {name for door in registry.names(doors) for name in formats(registry.load(doors, f"{door}.command"))}


def _watched(command: ModuleType, args: Args, codes: set[int]) -> Iterator[object]:
    for report in command.run(args):
        codes.add(command.exit_code(report, args))
        yield report


def _targets(command: ModuleType, args: Args) -> list[tuple[ModuleType, str | None]]:
    wanted = [*args.formats, *(["json"] if args.json else [])] or ["text"]
    targets: list[tuple[ModuleType, str | None]] = []
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
    _refuse_overwriting([path for _, path in targets if path], args)
    return targets


def _renderer(command: ModuleType, name: str) -> ModuleType:
    if name in formats(command):
        return registry.load(views(command), name)
    raise UsageError(f"--format {name}: {command.NAME} has {', '.join(formats(command))}")


def _appended(path: str) -> tuple[str, bool]:
    """Return the file that `FILE` or `+FILE` names, and whether it is appended to: `+` says so, and a job summary always is."""
    file = path.removeprefix("+")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return file, file != path or (bool(summary) and os.path.realpath(file) == os.path.realpath(summary or ""))


def _refuse_overwriting(wanted: list[str], args: Args) -> None:
    appended = {file for file, is_appended in map(_appended, wanted) if is_appended}
    paths = [_appended(path)[0] for path in wanted]
    real = [os.path.realpath(path) for path in paths]
    for path, place in zip(paths, real, strict=True):
        if any(_same(place, source) for source in (*args.inputs, "-")):
            raise UsageError(f"{path}: is an input and is never overwritten")
        if os.path.isdir(path):
            raise UsageError(f"{path}: is a directory")
        if os.path.lexists(path) and path not in appended and not args.force and not _is_stream(path):
            raise UsageError(f"{path}: exists; --force overwrites it")
        if real.count(place) > 1:
            raise UsageError(f"{path}: named for two outputs")


def _same(place: str, source: str) -> bool:
    """Whether an output's file is an input's, `-` being standard input."""
    try:
        found = os.fstat(0) if source == "-" else os.stat(source)
        there = os.stat(place)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(there.st_mode) and (found.st_dev, found.st_ino) == (there.st_dev, there.st_ino)


def _is_stream(path: str) -> bool:
    """Whether a path leads to what is written into and never replaced: a pipe, a device, a socket."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _render(target: tuple[ModuleType, str | None], reports: Iterable[object], args: Args) -> None:
    module, path = target
    if path is None and sys.stdout is None:
        raise InputError("standard output is closed: the result cannot be written")
    if path is None:
        module.render(reports, sys.stdout, _styled(style_for(sys.stdout, args.color), args))
        return
    path, is_appended = _appended(path)
    place = os.path.realpath(path)  # a link stays a link: what it leads to is written
    if is_appended and not _is_stream(path):
        _append(module, path, reports, args)
        return
    temporary = f"{place}.{os.getpid()}.part"
    style = _file_style(args)
    try:
        with open(path if _is_stream(path) else temporary, "w", encoding="utf-8", newline="\n") as out:
            module.render(reports, out, style)
        if os.path.exists(temporary):
            os.replace(temporary, place)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _append(module: ModuleType, path: str, reports: Iterable[object], args: Args) -> None:
    """Write behind what a file holds, on a line of its own; what cannot be written whole is taken back."""
    size = os.path.getsize(path) if os.path.exists(path) else None
    try:
        with open(path, "a+b") as file:
            if file.seekable() and file.seek(0, os.SEEK_END) > 0:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            with io.TextIOWrapper(file, encoding="utf-8", newline="\n") as out:
                module.render(reports, out, _file_style(args))
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(path) if size is None else os.truncate(path, size)
        if not isinstance(error, OSError):
            raise
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _file_style(args: Args) -> Style:
    return _styled(Style(color=args.color == "always", width=80), args)


def _styled(style: Style, args: Args) -> Style:
    return replace(style, configured=tuple(args.configured.items())) if args.configured else style


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
    return Style(color=wanted, width=_width(out, terminal), unicode=encoding.startswith("utf"), animate=moves)


def _width(out: TextIO, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if not _is_count(columns) and terminal:
        try:
            columns = str(os.get_terminal_size(out.fileno()).columns)
        except OSError:
            columns = ""
    # A terminal that does not know its size says 0.
    return max(min(int(columns), _WIDEST), 20) if _is_count(columns) else 80


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0
