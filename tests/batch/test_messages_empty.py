"""No message at all, and no messages key: two different mistakes."""

from tests.batch.helper import errors, params


def test_an_empty_array_is_not_a_missing_key():
    assert errors(params(messages=[])) == [("messages-empty", "params.messages")]
    assert errors(params(messages=None)) == [("params-required-field", "params.messages")]
    assert errors(params(messages="Hello")) == [("params-wrong-type", "params.messages")]
