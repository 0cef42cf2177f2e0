"""The command of a fix asks the same thing again: it repeats the options, but for those it changes, and says
nothing a shell acts on.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest

from claude_doctor import cli  # noqa: F401  # the command that is run below
from claude_doctor.doors.health.engine import again
from tests.conftest import clean_environment
from tests.health.lab import secret

GIVEN = (
    "--python",
    sys.executable,
    "--check-timeout",
    "3",
    "--timeout",
    "50",
    "--skip",
    "svc.status,sdk.request",
    "--insecure-http",
)


def commands(done) -> list[str]:
    report = json.loads(done.stdout)
    return [
        text
        for text in (report["verdict"]["command"], *(check["command"] for check in report["checks"]))
        if again.START in text
    ]


def test_the_options_of_the_run_are_in_every_command_of_ours(run):
    done = run(
        "health",
        "--json",
        "--base-url",
        "http://127.0.0.1:9/v1",
        "--no-auth",
        "--model",
        "claude-opus-5-5",
        *GIVEN,
    )
    found = commands(done)
    assert len(found) == 2  # of the check and of the verdict
    for text in found:
        words = shlex.split(text, comments=True)
        assert words[words.index("--base-url") + 1] == "http://127.0.0.1:9"
        assert words.count("--base-url") == 1
        assert words[words.index("--model") + 1] == "claude-opus-5-5"
        assert "--no-auth" in words
        for flag, value in zip(GIVEN[:8:2], GIVEN[1:8:2], strict=True):
            assert words[words.index(flag) + 1] == value
        assert "--insecure-http" in words


def test_a_run_without_an_answer_in_time_repeats_them_too(run):
    done = run("health", "--json", "--base-url", "http://127.0.0.1:9/gw", "--no-auth", "--timeout", "0.001")
    (text,) = commands(done)
    assert shlex.split(text) == [
        "claude-doctor",
        "health",
        "--timeout",
        "60",
        "--base-url",
        "http://127.0.0.1:9/gw",
        "--no-auth",
    ]


@pytest.mark.parametrize(
    "value", ["https://user:p@Secret99/x@h", "http://x/$(reboot)", "http://x/;reboot", "http://x/a b"]
)
def test_an_address_that_may_not_be_shown_is_not_repeated(value):
    assert (
        again.repeated(f"{again.START} --deep", again.words({"--base-url": value}))
        == f"{again.START} --deep --base-url URL"
    )


def test_what_a_shell_acts_on_is_quoted():
    given = again.words({"--model": ["a;b", "$(x)"], "--no-auth": True, "--timeout": 20.0})
    text = again.repeated(f"sleep 3; {again.START}   # or: {again.START} --insecure-http", given)
    assert text.count("--no-auth --timeout 20") == 2
    assert shlex.split(text.partition("   #")[0])[4:] == [
        "--model",
        "a;b",
        "--model",
        "$(x)",
        "--no-auth",
        "--timeout",
        "20",
    ]


def test_only_is_left_out_where_another_check_is_meant():
    given = again.words({"--only": ["auth"]})
    assert "--only" not in again.repeated(f"{again.START} --deep", given)
    assert again.repeated(again.START, given) == f"{again.START} --only auth"


@pytest.mark.parametrize(
    "breaks",
    ["raise RecursionError('x')", "raise MemoryError", "raise UnboundLocalError('y')", "return None"],
)
def test_a_check_that_breaks_is_named_and_the_rest_goes_on(breaks, tmp_path):
    begin = (
        f"import claude_doctor.doors.health.checks.cfg_dotenv as it\ndef run(state):\n    {breaks}\nit.run "
        "= run\nfrom claude_doctor.cli import entry_point\nentry_point()"
    )
    line = [
        sys.executable,
        "-c",
        begin,
        "health",
        "--json",
        "--only",
        "config",
        "--no-auth",
        "--skip",
        "cfg.credential",
    ]
    done = subprocess.run(
        line,
        env=clean_environment(ANTHROPIC_API_KEY=secret.KEY),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    checks = {check["id"]: check["status"] for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 4
    assert [name for name, status in checks.items() if status == "error"] == ["cfg.dotenv"]
    assert len(checks) > 8
    assert checks["cfg.base_url"] == "pass"
    (fault,) = json.loads(done.stdout)["faults_of_ours"]
    assert fault["member"] == "cfg.dotenv"
    words = f"the check cfg.dotenv broke: {fault['error']} (a fault of claude-doctor; the other checks go on)"
    assert done.stderr.splitlines() == [f"claude-doctor: {words}"]
