"""Secrets never reach output: keys of many kinds, in every format and on every road."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.base.mask import masked

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
    "tuple": "[(b'x-api-key', b'{}'), (b'a', b'b')]",
    "pair": '"Authorization", "Bearer {}"',
    "deep": '{{\\\\\\"api_key\\\\\\": \\\\\\"{}\\\\\\"}}',
    "option": "job --api-key {} --fast",
    "prose": "my api key is {}",
    "curl": "curl -u user:{} https://proxy.example",
    "code": 'client = Anthropic(api_key="{}")',
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
    (
        "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
        "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    ),
    ("?X-Amz-Signature=abcdef0123456789&x=1", "abcdef0123456789"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----", "MIIEabc"),
    ("auth_token: 'an-unknown-token-kind'", "an-unknown-token-kind"),
    ("job --api-key Tr0ub4dor", "Tr0ub4dor"),
    ("job --api-key=Tr0ub4dor", "Tr0ub4dor"),
    ("job --token Tr0ub4dor", "Tr0ub4dor"),
    ("job --password horse", "horse"),
    ("curl -u user:Tr0ub4dor https://x", "Tr0ub4dor"),
    ("token=Tr0ub4dor", "Tr0ub4dor"),
    ('"token": "abcdefghijklmnopqrstu"', "abcdefghijklmnopqrstu"),
    ("DB_PASS=horse", "horse"),
    ("PGPASSWORD=abc psql", "abc"),
    ("password: abc", "abc"),
    ("credential=Tr0ub4dor", "Tr0ub4dor"),
    ("passwd Tr0ub4dor", "Tr0ub4dor"),
    ("GET /v1?a=b&token=Tr0ub4dor", "Tr0ub4dor"),
    ("GET /v1?a=b\\u0026key=Tr0ub4dor\\u0026alt=sse", "Tr0ub4dor"),
    ("Ocp-Apim-Subscription-Key: Tr0ub4dor", "Tr0ub4dor"),
    ("X-Auth-Token: Tr0ub4dor", "Tr0ub4dor"),
    ("X-Auth: Tr0ub4dor", "Tr0ub4dor"),
    ("X-Goog-Api-Key: Tr0ub4dor", "Tr0ub4dor"),
    ("cf-aig-authorization: Bearer Tr0ub4dor", "Tr0ub4dor"),
    ('"Authorization", "Tr0ub4dor"', "Tr0ub4dor"),
    ('Authorization: Digest username="bob", response="Tr0ub4dor"', "Tr0ub4dor"),
    ('{"password": "a\\"Tr0ub4dor"}', "Tr0ub4dor"),
    ('{"name": "x-api-key", "value": "Tr0ub4dor"}', "Tr0ub4dor"),
    ("API key: Tr0ub4dor", "Tr0ub4dor"),
    ("https://hooks.slack.com/services/T00/B00/Tr0ub4dor", "Tr0ub4dor"),
    ("https://discord.com/api/webhooks/123/Tr0ub4dor", "Tr0ub4dor"),
    ('"SecretAccessKey": "wJalr/Tr0ub4dor+x="', "Tr0ub4dor"),
    ("AWS Secret Access Key [None]: wJalr/Tr0ub4dor", "Tr0ub4dor"),
    ('"SessionToken": "IQoJ/Tr0ub4dor=="', "Tr0ub4dor"),
    ("postgres://user:p/Tr0ub4dor@host/db", "Tr0ub4dor"),
    ('api_key: str = "Tr0ub4dor"', "Tr0ub4dor"),
    ("<password>Tr0ub4dor</password>", "Tr0ub4dor"),
    ("\u0130\u0130 password=Tr0ub4dor", "Tr0ub4dor"),
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
        "API key: None",
        "max_tokens: 8192 > 4096",
        "Token must have the following scopes: user:inference",
        "OAuth token has expired; refresh token is no longer valid",
        "secret: expired",
        '  File "/usr/lib/python3.12/site-packages/anthropic/_client.py", line 94, in __init__',
        "    client = Anthropic(api_key=api_key, auth_token=self.auth_token)",
        '    self.api_key = os.environ.get("ANTHROPIC_API_KEY")',
        "    api_key: str | None = None,",
        '"request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"',
        "invalid x-api-key req_011CSHoEeqs5C35K2UUqR7Fy",
        (
            "tool_use_id: toolu_015cqXRmSf7tsfMgJ9ibV1z3, model claude-opus-4-8 at "
            "messages.0.content.1.tool_use.id"
        ),
        '{"loc": ["password"], "msg": "api_key: Field required"}',
        '"usage": {"input_tokens": 12, "output_tokens": 4}, "stop_reason": "max_tokens"',
        "set --api-key to your key; it starts with sk-ant-api03- always",
        "Invalid bearer token; bearer authentication is off",
    ],
)
def test_what_is_no_secret_stays(text):
    assert masked(text) == text


@given(
    st.text(max_size=200),
    st.sampled_from(sorted(KEYS)),
    st.text(alphabet=" \n\"'=:,;{}[]()", min_size=1, max_size=3),
)
def test_no_surrounding_text_uncovers_a_key(noise, kind, around):
    key = KEYS[kind]
    assert key not in masked(f"{noise}{around}{key}{around}{noise}")


@pytest.mark.parametrize("kind", sorted(set(KEYS) - {"aws-id", "slack", "gitlab"}))
@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "    "), ("  │", "│   "), (" |", "| ")])
@pytest.mark.parametrize("place", ["bare", "header", "bearer", "json", "environment"])
def test_a_key_wrapped_by_a_terminal_is_masked_to_its_end(kind, before, after, place):
    key = KEYS[kind]
    for at in (len(key) // 2, len(key) - 12):
        text = PLACES[place].format(f"{key[:at]}{before}\n{after}{key[at:]}")
        assert key[at + 3 : -3] not in masked(text)
        assert key[14:at] not in masked(text)


@given(st.integers(7, 70), st.sampled_from(["", "  ", "│ "]))
def test_a_claude_key_may_be_torn_anywhere(at, border):
    key = KEYS["anthropic-api"]
    shown = masked(f"x-api-key: {key[:at]}\n{border}{key[at:]} is refused")
    assert not any(key[start : start + 10] in shown for start in range(12, len(key) - 10))
    assert "is refused" in shown


@pytest.mark.parametrize(
    "line",
    [
        "anthropic-version: 2023-06-01",
        "2026-11-20T12:00:00Z done",
        "OPENAI_BASE=x1",
        "HTTP/1.1 401",
        "AuthenticationError",
        "req_011CSHo",
    ],
)
def test_the_line_after_a_key_stays(line):
    assert masked(f"x-api-key: {KEYS['anthropic-api']}\n{line}").endswith(f"\n{line}")


@pytest.mark.parametrize("slashes", ["\\", "\\\\"])
def test_json_escapes_inside_a_key_do_not_hide_it(slashes):
    key = KEYS["anthropic-api"]
    assert A not in masked(f'{{"k": "s{slashes}u006b{slashes}u002dant-api03-{A}{A}"}}')
    assert A not in masked(f'{{"k": "{key.replace("a", f"{slashes}u0061")}"}}')


def test_escaped_json_stays_json_around_the_secret():
    text = r"{\"api_key\":\"Tr0ub4dor\", \"error\": \"kept\"}"
    assert masked(text) == text.replace("Tr0ub4dor", "***")


@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(KEYS.values())),
            st.sampled_from([text for text, _ in VALUES]),
            st.sampled_from(
                [
                    "***",
                    "\n",
                    " ",
                    '"',
                    "'",
                    "\\",
                    "=",
                    ": ",
                    ",",
                    "password",
                    "token=",
                    "api_key",
                    "Bearer ",
                    "cookie: ",
                    "sk-ant-",
                    "a1",
                ]
            ),
            st.text(max_size=8),
        ),
        max_size=8,
    )
)
def test_masking_twice_is_masking_once(parts):
    once = masked("".join(parts))
    assert masked(once) == once


@given(
    st.text(max_size=80), st.text(max_size=80), st.sampled_from(sorted(KEYS)), st.sampled_from(sorted(PLACES))
)
def test_a_key_in_its_place_survives_no_surrounding_text(before, after, kind, place):
    assert KEYS[kind] not in masked(f"{before} {PLACES[place].format(KEYS[kind])} {after}")


WORST = [
    "a", "secret", "api-", "password: x ", "password=", "password=a_b(", "token=", "token=req_", '"token": ', " --api-key ", "-----", "bearer ", "bearer\t",
    "basic A", "sk-", "sk-ant-", "sk-ant-a\n", "sk-ant-api03-aaaaaaaaaaaa1\n", "sk-ant-aaa\u00e9", "hf_", "eyJ", "eyJ.", "ghp_a \n", "ABSK=", "://", "http://a:",
    "cookie: ", 'cookie" ', "-u a:", "\\", "\\u00", 'password="', 'password=\\"', '"api_key",', "-----BEGIN PRIVATE KEY-----", "-----BEGIN A",
    "hooks.slack.com/", "sig=", "\n", "\t", "\u0130secret=", "authorization: digest ", "?key=", "\u00a0",
    "sk-ant-api03-aaaaaaaaaaaa1\\n", "sk-ant-a\\\n", '"value":"aaaaaa",', '"value":"aaaaaa","name":"a', "x_key=", "X_KEY=", "token%3d", "api key is ", '"api_key": "a ',
]  # fmt: skip


@pytest.mark.parametrize("unit", WORST)
def test_time_is_linear_in_the_worst_text(unit):
    text = unit * (40_000 // len(unit))
    for worst in (
        text,
        f"{text} password: x",
        f"x-api-key: {text}",
        f"password={text} sk-ant-api03-x bearer x cookie= private key sig= ://",
    ):
        began = time.process_time()
        masked(worst)
        assert time.process_time() - began < 0.5  # linear: under 0.05 s; quadratic: seconds


def test_a_megabyte_of_log_takes_little_time():
    line = (
        "2026-11-20T12:00:00Z INFO request req_011CSHo1 model=claude-opus-5-5 input_tokens=12 status=200 "
        '"usage": {"output_tokens": 4}\n'
    )
    text = line * (1_000_000 // len(line))
    began = time.process_time()
    assert masked(text) == text
    assert time.process_time() - began < 0.6  # 0.1 s on an idle machine


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_no_format_of_the_real_command_shows_a_key(run, form):
    text = (
        "Traceback (most recent call last):\n  File 'x'\nanthropic.AuthenticationError: Error code: 401 - "
        "{'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key KEY'}}\n"
    )
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


@pytest.mark.parametrize(
    "text",
    [
        "Missing authorization token for MCP server 'x'",
        "no authorization token is set",
        "Invalid authorization: token for a server",
    ],
)
def test_a_word_behind_a_scheme_is_no_secret(text):
    assert masked(text) == text


@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(KEYS.values())),
            st.sampled_from([text for text, _ in VALUES]),
            st.text(max_size=12),
        ),
        max_size=6,
    ),
    st.data(),
)
def test_where_lines_together_have_nothing_to_mask_none_has(lines, data):
    lines = [line[data.draw(st.integers(0, 6)) : len(line) - data.draw(st.integers(0, 30))] for line in lines]
    together = "\n".join(lines)
    if masked(together) == together:
        assert [masked(line) for line in lines] == lines


KEY = KEYS["anthropic-api"]


@pytest.mark.parametrize("joint", ["\\n", "\\\\n", "\\r\\n", "\\\n", "\\n    "])
@pytest.mark.parametrize("at", [15, 40, 80])
def test_a_key_torn_by_a_written_line_break_leaves_nothing(joint, at):
    shown = masked(f'{{"message":"x-api-key: {KEY[:at]}{joint}{KEY[at:]} refused"}}')
    assert not [
        part for part in (KEY[start : start + 9] for start in range(14, len(KEY) - 9)) if part in shown
    ], shown
    assert shown.endswith(' refused"}')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LITELLM_KEY=fc-a1b2c3d4", "LITELLM_KEY=***"),
        ('export MY_KEY="hunter-two"', 'export MY_KEY="***"'),
        ("VOYAGE_KEY: pa-a1b2c3d4", "VOYAGE_KEY: ***"),
        ('{"provider_key": "fc-a1b2c3d4e5"}', '{"provider_key": "***"}'),
        ("primary_key: user_id, sort_key=created", "primary_key: user_id, sort_key=created"),
        ("api_key%3Dfc-a1b2c3d4e5", "api_key%3D***"),
        ("x?access_token%3Dfc-a1b2c3d4e5", "x?access_token%3D***"),
        ('{"value":"fc-a1b2c3d4e5","name":"x-api-key"}', '{"value":"***","name":"x-api-key"}'),
        (
            '{\\"value\\":\\"fc-a1b2c3d4e5\\", \\"name\\": \\"MY_TOKEN\\"}',
            '{\\"value\\":\\"***\\", \\"name\\": \\"MY_TOKEN\\"}',
        ),
        ('{"value":"fc-a1b2c3d4e5","name":"colour"}', '{"value":"fc-a1b2c3d4e5","name":"colour"}'),
    ],
)
def test_values_by_names_of_more_kinds(text, expected):
    assert masked(text) == expected
