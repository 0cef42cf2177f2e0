"""`health --list-checks`: every check in the order in which they run."""

from __future__ import annotations

from claude_doctor.render.canvas import BOLD, CYAN, DIM, fitted, paint, plain, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.health.report import CheckList
    from claude_doctor.render.style import Style

_COST = {
    "none": "no network",
    "network": "network, no credential",
    "credential": "credential, free",
    "billed": "billed",
}


def short(report: CheckList, style: Style) -> list[str]:
    """Return the ids of each stage on a row: the names that --only and --skip take."""
    stages: dict[str, list[str]] = {}
    for item in report.checks:
        stages.setdefault(item.stage, []).append(item.id)
    found: list[str] = []
    for stage, ids in stages.items():
        found += wrap(" ".join(ids), style, " " * 12, f"{stage:<12}")
    return fitted(
        [*found, "", plain(f"{len(report.checks)} checks · --all: what each one verifies", style)],
        style,
        "{} more lines, --all",
    )


def lines(report: CheckList, style: Style) -> Iterator[str]:
    """Yield the lines of the list."""
    for item in report.checks:
        facts = [
            item.stage,
            _COST[item.cost],
            *([f"with {item.option}"] if item.option else []),
            *([f"needs {', '.join(item.needs)}"] if item.needs else []),
        ]
        yield paint(item.id, style, BOLD, CYAN)
        yield from wrap(item.verifies, style, "  ")
        yield from (paint(line, style, DIM) for line in wrap(" · ".join(facts), style, "  "))
    yield ""
    yield plain(
        f"{len(report.checks)} checks · --only and --skip take ids, stages, connectivity, auth, model", style
    )
