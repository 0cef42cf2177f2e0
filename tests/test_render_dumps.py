"""claude_doctor.render.dumps writes what json.dumps writes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.render.dumps import dumps

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)


@given(VALUES, st.booleans())
def test_the_same_bytes(value, ascii_only):
    assert dumps(value, ascii_only=ascii_only) == json.dumps(value, indent=2, ensure_ascii=ascii_only)


@pytest.mark.parametrize(
    "value", [[], {}, [[]], {"a": {}}, (), [1, 2.5, -0.0, True, None], "\u2028\x7f", {"a": (1, "b")}]
)
def test_edges(value):
    assert dumps(value) == json.dumps(value, indent=2, ensure_ascii=False)
