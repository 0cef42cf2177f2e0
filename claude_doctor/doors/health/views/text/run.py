"""The end of the ladder: what was not run, the times of the stages, and the verdict with its fix."""

from __future__ import annotations

from claude_doctor.base.outside import joined, said
from claude_doctor.doors.health.outline import page
from claude_doctor.render.canvas import BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint, plain, wrap
from claude_doctor.render.escape import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.health.report import Health
    from claude_doctor.render.style import Style

FAULT = {
    "yours": "yours (configuration, credential, account or model)",
    "theirs": "theirs (the API)",
    "between": "between you and the API (network, proxy, gateway or filter)",
    "none": "nobody's",
    "unknown": "not decided",
}
_MARGIN = "  "
_NOT_RUN = "not run: "
# Reasons a reader wants to see; of all other skipped checks it is enough that there was nothing to check.
_REASONS = (_NOT_RUN, "unknown", "--")
_INDENT = "         "


def lines(report: Health, style: Style) -> Iterator[str]:
    """Yield what follows the rungs."""
    yield from _not_run(report, style)
    yield ""
    yield from _where(report, style)
    yield ""
    yield from _verdict(report, style)
    yield from _warnings(report, style)


def _not_run(report: Health, style: Style) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    failed = {check.id for check in report.checks if check.status in ("fail", "error")}
    for check in report.checks:
        if check.status == "skip":
            is_told = check.summary.startswith(_REASONS)
            why = terminal(check.summary) if is_told else "nothing to check"
            groups.setdefault(why, []).append(check.id)
    for why, ids in groups.items():
        need = why.removeprefix(f"{_NOT_RUN}needs ")
        words = (
            why
            if need == why
            else f"not run, as {need} {'did not pass' if need in failed else 'was not run'}"
        )
        yield from (
            paint(line, style, DIM) for line in wrap(f"- {words}: {', '.join(ids)}", style, _MARGIN, "")
        )


def _where(report: Health, style: Style) -> Iterator[str]:
    target = report.target
    parts: list[Outside | str] = [target.base_url or "(no usable base URL)", *target.models]
    if target.sdk:
        parts.append("anthropic " + target.sdk)
    yield from (paint(line, style, DIM) for line in wrap(joined(" · ", parts), style, _MARGIN, ""))
    if report.timings_ms:
        times = " · ".join(f"{name} {value:.0f}" for name, value in report.timings_ms)
        yield from (paint(line, style, DIM) for line in wrap(f"{times} ms", style, _MARGIN, ""))
    for note in report.notes:
        yield from wrap(note, style, _MARGIN, "")


def _verdict(report: Health, style: Style) -> Iterator[str]:
    found = report.verdict
    if report.healthy:
        yield from (
            paint(line, style, BOLD, GREEN) for line in wrap("✓ " + found.summary, style, _MARGIN, "")
        )
        return
    color = RED if found.fault != "unknown" else YELLOW
    head = said("✗ {}: {}", found.check, found.summary) if found.check else "✗ " + found.summary
    yield from (paint(line, style, BOLD, color) for line in wrap(head, style, _MARGIN, ""))
    yield from wrap(FAULT[found.fault], style, _INDENT, f"{_MARGIN}Fault  ")
    if found.fix:
        yield from wrap(found.fix, style, _INDENT, f"{_MARGIN}Fix    ")
    if found.command:  # never wrapped: it is there to be copied
        yield paint(f"{_INDENT}{plain(found.command, style)}", style, CYAN)
    failed = next((check for check in report.checks if check.id == found.check), None)
    if found.diagnosis:
        yield from wrap(f"claude-doctor explain {found.diagnosis}", style, _INDENT, f"{_MARGIN}More   ")
    elif failed and (url := page(failed, style.site)):
        yield from wrap(url, style, _INDENT, f"{_MARGIN}More   ")


def _warnings(report: Health, style: Style) -> Iterator[str]:
    found = [check for check in report.checks if check.status == "warn" and (check.fix or check.command)]
    others = [check for check in report.checks if check.status == "fail" and check.id != report.verdict.check]
    for title, checks, is_told in (("Also failed", others, True), ("Warnings", found, False)):
        if not checks:
            continue
        yield ""
        yield paint(title, style, BOLD)
        for check in checks:
            both = joined(" ", [part for part in (check.summary, check.fix) if part])
            words = both if is_told else check.fix or check.summary
            yield from wrap(said("{}: {}", check.id, words), style, f"{_MARGIN}  ", _MARGIN)
            if check.command:
                yield paint(f"{_MARGIN}  {plain(check.command, style)}", style, CYAN)
