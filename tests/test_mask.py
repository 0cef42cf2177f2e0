"""Secrets never reach output: keys of many kinds, in every format and on every road."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.mask import masked

A, B = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ", "0123456789abcdef0123456789abcdef"
KEYS = {
    "anthropic-api": f"sk-ant-api03-{A}{A}-_{A}AA",
    "anthropic-admin": f"sk-ant-admin01-{A}{A}",
    "anthropic-oauth": f"sk-ant-oat01-{A}{A}",
    "anthropic-refresh": f"sk-ant-ort01-{A}{A}",
    "anthropic-session": f"sk-ant-sid01-{A}{A}",
    "openai": f"sk-proj-{A}{A}",
    "openai-old": f"sk-{A}{A}",
    "openrouter": f"sk-or-v1-{B}{B}",
    "aws-id": "AKIAIOSFODNN7EXAMPL3",
    "bedrock": f"bedrock-api-key-{A}{A}",
    "bedrock-long": f"ABSK{A}{A}=",
    "google": f"AIzaSy{A}1234567",
    "google-token": f"ya29.a0{A}{A}",
    "github": f"ghp_{A}1234567890",
    "github-fine": f"github_pat_11{A}_{A}",
    "gitlab": "glpat-abcdefghij0123456789",
    "slack": "xoxb-1234567890-abcdefghijkl",
    "huggingface": f"hf_{A}12345678",
    "groq": f"gsk_{A}{A}",
    "npm": f"npm_{A}1234567890",
    "stripe": f"sk_live_{A}",
    "jwt": f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{A}",
    "xai": f"xai-{A}{A}",
    "perplexity": f"pplx-{A}{A}",
}
PLACES = {
    "bare": "the key {} was refused",
    "header": "x-api-key: {}",
    "bearer": "Authorization: Bearer {}",
    "json": '{{"api_key": "{}", "x": 1}}',
    "escaped": '{{\\"api_key\\": \\"{}\\"}}',
    "environment": "ANTHROPIC_API_KEY={} python job.py",
    "repr": "Illegal header value b'{}\\n'",
    "url": "https://user:{}@proxy.example:8080/",
    "query": "GET /v1?key={}&alt=sse",
}
VALUES = [
    ("password = hunter2-and-more", "hunter2-and-more"),
    ('"client_secret": "s3cr3t-value-here"', "s3cr3t-value-here"),
    ("Cookie: session=abcdef0123456789; other=1", "abcdef0123456789"),
    ("Set-Cookie: id=zyxwvu987654; Path=/", "zyxwvu987654"),
    ("Authorization: Bearer abcdefghij", "abcdefghij"),
    ("sent Basic dXNlcjpwYXNzd29yZA", "dXNlcjpwYXNzd29yZA"),
    ("Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
    ("HTTPS_PROXY=http://alice:pa55word@proxy:3128", "pa55word"),
    ("aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"),
    ("?X-Amz-Signature=abcdef0123456789&x=1", "abcdef0123456789"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----", "MIIEabc"),
    ("auth_token: 'an-unknown-token-kind'", "an-unknown-token-kind"),
    ("api-key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
]


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("place", PLACES)
def test_keys_are_masked_wherever_they_stand(kind, place):
    key = KEYS[kind]
    shown = masked(PLACES[place].format(key))
    assert key not in shown
    assert key[12:-4] not in shown
    assert "***" in shown


@pytest.mark.parametrize(("text", "secret"), VALUES)
def test_other_values_become_stars(text, secret):
    assert secret not in masked(text)


def test_a_long_key_of_known_kind_keeps_prefix_and_last_three():
    assert masked(KEYS["anthropic-api"]) == "sk-ant-api03-***1AA"[:13] + "***" + KEYS["anthropic-api"][-3:]


@pytest.mark.parametrize("char", ["\u00a0", "\u2026", "\u201d", "\u3000"])
def test_an_odd_character_inside_a_key_does_not_uncover_its_rest(char):
    assert A not in masked(f"Authorization: sk-ant-api03-{A}{char}{A}")
    assert A not in masked(f"Authorization: Bearer sk-ant-api03-{A}{char}{A}")
    assert A not in masked(f"value sk-ant-api03-{A}{char}{A} is refused")


def test_a_short_key_keeps_nothing():
    assert masked("key sk-ant-api03-TESTKEY here") == "key *** here"


@pytest.mark.parametrize(
    "text",
    [
        "invalid x-api-key",
        "Expected one of api_key, auth_token, or credentials to be set",
        "Received `api_key=`, `auth_token=`.",
        "with provider vertex API key: None: [{'error': {}}]",
        "prompt is too long: 5 tokens > 4 maximum",
        "Could not resolve host: api.anthropic.com",
        "task-based, risk-free, disk-full",
        "Basic Constraints of CA cert not marked critical",
        "Invalid bearer token; bearer authentication is off",
    ],
)
def test_what_is_no_secret_stays(text):
    assert masked(text) == text


@given(st.text(max_size=200), st.sampled_from(sorted(KEYS)), st.text(alphabet=" \n\"'=:,;{}[]()", min_size=1, max_size=3))
def test_no_surrounding_text_uncovers_a_key(noise, kind, around):
    key = KEYS[kind]
    assert key not in masked(f"{noise}{around}{key}{around}{noise}")


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_no_format_of_the_real_command_shows_a_key(run, form):
    text = "Traceback (most recent call last):\n  File 'x'\nanthropic.AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key KEY'}}\n"
    for key in KEYS.values():
        text += f"x-api-key: {key}\n"
    done = run("explain", "--format", form, stdin=text.replace("KEY", KEYS["anthropic-api"]))
    assert done.returncode == 0
    for key in KEYS.values():
        assert key not in done.stdout + done.stderr


def test_a_key_as_the_query_is_not_echoed(run):
    for args in (
        ["explain", KEYS["anthropic-api"]],
        [KEYS["anthropic-api"]],
        ["explain", "--nope", KEYS["anthropic-api"]],
        ["explain", "-f", KEYS["anthropic-api"]],
    ):
        done = run(*args)
        assert KEYS["anthropic-api"] not in done.stdout + done.stderr
