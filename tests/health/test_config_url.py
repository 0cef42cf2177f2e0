"""The base URL is judged as the SDK's HTTP library would judge it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.health.settings import url

BROKEN = {
    "": "url_missing_scheme",
    "   ": "url_missing_scheme",
    "api.example.com": "url_missing_scheme",
    "localhost:8080": "url_missing_scheme",
    '"https://api.example.com"': "url_missing_scheme",
    "“https://api.example.com”": "url_missing_scheme",
    "ftp://api.example.com": "url_bad_scheme",
    "https://api.example.com\n": "url_invalid",
    "https://api.exa\u200bmple.com": "url_invalid",
    "https://api.example.com:port": "url_invalid",
    "http://::1:8080": "url_invalid",
    "https://": "url_invalid",
    "https://gateway.example/v1": "wrong_base_url_404",
    "https://gateway.example/v1/": "wrong_base_url_404",
    "https://gateway.example/anthropic/v1/messages": "wrong_base_url_404",
    "https://gateway.example?key=1": "wrong_base_url_404",
    "https://gateway.example//": "wrong_base_url_404",
    "https://user:pw@gateway.example": "authentication_error",
}


@pytest.mark.parametrize(("text", "entry"), BROKEN.items(), ids=lambda value: repr(value)[:40])
def test_what_the_sdk_cannot_use_is_a_problem(text, entry):
    found = url.base_url(None, {"ANTHROPIC_BASE_URL": text})
    assert found.problem is not None
    assert found.problem.entry == entry
    assert found.problem.fault == "yours"
    assert "ANTHROPIC_BASE_URL" in found.problem.summary


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://api.anthropic.com", ("https", "api.anthropic.com", 443, "")),
        ("https://api.anthropic.com/", ("https", "api.anthropic.com", 443, "")),
        ("http://127.0.0.1:8080", ("http", "127.0.0.1", 8080, "")),
        ("https://Gateway.Example:8443/anthropic/", ("https", "gateway.example", 8443, "/anthropic")),
        ("http://[::1]:8080", ("http", "::1", 8080, "")),
        ("https://gateway.example ", ("https", "gateway.example", 443, "")),
    ],
)
def test_what_works_is_taken_apart(text, parts):
    found = url.parsed(text, "ANTHROPIC_BASE_URL")
    assert found.problem is None
    assert (found.scheme, found.host, found.port, found.path) == parts


def test_white_space_that_the_sdk_drops_is_a_remark():
    assert url.parsed("https://gateway.example ", "x").remarks


def test_the_order_is_the_sdks():
    environment = {"ANTHROPIC_BASE_URL": "https://b.example"}
    assert url.base_url("https://a.example", environment).host == "a.example"
    assert url.base_url(None, environment, "https://c.example").host == "b.example"
    assert url.base_url(None, {}, "https://c.example").host == "c.example"
    assert url.base_url(None, {}).is_first_party


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "a.localhost"])
def test_loopback(host):
    assert url.is_loopback(host)


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "api.anthropic.com", ""]
)
def test_not_loopback(host):
    assert not url.is_loopback(host)


def test_an_address_is_put_together_again():
    assert url.parsed("http://[::1]:8080/x", "y").url("/v1/models") == "http://[::1]:8080/x/v1/models"
    assert (
        url.parsed("https://api.anthropic.com", "y").url("/v1/models")
        == "https://api.anthropic.com/v1/models"
    )


@given(st.text(max_size=60))
def test_nothing_raises_and_user_and_password_never_show(text):
    found = url.parsed(f"https://someone:hunter2secret@{text}", "ANTHROPIC_BASE_URL")
    if found.problem:
        assert "hunter2secret" not in found.problem.summary + found.problem.command
    url.parsed(text, "ANTHROPIC_BASE_URL")
