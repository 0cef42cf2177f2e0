"""What comes from outside acts on no terminal and no log reader of a CI
service, in whatever it is written.
"""

from __future__ import annotations

import json
import re

import pytest

from claude_doctor.base.lines import harmless
from claude_doctor.base.messages import say
from claude_doctor.render.escape import json_text, markdown, xml

OSC = "\x1b]52;c;ZXZpbA==\x07"
PAYLOADS = {
    "clipboard": OSC + "ZZ",
    "colour": "\x1b[31mZZ\x1b[0m",
    "8 bit": "\x9b31mZZ\x9d0;x\x9c",
    "error": "a\n::error::ZZ",
    "indented": "a\n   ::error::ZZ",
    "old style": "a ##[error]ZZ",
    "azure": "##vso[task.setvariable variable=a]ZZ",
    "separator": "a\u2028::error::ZZ",
    "right to left": "\u202eZZ",
}
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]|##\\w{0,20}\\[")


def check(text: str) -> None:
    assert not BAD.search(text), ascii(text)
    assert not [line for line in text.split("\n") if line.lstrip().startswith("::")], ascii(text)


@pytest.fixture(params=PAYLOADS.values(), ids=PAYLOADS.keys())
def payload(request) -> str:
    return str(request.param)


def outputs(done) -> str:
    check(done.stdout)
    check(done.stderr)
    return str(done.stdout + done.stderr)


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_explain_of_an_unknown_type_and_code(run, payload, name):
    body = {
        "type": "error",
        "error": {"type": f"x_{payload}_error", "message": payload, "details": {"error_code": payload}},
    }
    outputs(run("explain", stdin=json.dumps(body), env={"CLAUDE_DOCTOR_FORMAT": name}))


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_batch_check_of_hostile_betas_models_and_file_names(run, tmp_path, payload, name):
    file = payload.replace("/", "") + ".jsonl"
    line = {
        "custom_id": payload,
        "params": {
            "model": payload,
            "max_tokens": 1,
            payload: 1,
            "messages": [{"role": "user", "content": "x"}],
        },
    }
    (tmp_path / file).write_text(json.dumps(line))
    (tmp_path / "claude-doctor.toml").write_text(f"betas = [{json.dumps(payload)}]\nformat = '{name}'")
    done = run("batch-check", f"./{file}", "missing" + file)
    assert "ZZ" in outputs(done)


def test_messages_about_options_and_configuration(run, tmp_path, payload):
    outputs(run("explain", "429", "--header", payload))
    outputs(run(payload.replace("\n", " ")))
    outputs(run("explain", "--format", payload, "429"))
    (tmp_path / "claude-doctor.toml").write_text(f"format = {json.dumps(payload)}\n")
    outputs(run("explain", "429"))
    (tmp_path / "claude-doctor.toml").write_text(f"{json.dumps(payload)} = 1\n")
    outputs(run("explain", "429"))
    outputs(run("explain", "-f", payload))


def test_health_of_hostile_models(run, payload):
    env = {"ANTHROPIC_MODEL": payload, "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}
    outputs(run("health", "--timeout", "3", env=env))
    outputs(run("health", "--timeout", "3", "--format", "markdown", env=env))


def test_our_own_colours_stay():
    assert harmless("\x1b[1;31mred\x1b[0m" + OSC, color=True) == "\x1b[1;31mred\x1b[0m"
    assert harmless("\x1b[1m::error::x\x1b[0m", color=True) == "\x1b[1m: :error::x\x1b[0m"
    assert harmless("\x1b[2Jx", color=True) == "x"
    assert harmless("\x1b[31mx") == "x"


def test_formats_keep_the_meaning(payload):
    assert json.loads(json_text(json.dumps(payload, ensure_ascii=False))) == payload
    check(json_text(json.dumps(payload, ensure_ascii=False)))
    check(markdown(payload))
    check(xml(payload))


def test_a_traceback_keeps_its_lines_and_gives_no_command(capsys):
    say("Traceback\n  File x\n  ::error::a", lines=True)
    assert capsys.readouterr().err == "claude-doctor: Traceback\n  File x\n  : :error::a\n"
