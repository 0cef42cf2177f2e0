"""JUnit XML, as CI servers read it: a suite a report, a case a check or finding."""

from __future__ import annotations

from claude_doctor.render.escape import xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.base.outside import Outside

# (class, name, seconds, kind, message, text) with kind "", failure, error or skipped.
Case = tuple["Outside | str", "Outside | str", float, str, "Outside | str", "Outside | str"]


def write(suites: Iterable[tuple[Outside | str, list[Case]]], out: TextIO) -> None:
    """Write one document with all suites, each a name and its cases."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
    for name, cases in suites:
        for line in suite(name, cases):
            out.write(line + "\n")
    out.write("</testsuites>\n")


def suite(name: Outside | str, cases: list[Case]) -> Iterator[str]:
    """Yield the lines of one suite."""
    kinds = [case[3] for case in cases]
    counts = (
        f'tests="{len(cases)}" failures="{kinds.count("failure")}" errors="{kinds.count("error")}" '
        f'skipped="{kinds.count("skipped")}"'
    )
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
