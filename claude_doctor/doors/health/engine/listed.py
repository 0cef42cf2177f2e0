"""The checks as `--list-checks` and completion show them: made once from the modules, so that none is
imported for a list.
"""

from __future__ import annotations

import os

from claude_doctor.base import made
from claude_doctor.doors.health.report import CheckInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "checks.txt"
_CHECKS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "checks")


def infos() -> tuple[CheckInfo, ...]:
    """Return the lines of --list-checks, in the order in which the checks run."""
    rows = [line.split("\t") for line in made.text(FILE, _sources, text).splitlines()]
    return tuple(CheckInfo(row[0], row[1], tuple(row[2].split()), *row[3:]) for row in rows)


def text() -> str:
    """Return the list as text: a check a line, its fields behind tabs."""
    from claude_doctor.doors.health.engine import run

    found = run.infos(run.members())
    return "".join(
        "\t".join((i.id, i.stage, " ".join(i.needs), i.cost, i.option, " ".join(i.verifies.split()))) + "\n"
        for i in found
    )


def _sources() -> Iterator[str]:
    yield os.path.abspath(__file__)
    yield from (os.path.join(_CHECKS, name) for name in sorted(os.listdir(_CHECKS)) if name.endswith(".py"))
