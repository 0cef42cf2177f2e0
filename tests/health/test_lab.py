"""The lab breaks as was observed: the real SDK, called against it, raises what it raised in the field."""

from __future__ import annotations

import ssl

import anthropic
import httpx2
import pytest

from tests.health.lab import answers, secret, tricks
from tests.health.lab.api import Api
from tests.health.lab.server import Server

TLS = [
    ("expired", "certificate has expired"),
    ("future", "certificate is not yet valid"),
    ("selfsigned", "self-signed certificate"),
    ("nointer", "unable to get local issuer certificate"),
    ("mitm", "unable to get local issuer certificate"),
    ("wronghost", "Hostname mismatch"),
    ("client_certificate", "ALERT_CERTIFICATE_REQUIRED"),
    ("trick_reset", "[Errno 104]"),
    ("trick_close", "UNEXPECTED_EOF_WHILE_READING"),
    ("trick_alert_40", "ALERT_HANDSHAKE_FAILURE"),
    ("trick_alert_70", "TLSV1_ALERT_PROTOCOL_VERSION"),
    ("trick_alert_112", "TLSV1_UNRECOGNIZED_NAME"),
    ("trick_stall", "handshake operation timed out"),
    ("trick_plain_http_400", "WRONG_VERSION_NUMBER"),
]
HTTP = [
    ("reset_after_request", "[Errno 104]"),
    ("close_after_request", "Server disconnected without sending a response"),
    ("http2_only", "illegal"),
    ("huge_headers", "Receive buffer too long"),
    ("hang", "timed out"),
    ("models_bad_gzip", "Error -3 while decompressing"),
    ("models_cut_length", "without sending complete message body"),
    ("models_cut_chunked", "incomplete chunked read"),
    ("models_empty", "Expecting value: line 1 column 1"),
    ("portal_200", "_set_private_attributes"),
    ("redirect_loop", "Exceeded maximum allowed redirects"),
    ("api_401", "authentication_error"),
    ("api_529", "overloaded_error"),
    ("region", "Request not allowed"),
    ("nginx_502", "502 Bad Gateway"),
    ("version_400", "is not a valid version"),
]
STREAMS = [
    ("stream_cut_fin", "incomplete chunked read"),
    ("stream_cut_rst", "[Errno 104]"),
    ("stream_stall", "timed out"),
    ("stream_error_event", "overloaded_error"),
    ("stream_zero_bytes", "AssertionError"),
    ("stream_nameless", "AssertionError"),
    ("stream_json", "AssertionError"),
    ("stream_pings_only", "incomplete chunked read"),
    ("stream_malformed", "JSONDecodeError"),
]


def client(url: str, verify: ssl.SSLContext | bool = True) -> anthropic.Anthropic:
    http = httpx2.Client(verify=verify, trust_env=False, timeout=1.0, follow_redirects=True)
    return anthropic.Anthropic(api_key=secret.KEY, base_url=url, max_retries=0, http_client=http)


def chain(error: BaseException | None) -> str:
    """Return the texts of an error and of everything it came from, hidden causes too."""
    texts = []
    while error is not None:
        texts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


def raised(call) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the SDK raises AssertionError, AttributeError and worse here
        call()
    return chain(caught.value)


@pytest.mark.parametrize(("name", "text"), TLS)
def test_tls_breaks_as_observed(lab, name, text):
    verify = ssl.create_default_context(cafile=lab.ca)
    made = (
        Server(getattr(tricks, name))
        if name.startswith("trick_")
        else Server(answers.talk("healthy", Api()), lab.authority.context(name))
    )
    with made as server, client(f"https://localhost:{server.port}", verify) as sdk:
        assert text in raised(sdk.models.list)


@pytest.mark.parametrize(("name", "text"), HTTP)
def test_http_breaks_as_observed(name, text):
    with Server(answers.talk(name, Api())) as server, client(f"http://127.0.0.1:{server.port}") as sdk:
        assert text in raised(sdk.models.list)


def streamed(sdk: anthropic.Anthropic) -> str:
    with sdk.messages.stream(
        model="claude-opus-5-5", max_tokens=1, messages=[{"role": "user", "content": "Hi"}]
    ) as stream:
        return stream.get_final_message().stop_reason or "none"


@pytest.mark.parametrize(("name", "text"), STREAMS)
def test_streams_break_as_observed(name, text):
    with Server(answers.talk(name, Api())) as server, client(f"http://127.0.0.1:{server.port}") as sdk:
        assert text in raised(lambda: streamed(sdk))


def test_a_stream_that_ends_cleanly_too_early_is_silent():
    with (
        Server(answers.talk("stream_cut_clean", Api())) as server,
        client(f"http://127.0.0.1:{server.port}") as sdk,
    ):
        assert streamed(sdk) == "none"


def test_the_healthy_api_satisfies_the_sdk(lab):
    verify = ssl.create_default_context(cafile=lab.ca)
    ask = {"model": "claude-opus-5-5", "messages": [{"role": "user", "content": "Hi"}]}
    with (
        Server(answers.talk("healthy", Api()), lab.authority.context("good")) as server,
        client(f"https://localhost:{server.port}", verify) as sdk,
    ):
        assert [each.lifecycle for each in sdk.models.list()] == ["active"] * 3
        assert sdk.models.retrieve("claude-sonnet-5").display_name == "Claude Sonnet 5"
        assert sdk.messages.count_tokens(**ask).input_tokens == 9
        assert sdk.messages.create(**ask, max_tokens=1).content[0].text == "Hi"
        assert streamed(sdk) == "max_tokens"
        assert list(sdk.messages.batches.list()) == []
    assert len(server.seen) == 6


def test_secrets_are_found_and_masked_ones_are_not():
    assert secret.found_in(f"x {secret.KEY} y")
    assert secret.found_in(secret.KEY[20:35])
    assert not secret.found_in(f"sk-ant-api03-***{secret.KEY[-3:]} (108 characters)")
    assert len(secret.KEY) == 108
