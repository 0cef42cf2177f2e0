"""What is fuzzed: each target takes an input and raises where something is wrong with what was made of it."""

from __future__ import annotations

import io
import time
import zlib

from claude_doctor import diagnosis
from claude_doctor.base import registry
from claude_doctor.cli import door
from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.explain import command as explain
from claude_doctor.doors.tail.counting.pipeline import Options, Pipeline
from claude_doctor.render.style import Style
from claude_doctor.render.view import View
from tests.batch import helper
from tests.logs.test_counting import sums
from tests.payloads import acting

_SLOW_S = 1.0
_RARELY = 20  # one paste in so many is looked at in every format
_VIEWS = [registry.load(door.views("explain"), name, View) for name in ("text", "json", "markdown")]


# What the first paste loads and compiles is no part of its time.
for _words in (
    "Error code: 529 - {}",
    "Claude said that my connections went past the limit",
    "the printer is on fire",
):
    explain.explain(_words)


class WrongError(AssertionError):
    """An input that something is wrong with."""


def paste(text: str) -> None:
    """Explain a text: no reader breaks, twice is the same, nothing raw comes out."""
    began = time.process_time()
    report = explain.explain(text)
    took = time.process_time() - began
    if took > _SLOW_S:
        raise WrongError(f"{took:.1f} s for {len(text)} characters")
    if report.faults():
        raise WrongError(f"a reader broke: {report.faults()}")
    if zlib.crc32(text.encode("utf-8", "replace")) % _RARELY:
        return
    if _key(diagnosis.diagnose(text)) != _key(diagnosis.diagnose(text)):
        raise WrongError("two answers to one text")
    for view in _VIEWS:
        out = io.StringIO()
        view.render([report], out, Style(color=False, width=80))
        form = view.__name__.rsplit(".", 1)[-1]
        if found := [one for one in acting.found(form, out.getvalue()) if not one.startswith("GitHub")]:
            raise WrongError(f"{form}: {found}")


def _key(found: object) -> object:
    return found and (found.entry.id, found.confidence)  # type: ignore[attr-defined]


def log(lines: list[bytes]) -> None:
    """Read lines: no reader breaks, and the fast road counts what the plain one counts."""
    began = time.process_time()
    counted = []
    for seen in (None, []):
        told = None if seen is None else (lambda event, raw, seen=seen: seen.append(event))
        pipeline = Pipeline(Options(), told)
        pipeline.open("a.log", lines[:1] != [] and lines[0][:1] == b"{")
        pipeline.feed(list(lines))
        pipeline.finish("a.log")
        counted.append(sums(pipeline))
        if faults := pipeline.summary.faults:
            raise WrongError(f"a reader broke: {faults}")
    took = time.process_time() - began
    if took > _SLOW_S * 2 + len(lines) * 0.002:
        raise WrongError(f"{took:.1f} s for {len(lines)} lines")
    if counted[0] != counted[1]:
        wrong = [part for part in counted[0] if counted[0][part] != counted[1][part]]
        raise WrongError(f"the fast road and the plain one differ in {wrong}")


def read_lines(lines: list[bytes]) -> Pipeline:
    """Return what `tail` counted in lines."""
    pipeline = Pipeline(Options())
    pipeline.open("a.log", lines[:1] != [] and lines[0][:1] == b"{")
    pipeline.feed(list(lines))
    pipeline.finish("a.log")
    return pipeline


def check_lines(lines: list[bytes]) -> object:
    """Return what `batch-check` found in lines."""
    return helper.checked(lines)


def batch(lines: list[bytes]) -> None:
    """Check requests: no rule breaks, and the fast road finds what the full one finds."""
    began = time.process_time()
    scope = Scope(helper.NEWEST, frozenset(), helper.TODAY, helper.models())
    one, other = (Checker(scope, helper.table()) for _ in range(2))
    for raw in lines:
        fast, full = ([fault[:2] for fault in faults] for faults in (one.check(raw), other.full(raw)))
        if sorted(map(repr, fast)) != sorted(map(repr, full)):
            raise WrongError(f"the fast road finds {fast}, the full one {full}: {raw[:300]!r}")
    helper.checked(lines)
    took = time.process_time() - began
    if took > _SLOW_S * 2 + len(lines) * 0.002:
        raise WrongError(f"{took:.1f} s for {len(lines)} requests")
