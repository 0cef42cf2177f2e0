"""Where results go: files beside their place, pipes written into, links kept, inputs and devices safe."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from tests.conftest import SOURCE, clean_environment

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


@posix
def test_a_pipe_is_written_into_and_stays_a_pipe(run, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_text(encoding="utf-8")))
    reader.start()
    assert run("explain", "529", "-o", "pipe").returncode == 0
    reader.join(10)
    assert "the API is overloaded" in got[0]
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
    assert "the API is overloaded" in (tmp_path / "target").read_text()


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
    assert run("batch-check", "-", stdin="{}").returncode == 2
    done = run("explain", "529")
    assert (done.returncode, "`format`" in done.stderr or "format" in done.stderr) == (0, True)
    assert done.stdout.startswith("✗")
    assert not (tmp_path / "steered.json").exists()


@posix
def test_closed_streams_get_a_sentence(tmp_path):
    def call(redirect: str) -> tuple[int, str]:
        command = f"{sys.executable} -m claude_doctor explain 529 {redirect}"
        done = subprocess.run(
            ["bash", "-c", command],
            capture_output=True,
            text=True,
            env=clean_environment(),
            cwd=tmp_path,
            check=False,
        )
        return done.returncode, done.stderr

    code, err = call(">&-")
    assert code == 3
    assert "internal error" not in err
    command = f"{sys.executable} -m claude_doctor explain <&-"
    assert (
        subprocess.run(
            ["bash", "-c", command], capture_output=True, env=clean_environment(), cwd=tmp_path, check=False
        ).returncode
        == 1
    )


def test_a_container_on_standard_input_is_an_input_error(run):
    done = run("explain", stdin=b"\x1f\x8b\x08\x00rest")
    assert done.returncode == 3
    assert "gzip" in done.stderr


KEY = "sk-ant-api03-" + "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    "args",
    [
        [
            '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key '
            + KEY.replace("k", "\\u006b", 1)
            + '"}}'
        ],
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
    body = (
        '{"type":"error","error":{"type":"overloaded_error","message":"x\\u001b]0;pwn\\u0007\\u202e'
        '\\u009b31m"},"request_id":"req_01\\u001b]0;pwn\\u0007xAbCdEfG"}'
    )
    for done in (
        run("explain", "--format", form, stdin=body),
        run("explain", "--search", "\x1b]0;pwn\x07 proxy", "--format", form),
    ):
        assert not any(ord(char) < 32 and char != "\n" for char in done.stdout)
        assert not any(char in done.stdout for char in "\x7f\x9b\u202e")


def test_painting_without_a_colour_adds_nothing(run):
    out = run("explain", "529", "--color", "always").stdout
    assert "\x1b[m" not in out
    assert "\x1b[1;32myes" in out


@posix
def test_a_plus_before_a_pipe_writes_into_it(run):
    done = run("explain", "529", "--format", "markdown:+/dev/stdout")
    assert (done.returncode, done.stdout[:3]) == (0, "## ")
    assert (
        run(
            "explain", "529", "--format", "markdown:/dev/stdout", env={"GITHUB_STEP_SUMMARY": "/dev/stdout"}
        ).stdout
        == done.stdout
    )


def test_a_plus_appends_on_a_line_of_its_own(run, tmp_path):
    (tmp_path / "report.md").write_text("# before")
    assert run("explain", "529", "--format", "markdown:report.md").returncode == 2
    for _ in range(2):
        done = run("explain", "529", "--format", "markdown:+report.md", "--format", "json:-")
        assert done.returncode == 0
        assert done.stdout.startswith("{")
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert text.startswith("# before\n## 529 overloaded_error: the API is overloaded\n")
    assert text.count("\n## 529 overloaded_error: the API is overloaded\n") == 2
    assert run("explain", "529", "--format", "markdown:+new.md").returncode == 0
    assert (tmp_path / "new.md").read_text(encoding="utf-8").startswith("## ")


def test_what_is_appended_to_is_never_an_input(run, tmp_path):
    (tmp_path / "error.log").write_text("Error code: 529 - overloaded")
    assert run("explain", "-f", "error.log", "--format", "markdown:+error.log").returncode == 2
    assert (tmp_path / "error.log").read_text() == "Error code: 529 - overloaded"


@pytest.mark.parametrize(
    "args",
    [
        ("--format", "markdown:{}"),
        ("--format", "markdown", "-o", "{}", "--force"),
        ("--format", "markdown:{}", "--force"),
    ],
)
def test_a_job_summary_keeps_what_the_step_wrote(run, tmp_path, args):
    summary = tmp_path / "summary.md"
    summary.write_text("step output\n")
    done = run(
        "explain",
        "529",
        *(arg.format("./summary.md") for arg in args),
        env={"GITHUB_STEP_SUMMARY": str(summary)},
    )
    assert done.returncode == 0
    assert summary.read_text(encoding="utf-8").startswith(
        "step output\n## 529 overloaded_error: the API is overloaded\n"
    )


def test_the_recipe_of_the_documentation_keeps_what_the_step_wrote(run, tmp_path):
    recipe = next(
        line
        for line in (SOURCE / "docs" / "batch-check.md").read_text(encoding="utf-8").splitlines()
        if "$GITHUB_STEP_SUMMARY" in line
    )
    summary = tmp_path / "summary.md"
    summary.write_text("step output\n")
    (tmp_path / "requests.jsonl").write_text("{}\n")
    words = recipe.partition("claude-doctor ")[2].replace("$GITHUB_STEP_SUMMARY", str(summary)).split()
    assert run(*words, env={"GITHUB_STEP_SUMMARY": str(summary)}).returncode == 1
    assert summary.read_text(encoding="utf-8").startswith("step output\n## ❌")


def test_columns_that_are_no_number(run):
    expected = run("explain", "529").stdout
    for odd in ("²", "٣", "9" * 5000, "-5", "0"):
        assert run("explain", "529", env={"COLUMNS": odd}).stdout == expected
        assert run("explain", "--help", env={"COLUMNS": odd}).returncode == 0


@posix
def test_a_terminal_of_no_size_is_80_wide():
    import fcntl
    import pty
    import struct
    import termios

    def shown(columns: int) -> bytes:
        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 0, columns, 0, 0))
        with os.fdopen(side, "wb") as out:
            done = subprocess.Popen(
                [sys.executable, "-m", "claude_doctor", "explain", "529", "--color", "never"],
                stdout=out,
                env=clean_environment(TERM="dumb"),
            )
        data = b""
        try:
            while chunk := os.read(main, 65536):
                data += chunk
        except OSError:  # the other side is closed
            pass
        os.close(main)
        assert done.wait(60) == 0
        return data

    assert shown(0) == shown(80) != shown(40)


def test_a_word_that_is_a_file_is_read(run, tmp_path):
    (tmp_path / "failed.log").write_text(
        "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
    )
    (tmp_path / "529").write_text("Error code: 401")
    done = run("explain", "failed.log", stdin=None)
    assert done.returncode == 0
    assert "overloaded_529" in done.stdout
    assert "reading the file failed.log" in done.stderr
    named = run("explain", "529")
    assert "the API is overloaded" in named.stdout
    assert named.stderr == ""
    assert run("explain", "failed.log", "-o", "failed.log", "--force").returncode == 2
