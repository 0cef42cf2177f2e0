"""`explain` as a person runs it: the real command, its exit codes and its output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT, clean_environment

BODY = (
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},'
    '"request_id":"req_011CAbCdEfGhIj"}'
)
DIAGNOSIS_KEYS = {
    "id",
    "title",
    "category",
    "status",
    "type",
    "error_code",
    "confidence",
    "evidence",
    "retryable",
    "retry",
    "billed",
    "summary",
    "causes",
    "fixes",
    "related",
    "sources",
    "doc_url",
}


def test_a_status_is_a_lookup(run):
    done = run("explain", "529")
    assert done.returncode == 0
    assert done.stdout.startswith("✗ 529 overloaded_error: the API is overloaded\n")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    "query",
    [
        "529",
        "overloaded_error",
        "OverloadedError",
        "anthropic.OverloadedError",
        "HTTP 529",
        "status 529",
        "overloaded_529",
        "OVERLOADED_ERROR",
    ],
)
def test_every_name_of_one_error_leads_to_it(run, query):
    found = json.loads(run("explain", query, "--json").stdout)
    assert found["diagnoses"][0]["id"] == "overloaded_529"
    assert found["diagnoses"][0]["confidence"] == "certain"
    assert found["diagnoses"][0]["evidence"][0]["by"] == "name"


def test_the_contracts_keys(run):
    found = json.loads(run("explain", BODY, "--json").stdout)
    assert {"schema_version", "command", "signal", "diagnoses", "also"} <= set(found)
    assert (found["schema_version"], found["command"]) == (1, "explain")
    assert set(found["signal"]) == {
        "status",
        "type",
        "error_code",
        "message",
        "request_id",
        "model",
        "exception",
        "platform",
        "retry_after_s",
    }
    first = found["diagnoses"][0]
    assert set(first) >= DIAGNOSIS_KEYS
    assert set(first["retry"]) >= {"sdk_retries", "wait", "delays_s", "honour_retry_after", "max_attempts"}
    assert set(first["sources"][0]) >= {"url", "read"}
    assert found["signal"]["request_id"] == "req_011CAbCdEfGhIj"


def test_a_paste_from_stdin_arguments_and_file_gives_the_same(run, tmp_path):
    (tmp_path / "e.txt").write_text(BODY)
    outputs = {
        run("explain", stdin=BODY).stdout,
        run("explain", "-", stdin=BODY).stdout,
        run("explain", "-f", "e.txt").stdout,
        run("explain", "-f", "-", stdin=BODY).stdout,
    }
    assert len(outputs) == 1
    assert "overloaded" in outputs.pop()


def test_words_are_joined_to_one_input(run):
    assert (
        json.loads(
            run(
                "explain", "prompt", "is", "too", "long:", "5", "tokens", ">", "4", "maximum", "--json"
            ).stdout
        )["diagnoses"][0]["id"]
        == "prompt_too_long"
    )


@pytest.mark.parametrize(
    ("args", "stdin", "code"),
    [
        (["explain", "529"], "", 0),
        (["explain", "no such thing at all"], "", 1),
        (["explain"], "", 1),
        (["explain", "299"], "", 1),
        (["explain", "--search", "zzzzzzz"], "", 1),
        (["explain", "no such thing at all", "--exit-zero"], "", 0),
        (["explain", "--format", "yaml", "529"], "", 2),
        (["explain", "--nope"], "", 2),
        (["explain", "--attempt", "0", "429"], "", 2),
        (["explain", "--attempt", "x", "429"], "", 2),
        (["explain", "--platform", "moon", "429"], "", 2),
        (["explain", "--header", "nonsense", "429"], "", 2),
        (["explain", "529", "-f", "x"], "", 2),
        (["529"], "", 2),
        (["explian", "529"], "", 2),
        (["explain", "-f", "missing.txt"], "", 3),
        (["explain", "-f", "."], "", 3),
        (["--version"], "", 0),
        (["--help"], "", 0),
        (["explain", "--help"], "", 0),
    ],
)
def test_exit_codes(run, args, stdin, code):
    done = run(*args, stdin=stdin)
    assert done.returncode == code, done.stderr
    if code in {2, 3}:
        assert done.stderr.strip()
        assert not done.stdout
        assert "Traceback" not in done.stderr


def test_a_wrong_command_is_answered_with_the_right_one(run):
    assert "claude-doctor explain 529" in run("529").stderr
    assert "claude-doctor explain 529" in run("explian", "529").stderr


def test_did_you_mean(run):
    done = run("explain", "overloded_error")
    assert done.returncode == 1
    assert "overloaded_529" in done.stdout


def test_an_unknown_number_gets_a_sentence(run):
    assert "not a status the Claude API is known to send" in " ".join(run("explain", "299").stdout.split())
    assert "no HTTP status" in run("explain", "77").stdout


def test_an_unknown_code_is_explained_as_its_type(run):
    body = (
        '{"type":"error","error":{"type":"rate_limit_error","message":"x",'
        '"details":{"error_code":"brand_new_limit"}}}'
    )
    done = run("explain", body)
    assert "newer than this version" in " ".join(done.stdout.split())
    assert "rate_limit_error" in done.stdout


def test_another_systems_error_is_not_claimed(run):
    done = run("explain", "fatal: not a git repository (or any of the parent directories): .git")
    assert done.returncode == 1
    assert "Not recognised" in done.stdout


def test_several_errors_in_one_paste(run):
    text = (
        f"2026-11-20 10:00:00 ERROR {BODY}\n2026-11-20 10:00:05 ERROR Error code: 401 - {{'type': 'error', "
        f"'error': {{'type': 'authentication_error', 'message': 'invalid x-api-key'}}}}\n"
    )
    found = json.loads(run("explain", "--json", stdin=text).stdout)
    ids = [found["diagnoses"][0]["id"], *(item["diagnoses"][0]["id"] for item in found["also"])]
    assert set(ids) == {"overloaded_529", "invalid_api_key"}


def test_the_wait(run):
    found = json.loads(
        run("explain", "429", "--header", "retry-after: 30", "--attempt", "3", "--json").stdout
    )
    assert found["diagnoses"][0]["retry"]["next_delay_s"] == 30
    found = json.loads(run("explain", "529", "--attempt", "3", "--json").stdout)
    assert found["diagnoses"][0]["retry"]["next_delay_s"] == 4
    assert "No wait helps" in run("explain", "401", "--attempt", "1").stdout


def test_list_starts_with_the_status_table(run):
    lines = run("explain", "--list").stdout.splitlines()
    assert lines[0] == "Statuses"
    assert any(line.split()[:1] == ["529"] for line in lines[:60])
    found = json.loads(run("explain", "--list", "--json").stdout)["entries"]
    assert {"id", "title", "status", "type", "category", "retryable"} <= set(found[0])


def test_search(run):
    found = json.loads(run("explain", "--search", "retry-after", "--json").stdout)["entries"]
    assert "rate_limit_error" in [item["id"] for item in found]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_it_fits_the_terminal(run, width):
    lines = run("explain", BODY, "--code", "none", env={"COLUMNS": str(width)}).stdout.splitlines()
    wide = [line for line in lines if len(line) > width and "://" not in line]
    assert wide == []


def test_colour_only_when_wanted(run):
    assert "\x1b[" in run("explain", "529", "--color", "always").stdout
    assert "\x1b[" in run("explain", "529", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in run("explain", "529", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b[" not in run("explain", "529", "--color", "never", env={"FORCE_COLOR": "1"}).stdout


def test_without_utf8_it_is_ascii(run):
    done = run("explain", "529", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert (
        run("explain", "日本語 エラー", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"}).returncode == 1
    )


def test_markdown_escapes_the_input(run):
    done = run(
        "explain",
        "--format",
        "markdown",
        stdin="<script>x</script> [a](http://evil) Overloaded overloaded_error ::error:: @team",
    )
    assert "<script>" not in done.stdout
    assert "](http://evil)" not in done.stdout
    assert not any(line.startswith("::") for line in done.stdout.splitlines())


def test_output_files(run, tmp_path):
    assert run("explain", "529", "--format", "json:a.json", "--format", "markdown:b.md").returncode == 0
    assert json.loads((tmp_path / "a.json").read_text())["command"] == "explain"
    assert (tmp_path / "b.md").read_text().startswith("## ")
    assert run("explain", "529", "-o", "a.json").returncode == 2
    assert run("explain", "529", "-o", "a.json", "--force").returncode == 0
    assert run("explain", "-f", "b.md", "-o", "b.md", "--force").returncode == 2
    assert run("explain", "529", "-o", "no/such/dir/x").returncode == 3
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_binary_container_is_an_input_error(run, tmp_path):
    (tmp_path / "x.gz").write_bytes(b"\x1f\x8b\x08\x00rest")
    done = run("explain", "-f", "x.gz")
    assert done.returncode == 3
    assert "gzip" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_the_reader_of_our_output_goes_away():
    script = f"{sys.executable} -m claude_doctor explain --list; echo $? >&3"
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&2; ({script}) | head -1"],
        capture_output=True,
        text=True,
        env=clean_environment(),
        cwd=ROOT,
        check=False,
    )
    assert done.stdout.strip() == "Statuses"
    assert done.stderr.strip() in {"0", "141"}
    big = subprocess.Popen(
        [sys.executable, "-m", "claude_doctor", "explain", "--list", "--json"],
        stdout=subprocess.PIPE,
        env=clean_environment(),
        cwd=ROOT,
    )
    big.stdout.read(10)
    big.stdout.close()
    assert big.wait(20) in {0, 141}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_while_reading_stdin():
    ours, theirs = (
        os.pipe()
    )  # we keep the reading end too: what is left in it says whether the child has begun to read
    child = subprocess.Popen(
        [sys.executable, "-m", "claude_doctor", "explain"],
        stdin=ours,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        cwd=ROOT,
        # A suite in the background ignores Ctrl-C, and a child inherits that; no thread of the tests runs
        # here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    os.write(theirs, b"Over")
    assert within(60, lambda: unread(ours) == 0)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode in {130, -signal.SIGINT}
    assert (out, err) == (b"", b"")
    os.close(ours)
    os.close(theirs)


def unread(pipe: int) -> int:
    import fcntl
    import struct
    import termios

    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


def within(seconds: float, is_so) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize(
    ("typed", "want"),
    [
        (b"\n2\n5\n", "529"),
        (b"\n1\n429\n", "429"),
        (b"\n3\n1\n", "connection_error"),
        (BODY.encode() + b"\n\x04", "overloaded_529"),
        (b"\x04", "empty"),
        (b"\n9\nq\n", "empty"),
    ],
)
def test_a_person_at_a_terminal(typed, want):
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "claude_doctor", "explain"],
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        cwd=ROOT,
    )
    os.close(child)
    asked = process.stderr.readline()  # the question ends its line, or the test its patience
    os.write(parent, typed)
    out, err = process.communicate(timeout=60)
    os.close(parent)
    assert b"Paste the error" in asked + err
    assert want in out.decode()


def test_debug_shows_a_traceback_without_secrets(run, tmp_path):
    key = "sk-ant-api03-" + "A" * 40
    done = run("explain", "-f", f"{key}/missing", "--debug")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert key not in done.stderr
