"""Each fault of the table gives exactly one failing check: the right one, with the right verdict and fix, and no secret."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.health.lab import judging, running

FAULTS = running.table()
HELD_OUT = running.held_out()
CONTROLS = running.controls()
FAMILIES = {"config", "dns_tcp", "proxy", "tls", "http", "auth_model", "stream_limits"}


WITH_SDK = ("key_trailing_newline", "tcp_refused", "proxy_503", "tls_expired", "http_captive_portal_302", "http_401_invalid_key", "http_404_model")


def named(row):
    return row["name"]


def test_the_table_is_wide_enough():
    observed = Counter(row["family"] for row in FAULTS if not row.get("extra"))
    assert set(observed) == FAMILIES
    assert observed.total() >= 60
    assert min(observed[family] for family in FAMILIES) >= 8
    assert max(Counter(row["name"] for row in [*FAULTS, *HELD_OUT, *CONTROLS]).values()) == 1


@pytest.mark.parametrize("row", [*FAULTS, *HELD_OUT], ids=named)
def test_a_fault_is_named(row, lab, runs):
    if reason := lab.missing(row):
        pytest.skip(reason)
    assert judging.mistakes(row, runs(row)) == []


def whole(row):
    return {**row, "name": f"{row['name']} with the SDK", "full": True}


@pytest.mark.parametrize("row", [whole(row) for row in FAULTS if row["name"] in WITH_SDK], ids=named)
def test_the_sdks_own_request_adds_no_second_failure(row, runs):
    assert judging.mistakes(row, runs(row)) == []


@pytest.mark.parametrize("row", CONTROLS, ids=named)
def test_what_works_is_healthy(row, lab, runs):
    if reason := lab.missing(row):
        pytest.skip(reason)
    assert judging.mistakes(row, runs(row)) == []
