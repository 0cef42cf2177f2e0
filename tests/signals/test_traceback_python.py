"""Python exceptions and their chains."""

import pytest

from claude_doctor.signals.readers import traceback_python

CHAIN = """httpx2.ConnectError: [Errno -2] Name or service not known

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/job.py", line 3, in main
    client.messages.create()
anthropic.APIConnectionError: Connection error.
"""


def test_one_line():
    seen = traceback_python.read("anthropic.RateLimitError: Error code: 429 - {'type': 'error'}")
    assert seen.exceptions == ("anthropic.RateLimitError",)
    assert seen.rest == "Error code: 429 - {'type': 'error'}"


def test_a_chain_runs_from_the_outermost_to_the_cause_and_a_wrapper_says_its_causes_words():
    seen = traceback_python.read(CHAIN)
    assert seen.exceptions == ("anthropic.APIConnectionError", "httpx2.ConnectError")
    assert seen.message == "[Errno -2] Name or service not known"


def test_the_last_exception_of_a_traceback_counts():
    text = (
        "Traceback (most recent call last):\n  File 'x'\nValueError: inner\n\nDuring handling of the above "
        "exception, another exception occurred:\n\nTraceback (most recent call last):\nRuntimeError: outer"
    )
    assert traceback_python.read(text).exceptions == ("RuntimeError", "ValueError")
    assert traceback_python.read(text).message == "outer"


def test_an_api_error_without_a_status_came_from_a_stream():
    assert traceback_python.read("anthropic.APIStatusError: {'type': 'error'}").streaming
    assert not traceback_python.read("anthropic.APIStatusError: Error code: 529 - {}").streaming


def test_an_exception_without_words():
    assert traceback_python.read(
        "Traceback (most recent call last):\n  File 'x'\nAssertionError"
    ).exceptions == ("AssertionError",)


def test_prose_is_no_exception():
    assert traceback_python.read("there was an Error: in the middle") is None


def test_the_sdks_class_inside_other_words():
    assert traceback_python.read('"error": "anthropic.PermissionDeniedError: <html>",').exceptions == (
        "anthropic.PermissionDeniedError",
    )
    assert traceback_python.read('waits = {anthropic.RateLimitError: "long"}') is None
    assert traceback_python.read("try: call()\nexcept anthropic.RateLimitError: retry()") is None


@pytest.mark.parametrize(
    "text",
    [
        "Raises:\n    anthropic.AuthenticationError: If the API key is invalid.",
        ":raise anthropic.RateLimitError: If the rate limit is exceeded",
        "anthropic.ConflictError: ErrorCode.internal,  # 409",
    ],
)
def test_a_docstring_or_a_table_of_classes_is_no_exception(text):
    assert traceback_python.read(text) is None
