"""Records behave as frozen dataclasses do, at none of their start-up price."""

import pickle

import pytest

from claude_doctor.base.model import Evidence, Signal, Source
from claude_doctor.base.record import fields, replace


def test_fields_by_position_keyword_and_default():
    assert Source("a", "2026-11-20") == Source(where="a", read="2026-11-20", says="")
    assert dict(fields(Evidence("status", "529"))) == {"by": "status", "matched": "529"}


def test_a_missing_or_unknown_field_is_refused():
    with pytest.raises(TypeError):
        Source("only one")
    with pytest.raises(TypeError):
        Source("a", "b", "c", "too many")
    with pytest.raises(TypeError):
        Signal(unknown=1)


def test_immutable_hashable_and_picklable():
    item = Evidence("type", "api_error")
    with pytest.raises(AttributeError):
        item.by = "status"
    assert hash(item) == hash(Evidence("type", "api_error"))
    assert pickle.loads(pickle.dumps(item)) == item
    assert "api_error" in repr(item)


def test_replace_leaves_the_original_alone():
    before = Signal(status=429)
    after = replace(before, status=529)
    assert (before.status, after.status) == (429, 529)
