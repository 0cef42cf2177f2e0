"""Params that stand elsewhere: one mistake, one finding, and what is in them is looked at."""

from __future__ import annotations

import json

from tests.batch import helper
from tests.batch.helper import params


def found(element) -> list[tuple[str, str]]:
    return [(rule, place) for _, _, _, rule, _, place, _, _ in helper.kept([json.dumps(element).encode()])]


def test_params_that_stand_in_the_element():
    assert found({"custom_id": "r1", **params()}) == [("params-missing", "params")]
    assert found({"custom_id": "r1", **params(max_tokens=0)}) == [
        ("params-missing", "params"),
        ("batch-max-tokens-zero", "params.max_tokens"),
    ]
    assert found({"custom_id": "r1", **params(), "seed": 4}) == [
        ("params-missing", "params"),
        ("request-unknown-key", "seed"),
    ]
    assert found({"custom_id": "r1", "model": "claude-opus-5-5"}) == [
        ("request-unknown-key", "model"),
        ("params-missing", "params"),
    ]


def test_params_in_the_body_of_another_format():
    other = {"custom_id": "r1", "method": "POST", "url": "/v1/messages", "body": params(max_tokens=0)}
    assert found(other) == [
        ("request-unknown-key", "method"),
        ("request-unknown-key", "url"),
        ("request-unknown-key", "body"),
        ("batch-max-tokens-zero", "params.max_tokens"),
    ]
    assert ("params-missing", "params") in found({"custom_id": "r1", "body": "Hello"})


def test_params_beside_params_stay_what_they_are():
    assert found({"custom_id": "r1", "params": params(), "model": "x", "messages": []}) == [
        ("request-unknown-key", "model"),
        ("request-unknown-key", "messages"),
    ]
