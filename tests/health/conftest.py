"""One fault lab for all tests of this folder, and all of a module's runs at once."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.health.lab.running import Lab, Row, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKERS = 5  # two cores, but a third of the runs only wait


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = Lab(tmp_path_factory.mktemp("lab"))
    yield made
    made.real.close()


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest, lab: Lab) -> Iterator[Callable[[Row], Run]]:
    """Start the runs of all selected rows of this module; what is returned waits for one of them."""
    # Of a module that xdist spreads over its workers each has only some of the rows; with --dist loadfile one
    # has them all.
    if getattr(request.config, "workerinput", {}).get("dist", "loadfile") != "loadfile":
        yield lab.run
        return
    module = request.module
    rows = [
        item.callspec.params["row"]
        for item in request.session.items
        if item.module is module and hasattr(item, "callspec")
    ]
    with ThreadPoolExecutor(getattr(module, "WORKERS", WORKERS)) as pool:
        started: dict[str, Future[Run]] = {
            row["name"]: pool.submit(lab.run, row) for row in rows if not lab.missing(row)
        }
        yield lambda row: started[row["name"]].result()
        for each in started.values():
            each.cancel()
