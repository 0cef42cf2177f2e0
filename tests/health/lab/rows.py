"""Rows of the fault tables as tests: each gives exactly one failing check, the right one, with the right
verdict and fix, and no secret.

One module a family, so that tests which are dealt out by files run side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.health.lab import judging, running

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.health.lab.running import Lab, Row, Run

FAMILIES = ("config", "dns_tcp", "proxy", "tls", "http", "auth_model", "stream_limits")


def named(row: Row) -> str:
    """Return the id of a row's test."""
    return str(row["name"])


def judge(row: Row, lab: Lab, runs: Callable[[Row], Run]) -> None:
    """Fail with what a run got wrong."""
    if reason := lab.missing(row):
        pytest.skip(reason)
    if found := judging.mistakes(row, runs(row)):
        pytest.fail("; ".join(map(str, found)))


def of_family(family: str) -> pytest.MarkDecorator:
    """Return the rows of a family, of both tables, as parameters."""
    rows = [row for row in (*running.table(), *running.held_out()) if row["family"] == family]
    return pytest.mark.parametrize("row", rows, ids=named)
