"""What CI is given does what docs/ci.md says: hooks, and every command of ours in the examples."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.conftest import SOURCE, clean_environment

HOOKS = {
    "claude-doctor-models": ("a.py", 'm = "claude-2.1"\n', 'm = "claude-opus-5-5"\n'),
    "claude-doctor-batch-check": (
        "b.jsonl",
        "{}\n",
        '{"custom_id":"a","params":{"model":"claude-opus-5-5","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}}\n',
    ),
}


def entries() -> dict[str, list[str]]:
    """The command of each hook; the file is plain enough to be read by line."""
    found, last = {}, ""
    for line in (SOURCE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines():
        key, _, value = line.strip("- ").partition(": ")
        if key == "id":
            last = value
        elif key == "entry":
            found[last] = value.split()
    return found


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_red_and_green(hook, tmp_path):
    name, bad, good = HOOKS[hook]
    command = [sys.executable, "-m", "claude_doctor", *entries()[hook][1:], name]
    for text, code in ((bad, 1), (good, 0)):
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            command, cwd=tmp_path, env=clean_environment(), capture_output=True, check=False
        )
        assert done.returncode == code, done.stdout.decode()


def test_every_hook_is_run_here():
    assert set(entries()) == set(HOOKS)


def test_pre_commit_takes_the_manifest():
    tool = shutil.which("pre-commit", path=f"{sys.prefix}/bin") or shutil.which("pre-commit")
    if tool is None:
        pytest.skip("pre-commit is not installed")
    assert (
        subprocess.run(
            [tool, "validate-manifest", str(SOURCE / ".pre-commit-hooks.yaml")],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )


@pytest.mark.parametrize(("model", "code", "mark"), [("claude-2.1", 1, "❌"), ("claude-opus-5-5", 0, "✅")])
def test_the_step_of_the_action_is_red_and_green(tmp_path, model, code, mark):
    text = (
        (SOURCE / "action.yml").read_text(encoding="utf-8").split("name: Preflight")[1].split("run: |\n")[1]
    )
    script = "\n".join(line.removeprefix(" " * 8) for line in text.splitlines())
    place = tmp_path / "temp" / "claude-doctor" / "bin"
    place.mkdir(parents=True)
    (place / "claude-doctor").write_text(f'#!/bin/sh\nexec {sys.executable} -m claude_doctor "$@"\n')
    (place / "claude-doctor").chmod(0o755)
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "a.yaml").write_text(f"model: {model}\n")
    summary = tmp_path / "summary.md"
    given = {"FILES": "", "PLACES": ".", "OFFLINE": "true", "FAIL_ON": "yours", "SARIF": "out.sarif"}
    env = clean_environment(RUNNER_TEMP=str(tmp_path / "temp"), GITHUB_STEP_SUMMARY=str(summary), **given)
    command = ["bash", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path / "repository", env=env, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    assert summary.read_text(encoding="utf-8").startswith(f"## {mark}")
    assert (tmp_path / "repository" / "out.sarif").exists()
