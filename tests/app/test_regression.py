"""APP 11.28, 11.29, 11.30: the list of what popular error handling promises, as a table that runs; secrets;
start-up.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys

import anthropic
import httpx2
import pytest

from claude_doctor import app, catalogue
from tests.test_mask import KEYS, A

PARAMS = {"model": "claude-opus-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
# answer, category, status, whether it may be retried, the entry
TABLE = [
    (400, "client", 400, False, "invalid_request_error"),
    (401, "client", 401, False, "authentication_error"),
    (403, "client", 403, False, "permission_error"),
    (404, "client", 404, False, None),
    (413, "client", 413, False, "request_too_large_413"),
    (429, "client", 429, True, "rate_limit_error"),
    (500, "server", 500, True, "internal_server_error"),
    (529, "server", 529, True, "overloaded_529"),
    (httpx2.ConnectError("All connection attempts failed"), "network", None, False, "connection_refused"),
    (
        httpx2.RemoteProtocolError("Server disconnected without sending a response."),
        "network",
        None,
        True,
        None,
    ),
    (httpx2.ReadTimeout("timed out"), "network", None, True, None),
]


def raised(item):
    client = anthropic.Anthropic(
        api_key="k", max_retries=0, http_client=httpx2.Client(transport=app.Drill([item]))
    )
    with pytest.raises(anthropic.APIError) as caught:
        client.messages.create(**PARAMS)
    return caught.value


@pytest.mark.parametrize(
    ("item", "category", "status", "again", "entry"), TABLE, ids=[str(row[0]) for row in TABLE]
)
def test_errors_are_sorted_and_diagnosed(item, category, status, again, entry):
    error = raised(item)
    found = app.classify_error(error)
    assert tuple(found)[:2] == (category, status)
    assert (found.category, found.status) == (category, status)
    assert found.retryable is again
    assert app.should_retry(error) is again
    assert (app.retry_delay(error) is not None) is again
    assert bool(app.backoff_hook(error)) is again
    assert catalogue.find(found.entry) is not None
    if entry:
        assert found.entry == entry
    out = io.StringIO()
    assert app.handle_api_error(error, "the nightly job", out=out) is again
    assert catalogue.find(found.entry).title in out.getvalue()
    assert "the nightly job" in out.getvalue()


def test_a_limit_that_does_not_pass_is_not_retried():
    body = {
        "type": "error",
        "error": {
            "type": "rate_limit_error",
            "message": "x",
            "details": {"error_code": "enforced_spend_limit_reached"},
        },
    }
    error = raised(httpx2.Response(429, json=body))
    assert app.should_retry(error) is False
    assert app.classify_error(error).entry == "enforced_spend_limit_reached"


@pytest.mark.parametrize(
    "strange", [None, "", object(), {}, {"error": 7}, [], 99999, -1, ValueError(), "x" * 100_000, b"\xff"]
)
def test_anything_can_be_classified_and_explained(strange):
    assert app.classify_error(strange).category in {"client", "server", "network"}
    assert app.handle_api_error(strange, out=io.StringIO()) in {True, False}


def test_a_failed_call_is_a_structured_error():
    with app.testing():
        client = anthropic.Anthropic(
            api_key="k", http_client=httpx2.Client(transport=app.Drill([529, 529, 400]))
        )
        found = app.try_call(client, **PARAMS)
        assert not found
        assert isinstance(found.error, anthropic.BadRequestError)
        assert found.diagnosis.entry.id == "invalid_request_error"
        assert [attempt.status for attempt in found.attempts] == [529, 529, 400]
        assert found.waited_s > 0
        assert found.model == "claude-opus-5-5"
        with pytest.raises(anthropic.BadRequestError):
            found.unwrap()
        fine = app.try_call(
            anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=app.Drill([500, 200]))),
            **PARAMS,
        )
        assert fine.unwrap().content[0].text == "Hello from the drill."
        with pytest.raises(TypeError):
            app.try_call(client, messages=[])


def test_repeated_errors_fire_the_alert_and_a_logged_error_is_json(tmp_path):
    got = []
    monitor = app.ErrorMonitor(("any > 2 in 1h",), to=got.append)
    log = app.ErrorLogger(tmp_path / "errors.jsonl")
    client = app.protect(
        anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=app.Drill([401]))),
        log=log,
        monitor=monitor,
    )
    for _ in range(3):
        with pytest.raises(anthropic.AuthenticationError):
            client.messages.create(**PARAMS)
    assert monitor.flush()
    monitor.close()
    assert len(got) == 1
    rows = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_bytes().splitlines()]
    assert [row["diagnosis"] for row in rows] == ["authentication_error"] * 3
    assert all(row["gave_up"] for row in rows)


def test_retry_5xx_and_the_decorator():
    tries = []

    def work():
        tries.append(1)
        if len(tries) < 3:
            raise raised(500)
        return "done"

    with app.testing():
        assert app.retry_5xx(work) == "done"
        assert len(tries) == 3
        tries.clear()

        @app.retry(policy=app.Policy(max_attempts=2))
        def other():
            """Say what it does."""
            tries.append(1)
            raise raised(529)

        with pytest.raises(anthropic.APIStatusError) as caught:
            other()
        assert len(tries) == 2
        assert len(caught.value.__notes__) == 1
        assert other.__doc__ == "Say what it does."
    with pytest.raises(TypeError, match="generator"):
        app.retry(lambda: (yield))


def test_an_async_function_is_retried():
    import asyncio

    tries = []

    @app.retry
    async def work():
        tries.append(1)
        if len(tries) == 1:
            raise raised(529)
        return 7

    with app.testing():
        assert asyncio.run(work()) == 7


SECRETS = [
    "sk-ant-api03-" + "a1B2c3D4" * 11 + "-AA", "sk-ant-admin01-" + "Zz9Yy8Xx" * 11 + "-AA", "sk-ant-oat01-" + "Qq1Ww2Ee" * 11 + "-AA",
    ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_" "XgL0n3I9PlFUP0THsR8U"), "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "ghp_" + "a1B2" * 9, "AIza" + "Sy1aB2cD3" * 4, "xoxb-1234567890-abcdefghijABCD",
    "x-api-key: abcdef0123456789abcdef0123456789", "password=hunter2secret99", "https://user:p4ssw0rd@host.example/path",
    "api_key='q1w2e3r4t5y6u7i8o9p0'", "Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==", "sk-proj-" + "Ab3" * 16,
]  # fmt: skip


def core(secret):
    return (
        A
        if A in secret
        else next(
            (part for part in ("p4ssw0rd", "wJalrXUtnFEMI", "hunter2secret99") if part in secret),
            secret[len(secret) // 2 : -5],
        )
    )


@pytest.mark.parametrize("secret", [*SECRETS, *(value for value in KEYS.values() if A in value)])
def test_no_secret_is_in_log_alert_or_note(secret, tmp_path):
    body = {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": f"bad value {secret} here"},
    }
    got, seen = [], []
    monitor = app.Monitor(("any > 0 in 1h",), to=got.append)
    log = app.ErrorLog(tmp_path / "a.jsonl")
    client = app.protect(
        anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=app.Drill([httpx2.Response(400, json=body)]))),
        log=log, monitor=monitor, on_event=seen.append,
    )  # fmt: skip
    with pytest.raises(anthropic.APIError) as caught:
        client.messages.create(**PARAMS)
    log.log(ValueError(secret), context={"where": f"at {secret}"}, request={**PARAMS, "model": f"m {secret}"})
    log.log(secret)
    monitor.flush()
    monitor.close()
    written = (tmp_path / "a.jsonl").read_text() + repr(got) + repr(seen) + repr(caught.value.__notes__)
    assert core(secret) not in written


def test_no_part_of_a_request_is_written(tmp_path):
    log = app.ErrorLog(tmp_path / "a.jsonl", successes=True)
    mark = "XYZZYMARK"
    params = {
        "model": "claude-opus-5-5", "max_tokens": 9, "system": f"s {mark}", "metadata": {"user_id": mark}, "stop_sequences": [mark],
        "messages": [{"role": "user", "content": [{"type": "text", "text": mark}]}, {"role": "assistant", "content": mark}, {"role": "user", "content": mark}],
        "tools": [{"name": mark, "description": mark, "input_schema": {"type": "object", "properties": {mark: {"type": "string"}}}}],
        "extra_headers": {"x-mark": mark},
    }  # fmt: skip
    with app.testing():
        client = app.protect(
            anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=app.Drill([529, 200, 400]))),
            log=log,
        )
        client.messages.create(**params)
        with pytest.raises(anthropic.APIError) as caught:
            client.messages.create(**params)
    log.log(caught.value, request=params)
    assert mark not in (tmp_path / "a.jsonl").read_text() + repr(caught.value.__notes__)


def test_importing_loads_neither_sdk_nor_http_library():
    code = (
        "import sys, claude_doctor.app as app; bad = {'anthropic', 'httpx2', 'msgspec', 'dataclasses'} "
        "& set(sys.modules); assert not bad, bad;"
        "app.Policy, app.decide, app.classify_error(529); bad = {'anthropic', 'httpx2'} & "
        "set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_name_can_be_had_and_has_a_docstring():
    for name in app.__all__:
        found = getattr(app, name)
        assert found is getattr(app, name)
        if callable(found):
            assert found.__doc__, name
    assert app.ErrorLogger is app.ErrorLog
    assert app.ErrorMonitor is app.Monitor
    with pytest.raises(AttributeError):
        _ = app.nothing_of_that_name
