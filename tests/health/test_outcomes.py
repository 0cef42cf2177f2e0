"""Checks that wait for nobody: from an environment to an outcome, with plain values."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from claude_doctor.base import registry
from claude_doctor.doors.health import checks
from claude_doctor.doors.health.checks.contract import HealthCheck
from claude_doctor.doors.health.engine.report import reported, scrubbed
from claude_doctor.doors.health.engine.state import Options, State
from claude_doctor.doors.health.wire.answer import Answer

API_KEY = "sk-ant-api03-" + "aB3_" * 23 + "9xQ"
TODAY = 1_795_132_800.0  # 2026-11-20


def state(directory=".", *, options=None, **environment: str) -> State:
    environment = {"HOME": str(directory), **environment}
    return State(options or Options(directory=str(directory)), environment, lambda: TODAY)


def run(name: str, found: State):
    module = registry.load(checks, name, HealthCheck)
    return reported(module, found, module.run(found), 0.0)


def test_env_python_names_our_own(tmp_path):
    found = run("env_python", state(tmp_path))
    assert found.status == "pass"
    assert dict(found.details)["auth_header"] == "Authorization: Bearer"


def fake_python(tmp_path, **versions):
    path = tmp_path / "python"
    facts = {
        "path": str(path),
        "python": "3.11.0",
        "openssl": "OpenSSL 3.0.0",
        "sdk": "0.116.0",
        "httpx": None,
        "httpx2": None,
        "certifi": None,
        **versions,
    }
    path.write_text(f"#!/bin/sh\necho '{json.dumps(facts)}'\n")
    path.chmod(0o755)
    return str(path)


def test_env_python_says_what_an_older_sdk_does_otherwise(tmp_path):
    asked = state(tmp_path, options=Options(python=fake_python(tmp_path)))
    found = run("env_python", asked)
    assert found.status == "warn"
    assert "2023-06-01" in found.summary
    assert any("X-Api-Key" in note for note in asked.notes)
    assert any("certifi" in note for note in asked.notes)


def test_env_python_fails_without_an_sdk(tmp_path):
    found = run("env_python", state(tmp_path, options=Options(python=fake_python(tmp_path, sdk=None))))
    assert (found.status, found.fault) == ("fail", "yours")
    assert "pip install anthropic" in found.command


def test_env_python_gives_another_interpreter_no_variable_of_ours(tmp_path):
    path = tmp_path / "python"
    path.write_text(
        f'#!/bin/sh\nenv > {tmp_path}/seen\necho \'{{"python":"3","openssl":"x","sdk":"2.0.0",'
        f'"httpx":null,"httpx2":null,"certifi":null}}\'\n'
    )
    path.chmod(0o755)
    run("env_python", state(tmp_path, options=Options(python=str(path)), ANTHROPIC_API_KEY=API_KEY))
    assert "ANTHROPIC" not in (tmp_path / "seen").read_text()


def test_cfg_sources_warns_where_claude_code_chooses_otherwise(tmp_path):
    found = run("cfg_sources", state(tmp_path, ANTHROPIC_API_KEY=API_KEY, ANTHROPIC_AUTH_TOKEN="t" * 40))
    assert found.status == "warn"
    assert "the SDK uses the key, Claude Code the token" in found.summary
    assert API_KEY not in repr(found)
    assert "t" * 40 not in repr(found)


@pytest.mark.parametrize("name", [".env", ".envrc", ".env.local"])
def test_cfg_dotenv_reports_another_key_and_never_shows_it(tmp_path, name):
    (tmp_path / name).write_text(
        "export ANTHROPIC_API_KEY='sk-ant-api03-another-key-another-key-another-key'\nOTHER=1\n"
    )
    found = run("cfg_dotenv", state(tmp_path, ANTHROPIC_API_KEY=API_KEY))
    assert found.status == "warn"
    assert "another-key" not in repr(found)
    assert f"{name}: ANTHROPIC_API_KEY" in repr(found.details)


def test_cfg_dotenv_reads_claude_codes_settings(tmp_path):
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text(
        json.dumps({"env": {"ANTHROPIC_BASE_URL": "https://other.example"}})
    )
    assert run("cfg_dotenv", state(tmp_path, ANTHROPIC_BASE_URL="https://gateway.example")).status == "warn"
    assert run("cfg_dotenv", state(tmp_path, ANTHROPIC_BASE_URL="https://other.example")).status == "pass"


def test_cfg_headers(tmp_path):
    assert run("cfg_headers", state(tmp_path)).status == "skip"
    assert run("cfg_headers", state(tmp_path, ANTHROPIC_CUSTOM_HEADERS="X-Team: a")).status == "pass"
    found = run("cfg_headers", state(tmp_path, ANTHROPIC_CUSTOM_HEADERS=f"Authorization: Bearer {API_KEY}"))
    assert found.status == "warn"
    assert API_KEY not in repr(found)


def of_models(tmp_path, *models, day="2026-11-20"):
    asked = state(tmp_path, options=Options(models=models, models_from="--model"))
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    asked.now = lambda: now
    return run("cfg_model", asked)


def test_cfg_model_knows_the_end_dates(tmp_path):
    found = of_models(tmp_path, "claude-sonnet-4-5")
    assert (found.status, "2026-11-30, in 10 days" in found.summary) == ("warn", True)
    assert of_models(tmp_path, "claude-opus-5-5").status == "pass"


@pytest.mark.parametrize(
    ("model", "day", "status", "entry"),
    [
        ("claude-sonnet-4-5", "2026-11-29", "warn", ""),
        ("claude-sonnet-4-5", "2026-11-30", "fail", "model_retired"),
        ("claude-opus-4-1", "2026-11-20", "fail", "model_retired"),
        ("claude-opus-4-5", "2026-11-22", "pass", ""),
        ("claude-opus-4-5", "2026-11-23", "warn", ""),
        ("claude-opus-4-5-20251101", "2027-01-22", "fail", "model_retired"),
        ("us.anthropic.claude-opus-4-1-20250805-v1:0", "2026-11-20", "warn", ""),
    ],
)
def test_cfg_model_fails_for_what_our_data_calls_retired(tmp_path, model, day, status, entry):
    found = of_models(tmp_path, model, day=day)
    assert (found.status, found.diagnosis or "") == (status, entry)


def test_cfg_model_names_the_replacement_and_lets_the_retired_decide(tmp_path):
    found = of_models(tmp_path, "claude-opus-4-5", "claude-sonnet-4-5", day="2026-12-01")
    assert (found.status, found.fix, found.command) == (
        "fail",
        "Ask for claude-sonnet-5-5.",
        "claude-doctor health --model claude-sonnet-5-5",
    )


def test_api_limits_finds_the_tightest(tmp_path):
    asked = state(tmp_path)
    headers = [
        ("anthropic-ratelimit-requests-limit", "1000"),
        ("anthropic-ratelimit-requests-remaining", "990"),
    ]
    asked.answers.append(Answer("GET", "/", 200, tuple(headers)))
    assert run("api_limits", asked).status == "pass"
    headers += [
        ("anthropic-ratelimit-input-tokens-limit", "100000"),
        ("anthropic-ratelimit-input-tokens-remaining", "0"),
    ]
    asked.answers.append(Answer("POST", "/", 200, tuple(headers)))
    found = run("api_limits", asked)
    assert (found.status, "0 of 100,000" in found.summary) == ("warn", True)


@pytest.mark.parametrize("form", ["{}", "b'Bearer {}\\n'", '"{}"', "x={};", "\n{}\n"])
@pytest.mark.parametrize("secret", [API_KEY, "hunter2", "p@ss word", "kürzel-geheim", "test"])
def test_no_secret_is_left_in_any_form(form, secret):
    assert secret not in scrubbed(form.format(secret), [secret])


def test_a_short_secret_does_not_blacken_other_words():
    assert scrubbed("the latest test", ["test"]) == "the latest ***"


@pytest.mark.parametrize(
    ("name", "environment", "status", "words"),
    [
        ("cfg_base_url", {}, "pass", "the API itself"),
        ("cfg_base_url", {"ANTHROPIC_BASE_URL": ""}, "fail", "empty string"),
        ("cfg_base_url", {"ANTHROPIC_BASE_URL": "http://10.0.0.1"}, "warn", "plain http"),
        ("cfg_key_chars", {"ANTHROPIC_API_KEY": API_KEY}, "pass", "108 characters"),
        ("cfg_key_chars", {"ANTHROPIC_API_KEY": API_KEY + "\n"}, "fail", "line break at character 109"),
        ("cfg_key_chars", {}, "skip", "no key"),
        ("cfg_key_kind", {"ANTHROPIC_API_KEY": API_KEY}, "pass", "API key"),
        ("cfg_key_kind", {"ANTHROPIC_API_KEY": "sk-ant-admin01-" + "a" * 90}, "fail", "Admin key"),
        ("cfg_key_kind", {"ANTHROPIC_API_KEY": "sk-ant-oat01-" + "a" * 90}, "warn", "ANTHROPIC_AUTH_TOKEN"),
        ("cfg_key_kind", {"ANTHROPIC_API_KEY": API_KEY[:60]}, "warn", "may be cut"),
        (
            "cfg_key_kind",
            {"ANTHROPIC_API_KEY": "sk-1234567890abcdef", "ANTHROPIC_BASE_URL": "https://gateway.example"},
            "pass",
            "key of the gateway",
        ),
        ("cfg_credential", {"ANTHROPIC_API_KEY": API_KEY}, "pass", "ANTHROPIC_API_KEY"),
        ("cfg_credential", {}, "fail", "five places"),
        (
            "cfg_credential",
            {"ANTHROPIC_FEDERATION_RULE_ID": "r", "ANTHROPIC_API_KEY": API_KEY},
            "warn",
            "federation is not used",
        ),
        ("cfg_tls_store", {"SSL_CERT_FILE": "/nonexistent.pem"}, "fail", "does not exist"),
        ("cfg_tls_store", {"SSL_CERT_FILE": "/"}, "fail", "directory"),
        ("cfg_tls_store", {"SSL_CERT_FILE": __file__}, "fail", "no certificate"),
        ("cfg_tls_store", {"SSL_CERT_DIR": "/nonexistent"}, "warn", "nothing can be verified"),
        ("cfg_proxy", {}, "skip", "no proxy"),
        ("cfg_proxy", {"HTTPS_PROXY": "http://proxy.example:3128"}, "pass", "proxy.example:3128"),
        ("cfg_proxy", {"HTTPS_PROXY": "socks4://proxy.example"}, "fail", "socks4"),
        ("cfg_proxy", {"HTTP_PROXY": "http://proxy.example:3128"}, "warn", "HTTPS_PROXY"),
    ],
)
def test_configuration(name, environment, status, words, tmp_path):
    found = run(name, state(tmp_path, **environment))
    assert (found.status, words in found.summary) == (status, True), found.summary
    assert API_KEY not in repr(found)
    assert status != "fail" or (found.fault == "yours" and found.fix and found.diagnosis)
