"""Credentials: order, kinds, characters and files, as the real SDK has them; the value itself never shows."""

from __future__ import annotations

import json
import os
import time

import anthropic
import pytest

from claude_doctor.doors.health.engine.state import Options, State
from claude_doctor.doors.health.settings import credential as cred
from claude_doctor.doors.health.settings import headers, url
from claude_doctor.doors.health.settings import profile as _config_profile
from claude_doctor.doors.health.settings.characters import strange

API_KEY = "sk-ant-api03-" + "aB3_" * 23 + "9xQ"
NAMES = [name for name in os.environ if name.startswith(("ANTHROPIC_", "CLAUDE_"))]


@pytest.mark.parametrize(
    "environment",
    [
        {"ANTHROPIC_API_KEY": "k"},
        {"ANTHROPIC_AUTH_TOKEN": "t"},
        {"ANTHROPIC_API_KEY": "k", "ANTHROPIC_AUTH_TOKEN": "t"},
        {"ANTHROPIC_API_KEY": "", "ANTHROPIC_AUTH_TOKEN": "t"},
        {"ANTHROPIC_API_KEY": "", "ANTHROPIC_AUTH_TOKEN": ""},
        {},
    ],
)
def test_the_sdk_takes_the_same(environment, monkeypatch, tmp_path):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    environment = {**environment, "HOME": str(tmp_path)}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = cred.credential(environment)
    client = anthropic.Anthropic()
    assert (found.value if found.way == "key" else None) == client.api_key
    assert (found.value if found.way == "token" else None) == client.auth_token


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (API_KEY, "api_key"),
        ("sk-ant-admin01-" + "a" * 80, "admin_key"),
        ("sk-ant-oat01-" + "a" * 80, "oauth_token"),
        ("sk-ant-sid01-" + "a" * 80, "session_cookie"),
        ("sk-proj-" + "a" * 80, "openai_key"),
        ("sk-or-v1-" + "a" * 60, "openrouter_key"),
        ("sk-" + "a" * 45, "other_vendor_key"),
        ("ABSK" + "a" * 60, "bedrock_key"),
        ("AIza" + "a" * 35, "google_key"),
        ("your-api-key-here", "placeholder"),
        ("sk-ant-xxx", "placeholder"),
        ("sk-ant-api03-...", "placeholder"),
        ("<your key>", "placeholder"),
        ("${ANTHROPIC_API_KEY}", "reference"),
        ("{{ secrets.KEY }}", "reference"),
        ("Bearer " + API_KEY, "bearer_prefix"),
        ("dummy", "dummy"),
        ("gateway-token-1234567890", "unknown"),
    ],
)
def test_kinds(value, kind):
    assert cred.kind_of(value) == kind


@pytest.mark.parametrize(
    ("value", "words", "what"),
    [
        (API_KEY + "\n", "line break at character 109 of 109", "refused"),
        (API_KEY + " ", "space at character 109 of 109", "refused"),
        ("\t" + API_KEY, "tab at character 1 of 109", "refused"),
        (API_KEY[:40] + "\n" + API_KEY[40:], "line break at character 41 of 109 (2 lines)", "refused"),
        (f'"{API_KEY}"', 'quote (") at character 1 of 110', "sent"),
        (f"\u201c{API_KEY}", "curly quote (U+201C) at character 1 of 109", "sent"),
        (f"{API_KEY}\u200b", "zero-width space (U+200B) at character 109 of 109", "sent"),
        (f"\ufeff{API_KEY}", "byte order mark (U+FEFF) at character 1 of 109", "sent"),
        (f"{API_KEY}é", "latin small letter e with acute (U+00E9) at character 109 of 109", "sent"),
    ],
)
def test_characters_are_named_and_placed(value, words, what):
    found = cred.bad_characters(cred.Credential("key", "ANTHROPIC_API_KEY", value))
    assert found is not None
    assert (found[0].words, found[1]) == (words, what)
    assert API_KEY[20:30] not in found[0].words


def test_a_good_key_has_no_strange_character():
    assert strange(API_KEY) is None


def profile(folder, *, config=None, credentials=None, mode=0o600):
    (folder / "configs").mkdir()
    (folder / "credentials").mkdir()
    if config is not None:
        (folder / "configs" / "default.json").write_text(
            config if isinstance(config, str) else json.dumps(config)
        )
        (folder / "configs" / "default.json").chmod(0o644)
    if credentials is not None:
        path = folder / "credentials" / "default.json"
        path.write_text(json.dumps(credentials))
        path.chmod(mode)
    return {"ANTHROPIC_CONFIG_DIR": str(folder), "HOME": str(folder)}


OAUTH = {"authentication": {"type": "user_oauth"}}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "does not exist"),
        ({"config": "{"}, "not valid JSON"),
        ({"config": "[]"}, "not a JSON object"),
        ({"config": {"authentication": {"type": "magic"}}}, "authentication.type"),
        ({"config": OAUTH}, "does not exist"),
        ({"config": OAUTH, "credentials": {"access_token": "t"}, "mode": 0o644}, "open to others"),
        ({"config": OAUTH, "credentials": {"access_token": "t", "expires_at": "2026-01-01"}}, "expires_at"),
        ({"config": OAUTH, "credentials": {"access_token": "t", "expires_at": 10}}, "expired"),
    ],
)
def test_profiles_that_cannot_be_used(parts, words, tmp_path):
    environment = profile(tmp_path, **parts)
    assert cred.credential(environment).way == "profile"
    found = _config_profile.profile_problem(environment, now=1_800_000_000.0)
    assert found
    assert words in found.summary


def test_a_profile_that_can_be_used(tmp_path):
    environment = profile(
        tmp_path, config=OAUTH, credentials={"access_token": "t", "expires_at": 1_900_000_000}
    )
    assert _config_profile.profile_problem(environment, now=1_800_000_000.0) is None


@pytest.mark.parametrize(
    "from_profile", [None, "", "https://gateway.example/claude/", "http://127.0.0.1:8080"]
)
@pytest.mark.parametrize("variable", [None, "", "https://other.example"])
def test_the_base_url_of_a_profile_fills_the_gap_as_in_the_sdk(from_profile, variable, monkeypatch, tmp_path):
    environment = profile(
        tmp_path, config={**OAUTH, "base_url": from_profile}, credentials={"access_token": "t"}
    )
    if variable is not None:
        environment["ANTHROPIC_BASE_URL"] = variable
    for name in (*NAMES, "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = url.base_url(None, environment, _config_profile.base_url(environment))
    client = str(anthropic.Anthropic().base_url)
    assert client.rstrip("/") == (found.url("") if found.problem is None else found.text)


def test_a_profile_that_loses_brings_no_base_url(tmp_path):
    environment = profile(
        tmp_path, config={**OAUTH, "base_url": "https://gateway.example"}, credentials={"access_token": "t"}
    )
    assert State(Options(), environment, time.time).base.host == "gateway.example"
    assert State(Options(no_auth=True), environment, time.time).base.host == "gateway.example"
    assert State(Options(), {**environment, "ANTHROPIC_API_KEY": API_KEY}, time.time).base.is_first_party


@pytest.mark.parametrize("config", ["{", "[]", '{"authentication": {}}'])
def test_a_profile_without_a_base_url_gives_none(config, tmp_path):
    assert _config_profile.base_url(profile(tmp_path, config=config)) is None


def test_what_is_wrong_in_a_profile_is_overridden_by_a_command():
    found = url.base_url(None, {}, "https://gateway.example/v1")
    assert found.problem
    assert "the profile's base_url ends in /v1" in found.problem.summary
    assert found.problem.command == "export ANTHROPIC_BASE_URL=https://gateway.example"


def test_a_profile_of_another_folder_is_refused(tmp_path):
    environment = {
        "ANTHROPIC_PROFILE": "../../etc/x",
        "ANTHROPIC_CONFIG_DIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    found = _config_profile.profile_problem(environment, now=0.0)
    assert found
    assert "no file name" in found.summary


def test_a_federation_in_part_is_named():
    assert cred.partial_federation({"ANTHROPIC_FEDERATION_RULE_ID": "r"}) == (
        "ANTHROPIC_ORGANIZATION_ID",
        "ANTHROPIC_IDENTITY_TOKEN_FILE",
    )
    assert cred.partial_federation({}) == ()


def test_custom_headers_are_parsed_as_the_sdk_parses_them(monkeypatch, tmp_path):
    text = "X-One: 1\nno colon here\nAuthorization:  Bearer x \n X-Two :2:3\n"
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", text)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = headers.custom_headers({"ANTHROPIC_CUSTOM_HEADERS": text})
    assert dict(found.pairs) == dict(anthropic.Anthropic(api_key="k")._custom_headers)
    assert (found.dropped, found.overrides) == (1, ("Authorization",))


@pytest.mark.parametrize("way", ["key", "token"])
def test_requests_carry_what_the_sdk_carries(way, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ANTHROPIC_CUSTOM_HEADERS", raising=False)
    client = anthropic.Anthropic(api_key=API_KEY) if way == "key" else anthropic.Anthropic(auth_token=API_KEY)
    ours = headers.request_headers(cred.Credential(way, "x", API_KEY), headers.CustomHeaders())
    assert ours["authorization"] == client.auth_headers["Authorization"]
    assert ours["anthropic-version"] == client.default_headers["anthropic-version"]
