"""A type in plain words."""

from claude_doctor.signals.readers import api_type


def test_named():
    assert api_type.read("failed with overloaded_error, sorry").type == "overloaded_error"


def test_only_whole_words():
    assert api_type.read("my_api_error_handler") is None
    assert api_type.read("some error") is None
