"""Configuration: which source wins, what a file of the working directory may not set."""

from __future__ import annotations

import pytest

from claude_doctor import config
from claude_doctor.errors import UsageError


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
    (tmp_path / "user" / "claude-doctor" / "config.toml").write_text('format = "markdown"\ncolor = "never"\nfail-on = "never"')
    (tmp_path / "claude-doctor.toml").write_text('fail_on = "error"')
    found = config.values(str(tmp_path), {"XDG_CONFIG_HOME": str(tmp_path / "user"), "CLAUDE_DOCTOR_FORMAT": "json"})
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
    done = run("explain", "529")
    assert done.returncode == 2
    assert "base-url" in done.stderr


def test_a_format_the_command_does_not_have_is_left_to_those_that_do(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text('format = "github"')
    assert run("explain", "529").returncode == 0


def test_dotenv_is_never_loaded(run, tmp_path):
    (tmp_path / ".env").write_text("CLAUDE_DOCTOR_FORMAT=json\n")
    assert run("explain", "529").stdout.startswith("✗")
