"""service_tier."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params


@pytest.mark.parametrize("value", ["priority", "batch", "standard", "flex", 1])
def test_other_values(value):
    assert errors(params(service_tier=value)) == [("service-tier-value", "params.service_tier")]


@pytest.mark.parametrize("value", ["auto", "standard_only"])
def test_what_is_allowed_is_said_to_do_nothing(value):
    assert found(params(service_tier=value)) == [("service-tier-in-batch", "warning", "params.service_tier")]
