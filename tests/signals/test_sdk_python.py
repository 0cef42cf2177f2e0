"""The Python SDK's text."""

from claude_doctor.signals.readers import sdk_python


def test_status_and_rest():
    seen = sdk_python.read("Error code: 400 - {'type': 'error'}")
    assert (seen.status, seen.rest) == (400, "{'type': 'error'}")


def test_mangled_spacing():
    assert sdk_python.read("AuthenticationError: Error code: 401- {type}").rest == "{type}"


def test_no_status_no_reading():
    assert sdk_python.read("Error code = InvalidData") is None
