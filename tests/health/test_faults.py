"""The tables are wide enough and every family is tested; what works is healthy, and the SDK's own request
adds no second failure.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.health.lab import running
from tests.health.lab.rows import FAMILIES, judge, named

FAULTS = running.table()
HELD_OUT = running.held_out()
CONTROLS = running.controls()


WITH_SDK = (
    "key_trailing_newline",
    "tcp_refused",
    "proxy_503",
    "tls_expired",
    "http_captive_portal_302",
    "http_401_invalid_key",
    "http_404_model",
)


def test_the_table_is_wide_enough():
    observed = Counter(row["family"] for row in FAULTS if not row.get("extra"))
    assert set(observed) == set(FAMILIES)
    assert observed.total() >= 60
    assert min(observed[family] for family in FAMILIES) >= 8
    assert max(Counter(row["name"] for row in [*FAULTS, *HELD_OUT, *CONTROLS]).values()) == 1


def test_every_family_has_its_module():
    folder = Path(__file__).parent
    assert {row["family"] for row in [*FAULTS, *HELD_OUT]} == set(FAMILIES)
    assert {path.stem.removeprefix("test_faults_") for path in folder.glob("test_faults_*.py")} == set(
        FAMILIES
    )
    assert all(
        f'of_family("{family}")' in (folder / f"test_faults_{family}.py").read_text(encoding="utf-8")
        for family in FAMILIES
    )


def whole(row):
    return {**row, "name": f"{row['name']} with the SDK", "full": True}


@pytest.mark.parametrize("row", [whole(row) for row in FAULTS if row["name"] in WITH_SDK], ids=named)
def test_the_sdks_own_request_adds_no_second_failure(row, lab, runs):
    judge(row, lab, runs)


@pytest.mark.parametrize("row", CONTROLS, ids=named)
def test_what_works_is_healthy(row, lab, runs):
    judge(row, lab, runs)
