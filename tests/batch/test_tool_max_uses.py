"""Counts above zero."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params


@pytest.mark.parametrize(("value", "bad"), [(0, True), (-1, True), (1, False), (None, False)])
@pytest.mark.parametrize("field", ["max_uses", "max_content_tokens"])
def test_counts(field, value, bad):
    tool = {"type": "web_fetch_20250910", "name": "web_fetch", field: value}
    assert (
        errors(params(model="claude-opus-4-8", tools=[tool]))
        == [("tool-max-uses", f"params.tools.0.{field}")] * bad
    )
