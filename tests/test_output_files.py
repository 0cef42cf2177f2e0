"""Where results go: files beside their place, pipes written into, links kept, inputs and devices safe."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from tests.conftest import clean_environment

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


@posix
def test_a_pipe_is_written_into_and_stays_a_pipe(run, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_text(encoding="utf-8")))
    reader.start()
    assert run("explain", "529", "-o", "pipe").returncode == 0
    reader.join(10)
    assert "at capacity" in got[0]
    assert (tmp_path / "pipe").is_fifo()


@posix
def test_a_link_stays_a_link_and_its_target_needs_force(run, tmp_path):
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert run("explain", "529", "-o", "link").returncode == 2
    assert run("explain", "529", "-o", "dangling").returncode == 2
    assert (tmp_path / "target").read_text() == "old"
    assert run("explain", "529", "-o", "link", "--force").returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert "at capacity" in (tmp_path / "target").read_text()


@posix
@pytest.mark.parametrize("args", [["explain"], ["explain", "-"], ["explain", "-f", "-"]])
def test_the_file_behind_standard_input_is_an_input(tmp_path, args):
    (tmp_path / "in.txt").write_text("API Error: 529 Overloaded")
    with (tmp_path / "in.txt").open() as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "claude_doctor", *args, "-o", "in.txt", "--force"],
            stdin=stdin,
            capture_output=True,
            text=True,
            env=clean_environment(),
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 2
    assert (tmp_path / "in.txt").read_text() == "API Error: 529 Overloaded"


def test_one_file_under_two_names_is_refused(run, tmp_path):
    (tmp_path / "a").mkdir()
    assert run("explain", "529", "--format", "json:a/x", "--format", "text:a/../a/x").returncode == 2


@pytest.mark.parametrize("args", [["-o", ""], ["--format", "json:"]])
def test_an_empty_name_is_a_mistake(run, args):
    assert run("explain", "529", *args).returncode == 2


@pytest.mark.parametrize("value", ['"json:steered.json"', '["json:steered.json"]', "5", '"json:/tmp/x"'])
def test_a_project_cannot_choose_an_output_path(run, tmp_path, value):
    (tmp_path / "claude-doctor.toml").write_text(f"format = {value}")
    done = run("explain", "529")
    assert done.returncode == 2
    assert not (tmp_path / "steered.json").exists()


@posix
def test_closed_streams_get_a_sentence(tmp_path):
    def call(redirect: str) -> tuple[int, str]:
        command = f"{sys.executable} -m claude_doctor explain 529 {redirect}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=clean_environment(), cwd=tmp_path, check=False)
        return done.returncode, done.stderr

    code, err = call(">&-")
    assert code == 3
    assert "internal error" not in err
    command = f"{sys.executable} -m claude_doctor explain <&-"
    assert subprocess.run(["bash", "-c", command], capture_output=True, env=clean_environment(), cwd=tmp_path, check=False).returncode == 1


def test_a_container_on_standard_input_is_an_input_error(run):
    done = run("explain", stdin=b"\x1f\x8b\x08\x00rest")
    assert done.returncode == 3
    assert "gzip" in done.stderr


KEY = "sk-ant-api03-" + "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    "args",
    [
        ['{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key ' + KEY.replace("k", "\\u006b", 1) + '"}}'],
        ["401", "--header", f"request-id: {KEY}"],
        ["--search", KEY],
        ["--platform", KEY, "x"],
        [f"--{KEY}"],
        ["--color", KEY, "529"],
    ],
    ids=["escaped", "header", "search", "platform", "option", "color"],
)
def test_a_key_is_nowhere(run, args, form):
    done = run("explain", *args, "--format", form)
    assert KEY not in done.stdout + done.stderr
    assert KEY[14:30] not in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_decoding_brings_no_control_character_back(run, form):
    body = '{"type":"error","error":{"type":"overloaded_error","message":"x\\u001b]0;pwn\\u0007\\u202e\\u009b31m"},"request_id":"req_01\\u001b]0;pwn\\u0007xAbCdEfG"}'
    for done in (run("explain", "--format", form, stdin=body), run("explain", "--search", "\x1b]0;pwn\x07 proxy", "--format", form)):
        assert not any(ord(char) < 32 and char != "\n" for char in done.stdout)
        assert not any(char in done.stdout for char in "\x7f\x9b\u202e")


def test_painting_without_a_colour_adds_nothing(run):
    out = run("explain", "529", "--color", "always").stdout
    assert "\x1b[m" not in out
    assert "\x1b[1;32myes" in out
