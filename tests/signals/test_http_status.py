"""A status inside other words."""

import pytest

from claude_doctor.signals.readers import http_status


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 429",
        "HTTP/1.1 429 Too Many Requests",
        "status code 429",
        "status_code=429",
        "status: 429",
        "statusCode: 429",
        "429 too many requests",
        "api error 429",
        "got a 429",
        "rejected (429)",
        "Server returned 429 again",
        "error code 429",
        "x: 429 {",
    ],
)
def test_marked_numbers(text):
    assert http_status.read(text).status == 429


@pytest.mark.parametrize(
    "text",
    [
        "took 429 ms",
        "429,000 tokens",
        "line 429",
        "max 429 tokens",
        "port 529",
        "claude-4-5",
        "version 4.2.9",
        "10:42:29",
        "error 4290",
    ],
)
def test_other_numbers(text):
    assert http_status.read(text) is None


def test_of_an_access_log_the_last_failure_of_the_api_counts():
    text = (
        'INFO: "HEAD / HTTP/1.1" 404 Not Found\nINFO: "POST /v1/messages?beta=true HTTP/1.1" 529\nINFO: '
        '"POST /anthropic/v1/messages HTTP/1.1" 429 Too Many Requests\n'
    )
    assert http_status.read(text).status == 429


def test_what_went_well_in_an_access_log_is_no_status():
    assert http_status.read('INFO: "POST /v1/messages HTTP/1.1" 200 OK') is None
    assert http_status.read('"POST /v1/messages HTTP/1.1" 200 OK\nERROR: HTTP 500').status == 500
    assert http_status.read('"GET /favicon.ico HTTP/1.1" 404').status == 404
