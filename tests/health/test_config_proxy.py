"""Proxies and NO_PROXY mean what they mean to the real SDK; both are asked the same."""

from __future__ import annotations

import httpx2
import pytest
from anthropic._utils._httpx import get_environment_proxies
from httpx2._utils import URLPattern

from claude_doctor.doors.health.settings import proxy as _config_proxy
from claude_doctor.doors.health.settings import url as _config_url

URLS = (
    "https://api.anthropic.com",
    "http://localhost:8080",
    "https://gateway.corp.example:8443",
    "http://127.0.0.1:9000",
    "https://corp.example",
    "http://[::1]:8080",
    "https://10.1.2.3",
)
NO_PROXIES = (
    "",
    "*",
    "localhost",
    "LOCALHOST",
    "localhost,127.0.0.1",
    "example.com localhost",
    "a.com;localhost",
    ".corp.example",
    "corp.example",
    "*.corp.example",
    "gateway.corp.example:8443",
    "gateway.corp.example:1",
    "localhost:8080",
    "https://corp.example",
    "http://corp.example",
    "127.0.0.0/8",
    "10.0.0.0/8, localhost",
    "10.1.2.3",
    "::1",
    "*.0.0.1",
    "anthropic.com",
    ".anthropic.com",
    "notanthropic.com",
    ", ,",
)


def sdks_answer(url: str) -> bool:
    """Whether the SDK sends a URL through a proxy."""
    mounts = sorted((URLPattern(key), value) for key, value in get_environment_proxies().items())
    for pattern, proxy in mounts:
        if pattern.matches(httpx2.URL(url)):
            return proxy is not None
    return False


@pytest.mark.parametrize("no_proxy", NO_PROXIES)
@pytest.mark.parametrize("url", URLS)
def test_no_proxy_is_read_as_the_sdk_reads_it(url, no_proxy, monkeypatch):
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    environment = {"ALL_PROXY": "http://proxy.example:3128", "NO_PROXY": no_proxy}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ours = _config_proxy.route(
        _config_url.parsed(url, "x"), _config_proxy.system_proxies(environment), environment
    )
    assert (ours.proxy is not None) == sdks_answer(url)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HTTPS_PROXY": "http://a:1"}, "http://a:1"),
        ({"https_proxy": "http://b:2", "HTTPS_PROXY": "http://a:1"}, "http://b:2"),
        ({"ALL_PROXY": "http://c:3"}, "http://c:3"),
        ({"HTTP_PROXY": "http://d:4"}, None),
        ({"HTTPS_PROXY": ""}, None),
        ({"HTTPS_PROXY": "e:5"}, "http://e:5"),
        ({"HTTPS_PROXY": "socks5h://f"}, "socks5h://f:1080"),
    ],
)
def test_which_proxy_serves_https(environment, expected):
    base = _config_url.parsed("https://api.anthropic.com", "x")
    found = _config_proxy.route(base, _config_proxy.system_proxies(environment), environment).proxy
    assert (found.shown if found else None) == expected


def test_user_and_password_are_decoded_and_never_shown():
    found = _config_proxy.parsed("http://me:p%40ss%2Fword@proxy.example:8080", "HTTPS_PROXY")
    assert (found.user, found.password, found.shown) == ("me", "p@ss/word", "http://proxy.example:8080")


@pytest.mark.parametrize(
    "text",
    [
        "http://me:p/ss@proxy.example:8080",
        "http://me:p#ss@proxy.example:8080",
        "http://me:p@ss@proxy.example:8080",
    ],
)
def test_an_unencoded_password_is_named_and_not_shown(text):
    found = _config_proxy.parsed(text, "HTTPS_PROXY")
    assert found.problem
    assert "encode" in found.problem.fix
    assert "ss@" not in f"{found.problem}"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("socks4://a:1", "proxy_bad_scheme"),
        ("ftp://a", "proxy_bad_scheme"),
        ("http://a:port", "url_invalid"),
        ("http://", "url_invalid"),
    ],
)
def test_what_the_sdk_cannot_use(text, entry):
    found = _config_proxy.parsed(text, "HTTPS_PROXY").problem
    assert found
    assert found.entry == entry


def remarks(url: str, **environment: str) -> str:
    base = _config_url.parsed(url, "x")
    return " ".join(_config_proxy.route(base, _config_proxy.system_proxies(environment), environment).remarks)


def test_what_other_programs_read_otherwise_is_remarked():
    assert "commas" in remarks("http://localhost:1", HTTP_PROXY="http://p:1", NO_PROXY="a.com localhost")
    assert "HTTPS_PROXY" in remarks("https://api.anthropic.com", HTTP_PROXY="http://p:1")
    assert "go through the proxy" in remarks("http://127.0.0.1:1", HTTP_PROXY="http://p:1")
    assert "match nothing" in remarks(
        "https://a.example.com", HTTPS_PROXY="http://p:1", NO_PROXY="*.example.com"
    )
    assert (
        remarks("https://api.anthropic.com", HTTPS_PROXY="http://p:1", NO_PROXY="localhost,127.0.0.1") == ""
    )
