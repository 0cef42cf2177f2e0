"""An oracle of its own: the JSON schema of the SDK's request types, run by jsonschema-rs, refuses nothing
that our decode takes.

(The other way round it says little: TypedDicts allow unknown keys, and unions of thirty blocks are loose.)
"""

from __future__ import annotations

import copy
import json
import warnings
from functools import cache
from random import Random
from typing import Any

import pytest

from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from tests.batch import generate, helper
from tests.batch.helper import LARGER

jsonschema_rs = pytest.importorskip("jsonschema_rs")
pytest.importorskip("anthropic")
pydantic = pytest.importorskip("pydantic")

# What we take on purpose though the SDK's types do not have it, with the reason.
BEYOND = {
    "Params.temperature": "removed from the types of SDK 1.0; anthropic-version 2023-06-01 still takes it, rules decide",
    "Params.top_p": "as temperature",
    "Params.top_k": "as temperature",
    "Params.output_format": "the name during the beta of structured outputs; a rule decides",
    "Params.research_preview_2026_02": "no longer typed; a rule refuses its active state",
    "Params.stream": "true is refused by the rule batch-stream-true, under its own id",
    "SystemMessage.content": "the SDK allows text and tool changes only; system-role-content says so",
}


@cache
def oracle() -> Any:
    from anthropic.types.beta.messages.batch_create_params import Request

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = pydantic.TypeAdapter(Request).json_schema()
    return jsonschema_rs.validator_for(schema)


def without(item: dict[str, Any]) -> dict[str, Any]:
    """The element without what is in BEYOND."""
    if not isinstance(item.get("params"), dict):
        return item
    params = {key: value for key, value in item["params"].items() if f"Params.{key}" not in BEYOND}
    if isinstance(params.get("messages"), list):
        params["messages"] = [
            message
            for message in params["messages"]
            if not isinstance(message, dict) or message.get("role") != "system"
        ]
    return {**item, "params": params}


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    items, seen = generate.items(1500 * LARGER, seed=11)
    assert generate.every_field(generate.ITEM) <= seen
    return items


def test_the_schema_of_the_sdk_refuses_nothing_of_the_shape_we_take(made):
    refused = []
    for item in made:
        kept = without(item)
        if not oracle().is_valid(kept):
            error = next(iter(oracle().iter_errors(kept)))
            refused.append((list(error.instance_path), error.message[:300]))
    assert refused == []


def test_what_is_beyond_the_sdk_is_still_needed(made):
    """A reason that no longer holds leaves the list."""
    params = [item["params"] for item in made]
    for owner in BEYOND:
        name = owner.partition(".")[2]
        if owner.startswith("Params.") and name != "stream":
            from anthropic.types.beta.messages.batch_create_params import MessageCreateParamsNonStreaming

            assert name not in MessageCreateParamsNonStreaming.__annotations__, owner
            assert any(name in item for item in params), owner


def test_the_oracle_is_not_blind(made):
    """One thing broken in a request is seen by the schema in a fair share of cases: it cannot see unknown
    keys.
    """
    random = Random(3)
    seen = [
        oracle().is_valid(without(generate.broken(copy.deepcopy(item), random, ())))
        for item in made[:300]
        if "params" in item
    ]
    assert seen.count(False) > 50


def test_what_gives_no_error_is_valid_for_the_schema(made):
    """Each parameter in turn beside the required ones, as far as our rules have nothing against it."""
    check = Checker(Scope(helper.NEWEST, frozenset(), helper.TODAY, helper.models()), helper.table())
    clean = set()
    for item in made:
        for name, value in item["params"].items():
            request = {
                "custom_id": "r1",
                "params": helper.params(**({name: value} if name not in ("model", "max_tokens") else {})),
            }
            faults = check.check(json.dumps(request).encode())
            if not any(
                (severity or helper.table().facts_of(rule).severity) == "error"
                for rule, _, _, _, severity in faults
            ):
                clean.add(name)
                assert oracle().is_valid(without(request)), request
    assert {"metadata", "system", "messages", "output_config", "inference_geo", "cache_control"} <= clean
