"""Which files are read: what git knows and does not ignore, else everything below a folder that no .gitignore
leaves out.
"""

from __future__ import annotations

import os
import stat
import subprocess
from fnmatch import fnmatchcase

from claude_doctor.base.errors import cannot_read
from claude_doctor.doors.models.engine import syntax
from claude_doctor.doors.models.engine.ignored import Ignored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Made by tools, and read by nobody who looks for a name to change.
_MADE = frozenset(
    (
        ".git .hg .svn node_modules .venv venv __pycache__ .tox .nox .mypy_cache .ruff_cache .pytest_cache "
        "site-packages"
    ).split()
)
# No setting of the repository's own runs a program.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks")
_PATIENCE = 30


def files(paths: list[str], excluded: list[str]) -> Iterator[str]:
    """Yield the files of all paths once each, in order; InputError for a path that is not there.

    A file that is named is read whatever it is called; below a folder only what is known, and no link is
    followed.
    """
    seen: set[str] = set()
    for path in paths:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            raise cannot_read(path, error if isinstance(error, OSError) else "it is no path") from error
        found = _below(path) if stat.S_ISDIR(mode) else iter([path])
        for file in found:
            key = os.path.abspath(file)
            if key in seen or any(_fits(file, pattern) for pattern in excluded):
                continue
            seen.add(key)
            yield file


def _fits(file: str, pattern: str) -> bool:
    shown = os.path.relpath(file).replace(os.sep, "/")
    return (
        fnmatchcase(shown, pattern)
        or fnmatchcase(os.path.basename(file), pattern)
        or shown.startswith(pattern.rstrip("/") + "/")
    )


def _below(folder: str) -> Iterator[str]:
    known = _of_git(folder)
    if known is None:
        yield from _walked(folder)
        return
    for name in known:
        path = os.path.normpath(os.path.join(folder, name))
        if syntax.is_known(os.path.basename(name)) and _is_plain(path):
            yield path


def _of_git(folder: str) -> list[str] | None:
    """Return the files below a folder that git does not ignore; None where
    there is no repository or no git.
    """
    if not _is_repository(folder):
        return None
    command = [
        *_GIT,
        "-C",
        folder,
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--deduplicate",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            command, capture_output=True, timeout=_PATIENCE, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return sorted(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def _is_repository(folder: str) -> bool:
    place = os.path.realpath(folder)
    while not os.path.exists(os.path.join(place, ".git")):
        above = os.path.dirname(place)
        if above == place:
            return False
        place = above
    return True


def _is_plain(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False  # deleted, and git does not know it yet


def _walked(folder: str) -> Iterator[str]:
    ignored = Ignored()
    for place, folders, names in os.walk(folder):
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        inside = "" if inside == "." else inside
        if ".gitignore" in names:
            ignored.add(inside, os.path.join(place, ".gitignore"))
        folders[:] = sorted(
            name
            for name in folders
            if name not in _MADE and not ignored.holds(f"{inside}/{name}".lstrip("/"), is_folder=True)
        )
        for name in sorted(names):
            path = os.path.normpath(os.path.join(place, name))
            if (
                syntax.is_known(name)
                and _is_plain(path)
                and not ignored.holds(f"{inside}/{name}".lstrip("/"), is_folder=False)
            ):
                yield path
