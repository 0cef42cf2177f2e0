"""Ids of earlier messages."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params


@pytest.mark.parametrize(
    ("value", "bad"),
    [
        ("msg_01", False),
        (None, False),
        ("req_01", True),
        ("", True),
        ("msg_" + "x" * 252, False),
        ("msg_" + "x" * 253, True),
    ],
)
def test_ids(value, bad):
    request = params(model="claude-opus-5", diagnostics={"previous_message_id": value})
    assert errors(request) == [("diagnostics-id", "params.diagnostics.previous_message_id")] * bad
