"""No piece of user and password in an address of a cloud is ever looked up, dialled, printed or bundled, in any of the
awkward forms, and no credential of a cloud either.
"""

from __future__ import annotations

import json
import time

import pytest

from claude_doctor.doors.health.engine import clouds
from claude_doctor.doors.health.engine.state import Options, State
from tests.conftest import some
from tests.health.test_user_information import ALLOWED, FORMS, PIECES, many, printed

BEARER = "ABSKsecret99hidden77Secret99Hidden77"
REGION = {"AWS_REGION": "us-east-1"}
KEYS = {**REGION, "AWS_ACCESS_KEY_ID": "AKIASECRET99HIDDEN77", "AWS_SECRET_ACCESS_KEY": "secret99" * 5}
VERTEX = {"CLOUD_ML_REGION": "global", "ANTHROPIC_VERTEX_PROJECT_ID": "lab", "NO_GCE_CHECK": "true"}
GOOGLE = {
    "ANTHROPIC_GOOGLE_CLOUD_PROJECT": "lab",
    "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID": "w",
    "NO_GCE_CHECK": "true",
}
FOUNDRY = {"ANTHROPIC_FOUNDRY_API_KEY": "secret99hidden77secret99"}
# variable -> (platform, what else is set); each is what sends requests, tokens or identities somewhere
CASES = {
    "ANTHROPIC_BEDROCK_BASE_URL": ("bedrock", {**REGION, "AWS_BEARER_TOKEN_BEDROCK": BEARER}),
    "AWS_ENDPOINT_URL": ("bedrock", {**KEYS, "ANTHROPIC_BEDROCK_BASE_URL": "http://127.0.0.1:9"}),
    "AWS_ENDPOINT_URL_STS": ("bedrock", {**KEYS, "ANTHROPIC_BEDROCK_BASE_URL": "http://127.0.0.1:9"}),
    "AWS_ENDPOINT_URL_BEDROCK": ("bedrock", {**KEYS, "ANTHROPIC_BEDROCK_BASE_URL": "http://127.0.0.1:9"}),
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": ("mantle", {**REGION, "AWS_BEARER_TOKEN_BEDROCK": BEARER}),
    "ANTHROPIC_AWS_BASE_URL": (
        "claude-platform-on-aws",
        {**REGION, "ANTHROPIC_AWS_API_KEY": BEARER, "ANTHROPIC_AWS_WORKSPACE_ID": "w"},
    ),
    "ANTHROPIC_VERTEX_BASE_URL": ("vertex", VERTEX),
    "GCE_METADATA_HOST": ("vertex", {**VERTEX, "NO_GCE_CHECK": "false"}),
    "ANTHROPIC_GOOGLE_CLOUD_BASE_URL": ("google-cloud", GOOGLE),
    "ANTHROPIC_FOUNDRY_BASE_URL": ("foundry", FOUNDRY),
    "ANTHROPIC_FOUNDRY_RESOURCE": ("foundry", FOUNDRY),
    "HTTPS_PROXY": ("bedrock", {**REGION, "AWS_BEARER_TOKEN_BEDROCK": BEARER}),
}
OURS = (*ALLOWED, "127.0.0.1", "amazonaws.com", "api.aws", "googleapis.com", "azure.com", "169.254.169.254")


def job(name, form, folder, platform, more):
    folder.mkdir()
    args = [
        "health",
        "--platform",
        platform,
        "--skip",
        "svc.status",
        "--timeout",
        "9",
        "--bundle",
        "bundle.json",
    ]
    args += [
        word
        for each in ("json", "text", "markdown", "github", "junit")
        for word in ("--format", f"{each}:out.{each}")
    ]
    return {"env": {**more, "HOME": str(folder), name: form}, "args": args, "cwd": str(folder)}


@pytest.mark.parametrize("name", CASES)
def test_no_piece_is_looked_up_printed_or_bundled(name, tmp_path):
    platform, more = CASES[name]
    scheme = "" if name in ("GCE_METADATA_HOST", "ANTHROPIC_FOUNDRY_RESOURCE") else "https://"
    forms = some((form.replace("SCHEME", scheme) for form in FORMS), 5, list(CASES).index(name))
    assert len(forms) >= 8
    folders = [tmp_path / str(number) for number in range(len(forms))]
    jobs = [job(name, form, folder, platform, more) for form, folder in zip(forms, folders, strict=True)]
    wrong = []
    for form, folder, result in zip(forms, folders, many(jobs), strict=True):
        assert result["code"] == 1, (form, result)
        looked = " ".join(result["seen"]).lower()
        wrong += [f"{form!r} looks up {result['seen']}" for piece in PIECES if piece in looked]
        wrong += [
            f"{form!r} looks up {each}" for each in result["seen"] if not any(host in each for host in OURS)
        ]
        texts = printed(result, folder)
        wrong += [
            f"{form!r} is in {file}"
            for file, text in texts.items()
            for piece in PIECES
            if piece in text.lower()
        ]
    assert wrong == []


def test_the_token_address_of_a_key_file_is_no_place_for_a_password(tmp_path):
    data = {
        "type": "authorized_user",
        "client_id": "1",
        "client_secret": "secret99hidden77",
        "refresh_token": "Secret99Hidden77",
    }
    (tmp_path / "user.json").write_text(json.dumps(data), encoding="utf-8")
    more = {**VERTEX, "GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "user.json")}
    (result,) = many([job("HTTPS_PROXY", "http://proxy.corp.test:8080", tmp_path / "0", "vertex", more)])
    texts = printed(result, tmp_path / "0")
    assert [file for file, text in texts.items() if any(piece in text.lower() for piece in PIECES)] == []


@pytest.mark.parametrize(
    ("name", "platform", "question", "more"),
    [
        ("AWS_ENDPOINT_URL_STS", "bedrock", "identity", KEYS),
        ("AWS_ENDPOINT_URL_BEDROCK", "bedrock", "model", KEYS),
        ("AWS_ENDPOINT_URL_BEDROCK", "bedrock", "access", KEYS),
        ("GCE_METADATA_HOST", "vertex", "identity", {**VERTEX, "NO_GCE_CHECK": "false"}),
    ],
)
def test_another_host_is_refused_before_it_is_dialled(name, platform, question, more, tmp_path):
    """The same where the way to the platform itself is open: the address of the other host is refused unread."""
    wrong = []
    scheme = "" if name == "GCE_METADATA_HOST" else "https://"
    for form in (each.replace("SCHEME", scheme) for each in FORMS):
        environment = {**more, "HOME": str(tmp_path), name: form}
        settled = clouds.member(platform).settled(environment, 0.0)
        state = State(Options(models=("m",)), environment, time.time, cloud=settled)
        outcome = clouds.asked(state, question)
        said = f"{outcome.summary} {outcome.fix} {outcome.command}".lower()
        wrong += [form for piece in PIECES if piece in said]
        if outcome.status != "fail" or state.answers or state._others:
            wrong.append((form, outcome))
    assert wrong == []
