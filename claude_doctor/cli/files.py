"""Outputs that are files: which may be written, and how nothing half written is left."""

from __future__ import annotations

import contextlib
import io
import os
import stat

from claude_doctor.base.errors import UsageError, cannot_write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_doctor.render.style import Style
    from claude_doctor.render.view import View


def _appended(path: str) -> tuple[str, bool]:
    """Return the file that `FILE` or `+FILE` names, and whether it is appended to: `+` says so, and a job
    summary always is.
    """
    file = path.removeprefix("+")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return file, file != path or (bool(summary) and os.path.realpath(file) == os.path.realpath(summary or ""))


def refuse_overwriting(wanted: list[str], inputs: tuple[str, ...], *, force: bool) -> None:
    """Raise UsageError for a file that is an input, a directory, there already, or wanted twice."""
    appended = {file for file, is_appended in map(_appended, wanted) if is_appended}
    paths = [_appended(path)[0] for path in wanted]
    real = [os.path.realpath(path) for path in paths]
    for path, place in zip(paths, real, strict=True):
        if any(_same(place, source) for source in inputs):
            raise UsageError(f"{path}: is an input and is never overwritten")
        if os.path.isdir(path):
            raise UsageError(f"{path}: is a directory")
        if os.path.lexists(path) and path not in appended and not force and not _is_stream(path):
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


def _append(module: View, path: str, reports: Iterable[object], style: Style) -> None:
    """Write behind what a file holds, on a line of its own; what cannot be written whole is taken back."""
    size = os.path.getsize(path) if os.path.exists(path) else None
    try:
        with open(path, "a+b") as file:
            if file.seekable() and file.seek(0, os.SEEK_END) > 0:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            with io.TextIOWrapper(file, encoding="utf-8", newline="\n") as out:
                module.render(reports, out, style)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(path) if size is None else os.truncate(path, size)
        if not isinstance(error, OSError):
            raise
        raise cannot_write(path, error) from error


def write(module: View, path: str, reports: Iterable[object], style: Style) -> None:
    """Render into a file, made beside its place and renamed, or append to it; InputError when that fails."""
    path, is_appended = _appended(path)
    place = os.path.realpath(path)  # a link stays a link: what it leads to is written
    if is_appended and not _is_stream(path):
        _append(module, path, reports, style)
        return
    temporary = f"{place}.{os.getpid()}.part"
    try:
        with open(path if _is_stream(path) else temporary, "w", encoding="utf-8", newline="\n") as out:
            module.render(reports, out, style)
        if os.path.exists(temporary):
            os.replace(temporary, place)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
