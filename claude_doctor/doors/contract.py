"""A door is one command: a folder whose `command.py` says what it takes and what it yields.

The folder's name is the command's name with `_` for `-`. Beside `command.py` are `report.py` (what it yields:
data, no layout) and `views/` (one output format a file). Doors know nothing of each other. A mistake in the
options is a UsageError, what cannot be read an InputError; nothing is printed here and nothing exits.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.base.options import Args, Argument, Option


class Door(Protocol):
    """What a `command.py` has."""

    NAME: str  # as it is typed
    HELP: str  # one line
    EXAMPLES: tuple[str, ...]  # for its --help
    DETAILS: str  # below the examples; the exit codes
    ARGUMENT: Argument | None  # the words besides the options
    OPTIONS: tuple[Option, ...]
    LENIENT: bool  # a broken configuration is a warning: the answer does not depend on it
    ASKED: type[Args]  # the record of what it was asked: one typed field for each option and the argument

    def run(self, args: Any, /) -> Iterator[object]:
        """Yield the reports, as they come."""

    def inputs(self, args: Any, /) -> list[str]:
        """Return the files that are read: no output may overwrite them."""

    def exit_code(self, report: object, args: Any, /) -> int:
        """Return what one report is worth."""
