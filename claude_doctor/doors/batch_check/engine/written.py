"""Files that a run writes beside its report: never over an input, nothing overwritten unless asked, for the
owner's eyes only.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from claude_doctor.base.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import BinaryIO, Self

_MODE = 0o600


def refuse(path: str, inputs: Iterable[str], force: bool, option: str) -> None:
    """Raise UsageError where a file may not be written: an input, a directory, or one that exists while
    nothing says `--force`.
    """
    if not path or path == "-":
        raise UsageError(f"{option} needs the name of a file")
    place = os.path.realpath(path)
    if any(source != "-" and os.path.realpath(source) == place for source in inputs):
        raise UsageError(f"{path}: is an input and is never overwritten")
    if any(
        source != "-" and os.path.exists(source) and os.path.exists(place) and os.path.samefile(source, place)
        for source in inputs
    ):
        raise UsageError(f"{path}: is an input and is never overwritten")
    if os.path.isdir(path):
        raise UsageError(f"{path}: is a directory")
    if os.path.lexists(path) and not force:
        raise UsageError(f"{path}: exists; --force overwrites it")


class Written:
    """A file that is written beside its place and renamed at the end; when something fails nothing of it
    stays.
    """

    out: BinaryIO

    def __init__(self, path: str) -> None:
        self.path = path
        self._place = os.path.realpath(path)
        self._part = f"{self._place}.{os.getpid()}.part"

    def __enter__(self) -> Self:
        try:
            number = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written: {error.strerror}") from error
        self.out = os.fdopen(number, "wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.out.close()
            if error is None:
                os.replace(self._part, self._place)
        except OSError as problem:
            raise InputError(f"{self.path}: cannot be written: {problem.strerror}") from problem
        finally:
            if os.path.exists(self._part):
                os.unlink(self._part)
