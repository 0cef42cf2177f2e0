"""Stop sequences."""

import pytest

from tests.batch.helper import errors, found, params


@pytest.mark.parametrize(
    ("sequences", "wrong"),
    [([], None), (["END"], None), (["\n\nHuman:"], None), ([""], 0), (["END", "\n", " "], 1)],
)
def test_each_has_something_to_be_seen(sequences, wrong):
    place = f"params.stop_sequences.{wrong}"
    assert errors(params(stop_sequences=sequences)) == (
        [] if wrong is None else [("stop-sequence-whitespace", place)]
    )


def test_more_than_were_seen_is_advice():
    assert found(params(stop_sequences=["END"] * 16)) == []
    assert found(params(stop_sequences=["END"] * 17)) == [
        ("stop-sequences-count", "warning", "params.stop_sequences")
    ]
