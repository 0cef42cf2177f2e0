"""inference_geo by model and value."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params


@pytest.mark.parametrize(
    ("model", "bad"),
    [
        ("opus-4-5", True),
        ("sonnet-4-5", True),
        ("haiku-4-5", True),
        ("opus-4-6", False),
        ("haiku-5-5", False),
    ],
)
def test_models(model, bad):
    request = params(model=f"claude-{model}", inference_geo="global")
    assert errors(request) == [("inference-geo", "params.inference_geo")] * bad


def test_another_region_is_an_error():
    assert found(params(inference_geo="eu")) == [("inference-geo", "error", "params.inference_geo")]
    assert found({**params(), "inference_geo": None}) == []
