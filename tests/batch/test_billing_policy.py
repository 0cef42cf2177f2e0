"""billing_policy in a batch."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

BETAS = ("user-profiles-billing-2026-10-01",)


def test_the_customer_of_a_profile_cannot_be_billed():
    request = params(billing_policy={"type": "billing_policy", "bill_to": "user_profile"})
    assert errors(request, betas=BETAS) == [("billing-policy-in-batch", "params.billing_policy.bill_to")]


@pytest.mark.parametrize(
    "policy", [{"type": "billing_policy", "bill_to": "self"}, {"type": "billing_policy"}, None]
)
def test_the_own_organization_can(policy):
    assert errors(params(billing_policy=policy), betas=BETAS) == []
