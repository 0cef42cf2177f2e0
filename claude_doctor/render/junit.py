"""JUnit XML, as CI servers read it: a suite a report, a case a check or finding."""

from __future__ import annotations

from claude_doctor.render._escape import xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("Check", "Health", "CheckList")
# The module whose `suite(report, site)` gives (name, cases); a case is (class, name, seconds, kind, message, text) with kind "", failure, error or skipped.
_HOMES = {"Health": "_health", "CheckList": "_health", "Check": ""}
Case = tuple[str, str, float, str, str, str]


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one document with all suites."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
    for report in reports:
        home = _HOMES[type(report).__name__]
        if home:
            name, cases = __import__(f"claude_doctor.render.{home}", fromlist=["suite"]).suite(report, style.site)
            for line in suite(name, list(cases)):
                out.write(line + "\n")
    out.write("</testsuites>\n")


def suite(name: str, cases: list[Case]) -> Iterator[str]:
    """Yield the lines of one suite."""
    kinds = [case[3] for case in cases]
    counts = f'tests="{len(cases)}" failures="{kinds.count("failure")}" errors="{kinds.count("error")}" skipped="{kinds.count("skipped")}"'
    yield f'  <testsuite name="{xml(name)}" {counts} time="{sum(case[2] for case in cases):.3f}">'
    for group, title, seconds, kind, message, text in cases:
        head = f'    <testcase classname="{xml(group)}" name="{xml(title)}" time="{seconds:.3f}"'
        if not kind:
            yield f"{head}/>"
            continue
        yield f"{head}>"
        yield f'      <{kind} message="{xml(message)}">{xml(text)}</{kind}>'
        yield "    </testcase>"
    yield "  </testsuite>"
