"""Configuration: which source wins, what a file of the working directory may not set."""

from __future__ import annotations

import json
import os

import pytest

from claude_doctor.base import config
from claude_doctor.base.errors import UsageError


def test_the_nearest_file_wins_and_the_repository_is_the_limit(tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "outside"')
    repository = tmp_path / "repo"
    inner = repository / "a" / "b"
    inner.mkdir(parents=True)
    (repository / ".git").mkdir()
    none = {"XDG_CONFIG_HOME": str(tmp_path / "none")}
    assert config.values(str(inner), none) == {}
    (repository / "pyproject.toml").write_text('[tool.claude-doctor]\nformat = "json"\n')
    assert config.values(str(inner), none) == {"format": "json"}
    (repository / "a" / "claude-doctor.toml").write_text('format = "markdown"')
    assert config.values(str(inner), none) == {"format": "markdown"}


def test_environment_over_project_over_user(tmp_path):
    (tmp_path / "user" / "claude-doctor").mkdir(parents=True)
    (tmp_path / "user" / "claude-doctor" / "config.toml").write_text(
        'format = "markdown"\ncolor = "never"\nfail-on = "never"'
    )
    (tmp_path / "claude-doctor.toml").write_text('fail_on = "error"')
    found = config.values(
        str(tmp_path), {"XDG_CONFIG_HOME": str(tmp_path / "user"), "CLAUDE_DOCTOR_FORMAT": "json"}
    )
    assert found == {"format": "json", "color": "never", "fail-on": "error"}


def test_another_tools_pyproject_is_passed_over(tmp_path):
    (tmp_path / "pyproject.toml").write_text("this is [not toml")
    assert config.values(str(tmp_path), {"XDG_CONFIG_HOME": "/nonexistent"}) == {}


@pytest.mark.parametrize("key", ["base-url", "base_url", "proxy", "ca-file", "output", "python"])
def test_a_project_may_not_steer_where_things_go(tmp_path, key):
    (tmp_path / "claude-doctor.toml").write_text(f'{key} = "x"')
    with pytest.raises(UsageError, match="may not be set by a file of the working directory"):
        config.values(str(tmp_path), {})


@pytest.mark.parametrize("text", ['formt = "json"', "format = ", "\x00"])
def test_mistakes_name_the_file(tmp_path, text):
    (tmp_path / "claude-doctor.toml").write_text(text)
    with pytest.raises(UsageError, match=r"claude-doctor\.toml"):
        config.values(str(tmp_path), {})


def test_the_command_heeds_them(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "json"')
    assert run("explain", "529").stdout.startswith("{")
    assert run("explain", "529", "--format", "text").stdout.startswith("✗")
    assert run("explain", "529", env={"CLAUDE_DOCTOR_FORMAT": "markdown"}).stdout.startswith("## ")
    (tmp_path / "claude-doctor.toml").write_text('base-url = "http://evil"')
    done = run("health", "--only", "config")
    assert done.returncode == 2
    assert "base-url" in done.stderr
    done = run("explain", "529")
    assert done.returncode == 0
    assert "base-url" in done.stderr


def test_a_format_the_command_does_not_have_is_left_to_those_that_do(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "github"')
    assert run("explain", "529").returncode == 0


def test_dotenv_is_never_loaded(run, tmp_path):
    (tmp_path / ".env").write_text("CLAUDE_DOCTOR_FORMAT=json\n")
    assert run("explain", "529").stdout.startswith("✗")


NO_USER = {"XDG_CONFIG_HOME": "/nonexistent"}
posix = pytest.mark.skipif(os.name == "nt", reason="owners and modes of POSIX")


def test_without_a_repository_only_the_directorys_own_file_counts(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('fail-on = "never"')
    below = tmp_path / "a"
    below.mkdir()
    assert config.load(str(below), NO_USER).values == {}
    assert config.load(str(tmp_path), NO_USER).values == {"fail-on": "never"}
    (below / "bad.jsonl").write_text("{}\n")
    assert run("batch-check", "bad.jsonl", cwd=below).returncode == 1


@posix
def test_a_shared_directory_steers_nobody(run, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "claude-doctor.toml").write_text('fail-on = "never"')
    (shared / "bad.jsonl").write_text("{}\n")
    done = run("batch-check", "bad.jsonl", cwd=shared)
    assert done.returncode == 1
    assert "claude-doctor.toml is ignored: everybody may write into its directory" in done.stderr


@posix
@pytest.mark.parametrize("stranger", ["own", "pyproject"])
def test_a_file_of_another_user_is_ignored_with_a_warning(tmp_path, monkeypatch, stranger):
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a"
    inner.mkdir()
    file = inner / ("claude-doctor.toml" if stranger == "own" else "pyproject.toml")
    file.write_text('fail-on = "never"' if stranger == "own" else '[tool.claude-doctor]\nfail-on = "never"')
    (tmp_path / "claude-doctor.toml").write_text('fail-on = "warning"')
    real = os.stat

    def stat(path, *args, **named):
        found = real(path, *args, **named)
        if str(path) != str(file):
            return found
        return os.stat_result([*found[:4], found.st_uid + 12345, *found[5:10]])

    monkeypatch.setattr(os, "stat", stat)
    found = config.load(str(inner), NO_USER)
    assert found.values == {"fail-on": "warning"}
    assert found.warnings == [f"{file} is ignored: it belongs to another user"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_really_given_to_another_user(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "json"')
    os.chown(tmp_path / "claude-doctor.toml", 12345, 12345)
    done = run("explain", "529")
    assert done.stdout.startswith("✗")
    assert "belongs to another user" in done.stderr


def test_no_file_is_read_when_told_so(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "json"')
    assert run("explain", "529").stdout.startswith("{")
    assert run("explain", "529", "--no-config").stdout.startswith("✗")
    assert run("explain", "529", env={"CLAUDE_DOCTOR_CONFIG": "off"}).stdout.startswith("✗")
    done = run("explain", "529", env={"CLAUDE_DOCTOR_CONFIG": "other.toml"})
    assert (done.returncode, done.stdout) == (2, "")
    (tmp_path / "claude-doctor.toml").write_text("not toml")
    assert run("explain", "529", "--no-config").returncode == 0


def test_the_output_names_the_file_that_decides(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text(
        'fail-on = "never"\nignore = [{rule = "custom-id-missing", reason = "x"}]'
    )
    (tmp_path / "bad.jsonl").write_text("{}\n")
    done = run("batch-check", "bad.jsonl", "--json")
    path = str(tmp_path / "claude-doctor.toml")
    assert json.loads(done.stdout)["configured_by"] == {"fail-on": path, "ignore": path}
    assert f"set by {path}" in done.stderr
    for told in (
        run("batch-check", "bad.jsonl", "--json", "--no-config"),
        run("batch-check", "bad.jsonl", "--json", "--fail-on", "error"),
    ):
        assert "fail-on" not in json.loads(told.stdout).get("configured_by", {})
        assert "fail-on set by" not in told.stderr
