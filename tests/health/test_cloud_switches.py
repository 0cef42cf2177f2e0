"""Every switch of Claude Code that names a cloud leads to that cloud, never to "set ANTHROPIC_API_KEY"."""

from __future__ import annotations

import json

import pytest

PLATFORMS = {
    "BEDROCK": "bedrock",
    "VERTEX": "vertex",
    "FOUNDRY": "foundry",
    "MANTLE": "mantle",
    "ANTHROPIC_AWS": "claude-platform-on-aws",
    "ANTHROPIC_GOOGLE_CLOUD": "google-cloud",
}
MARKS = {
    "AWS_BEARER_TOKEN_BEDROCK": "bedrock",
    "ANTHROPIC_BEDROCK_BASE_URL": "bedrock",
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": "mantle",
    "ANTHROPIC_AWS_API_KEY": "claude-platform-on-aws",
    "ANTHROPIC_AWS_WORKSPACE_ID": "claude-platform-on-aws",
    "ANTHROPIC_VERTEX_PROJECT_ID": "vertex",
    "CLOUD_ML_REGION": "vertex",
    "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID": "google-cloud",
    "ANTHROPIC_FOUNDRY_API_KEY": "foundry",
    "ANTHROPIC_FOUNDRY_RESOURCE": "foundry",
}
OFFLINE = ("--json", "--only", "cloud.choice,cloud.region,cloud.source")


def report(run, *words, env, **more):
    done = run(
        "health", *words, env={"NO_GCE_CHECK": "true", "AWS_EC2_METADATA_DISABLED": "true", **env}, **more
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def choice(found):
    (check,) = [check for check in found["checks"] if check["id"] == "cloud.choice"]
    return check


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("value", ["1", "yes", "TRUE", "on"])
def test_a_switch_alone_leads_to_its_platform(name, value, run):
    found = report(run, *OFFLINE, env={f"CLAUDE_CODE_USE_{name}": value})
    assert found["target"]["platform"] == PLATFORMS[name]
    assert "ANTHROPIC_API_KEY" not in json.dumps(found)
    assert found["verdict"]["check"].startswith("cloud.")


@pytest.mark.parametrize("value", ["0", "", "no", "false"])
def test_a_switch_that_is_off_decides_nothing(value, run):
    found = report(run, "--json", "--only", "cloud.choice", env={"CLAUDE_CODE_USE_BEDROCK": value})
    assert found["target"]["platform"] == "claude-api"
    assert choice(found)["status"] == "pass"


def test_the_gateway_of_claude_code_is_named(run):
    done = run("health", "--only", "cfg.credential", env={"CLAUDE_CODE_USE_GATEWAY": "1"})
    assert done.returncode == 2
    assert "CLAUDE_CODE_USE_GATEWAY is configured" in done.stderr
    assert "ANTHROPIC_API_KEY" not in done.stderr


@pytest.mark.parametrize("name", MARKS)
def test_variables_of_the_sdk_alone_lead_to_their_platform(name, run):
    found = report(
        run, *OFFLINE, env={name: "https://localhost:9" if name.endswith("URL") else "lab-lab-lab"}
    )
    assert found["target"]["platform"] == MARKS[name]
    assert "set ANTHROPIC_API_KEY" not in json.dumps(found)


@pytest.mark.parametrize("name", [*PLATFORMS, "GATEWAY"])
@pytest.mark.parametrize("own", ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"])
def test_a_switch_left_on_beside_a_gateway_is_a_warning(name, own, run):
    env = {f"CLAUDE_CODE_USE_{name}": "1", own: "http://127.0.0.1:9"}
    found = report(run, "--json", "--only", "cloud.choice", env=env)
    check = choice(found)
    assert check["status"] == "warn"
    assert f"CLAUDE_CODE_USE_{name}" in check["summary"]
    assert own in check["summary"]
    assert check["command"] == f"unset CLAUDE_CODE_USE_{name}"
    assert found["target"]["platform"] in ("claude-api", "gateway")


def settings(folder, env):
    (folder / ".claude").mkdir()
    (folder / ".claude" / "settings.json").write_text(json.dumps({"env": env}), encoding="utf-8")


def test_settings_switch_claude_code_only(run, tmp_path):
    settings(tmp_path, {"CLAUDE_CODE_USE_VERTEX": 1, "CLOUD_ML_REGION": "global"})
    found = report(run, "--json", "--only", "cloud.choice", env={"ANTHROPIC_API_KEY": "sk-ant-x"})
    check = choice(found)
    assert check["status"] == "warn"
    assert "settings.json" in check["summary"]
    assert check["details"]["claude_code"] == "Google Vertex AI"
    assert check["details"]["sdk"] == "the Claude API"


def test_settings_alone_are_examined_as_claude_code_reads_them(run, tmp_path):
    values = {
        "CLAUDE_CODE_USE_BEDROCK": "true",
        "AWS_REGION": "eu-west-1",
        "AWS_BEARER_TOKEN_BEDROCK": "ABSK" + "x" * 40,
    }
    settings(tmp_path, values)
    found = report(run, *OFFLINE, env={})
    assert found["target"]["platform"] == "bedrock"
    assert found["healthy"] is True
    assert found["target"]["host"] == "bedrock-runtime.eu-west-1.amazonaws.com"
    assert "ABSKxxxx" not in json.dumps(found)


def test_platform_decides(run):
    env = {
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "ANTHROPIC_API_KEY": "sk-ant-x",
        "ANTHROPIC_FOUNDRY_RESOURCE": "lab",
    }
    for asked in ("bedrock", "vertex", "foundry", "claude-api"):
        found = report(run, "--platform", asked, "--json", "--only", "cloud.choice", env=env)
        assert found["target"]["platform"] == asked


def test_two_switches_are_a_warning(run):
    env = {"CLAUDE_CODE_USE_BEDROCK": "1", "CLAUDE_CODE_USE_VERTEX": "1"}
    check = choice(report(run, "--json", "--only", "cloud.choice", env=env))
    assert check["status"] == "warn"
    assert "both on" in check["summary"]


def test_a_login_of_the_claude_api_goes_before_variables_of_a_cloud(run, tmp_path):
    """A profile on disk is what the SDK's plain client uses; a bearer of AWS may be there for other programs."""
    folder = tmp_path / ".config" / "anthropic" / "configs"
    folder.mkdir(parents=True)
    (folder / "default.json").write_text("{}", encoding="utf-8")
    env = {"HOME": str(tmp_path), "AWS_BEARER_TOKEN_BEDROCK": "ABSK" + "x" * 40}
    assert report(run, "--json", "--only", "cloud.choice", env=env)["target"]["platform"] == "claude-api"
    asked = report(run, "--platform", "bedrock", "--json", "--only", "cloud.choice", env=env)
    assert asked["target"]["platform"] == "bedrock"
