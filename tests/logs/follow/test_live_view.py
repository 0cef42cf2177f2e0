"""The lines below what scrolls: calm, whole in one write, gone at the end, right after the window changed."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl

import pytest

from claude_doctor.doors.tail.report import TailPulse
from claude_doctor.doors.tail.views.text import pulse as tailpulse
from claude_doctor.doors.tail.views.text import render
from claude_doctor.doors.tail.views.text.footer import Footer
from claude_doctor.render.canvas import width_of
from claude_doctor.render.style import Style
from tests.conftest import clean_environment
from tests.logs.follow.test_follow_command import append, event

CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Screen(io.StringIO):
    """A terminal that keeps each write apart."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[str] = []

    def write(self, text: str) -> int:
        self.writes.append(text)
        return len(text)

    def rows(self) -> list[str]:
        """Return what a wide enough window shows."""
        rows, row = [""], 0
        for text in self.writes:
            for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\n|\r|[^\x1b\n\r]+", text):
                if part == "\n":
                    row += 1
                    rows += [""] * (row + 1 - len(rows))
                elif part.endswith("A") and part.startswith("\x1b"):
                    row -= int(part[2:-1])
                elif part == "\x1b[J":
                    rows[row:] = [""]
                elif part != "\r" and not part.startswith("\x1b"):
                    rows[row] += part
        return rows


def pulse(attempts: int = 0, elapsed: float = 1.0, **more) -> TailPulse:
    causes = (("overloaded_529", attempts),) if attempts else ()
    return TailPulse(
        elapsed_s=elapsed,
        files=1,
        newest="app.log",
        attempts=attempts,
        causes=causes,
        trend=(0, attempts),
        **more,
    )


def test_what_scrolls_stays_above_and_nothing_is_left_of_older_lines():
    screen, now = Screen(), [0.0]
    footer = Footer(screen, Style(animate=True), lambda: now[0])
    for number in range(5):
        now[0] += 1
        footer.above(f"error {number}\n")
        footer.pulse(pulse(number))
    rows = screen.rows()
    assert rows[:5] == [f"error {number}" for number in range(5)]
    assert len(rows) == 8
    assert "4 failed attempts" in rows[6]
    footer.clear()
    assert screen.rows() == [*(f"error {number}" for number in range(5)), ""]


def test_it_is_redrawn_at_most_four_times_a_second_and_only_when_it_differs():
    screen, now = Screen(), [0.0]
    footer = Footer(screen, Style(animate=True), lambda: now[0])
    for number in range(100):
        now[0] = number / 50
        footer.pulse(pulse(number + 1))
    assert 7 <= len(screen.writes) <= 9
    count = len(screen.writes)
    for number in range(100):
        now[0] += 1
        footer.pulse(pulse(100, elapsed=1 + number / 10))
    assert len(screen.writes) <= count + 1, "nothing changed"


def test_errors_are_shown_at_once_even_between_two_redraws():
    screen = Screen()
    footer = Footer(screen, Style(animate=True), lambda: 0.0)
    footer.pulse(pulse(0))
    footer.above("error\n")
    footer.pulse(pulse(1))
    assert "error" in screen.rows()
    assert len(screen.writes) == 2, "each in one write: no flicker"


def test_lines_that_a_narrower_window_folded_are_all_taken_away(monkeypatch):
    screen, now = Screen(), [0.0]
    footer = Footer(screen, Style(width=80, animate=True), lambda: now[0])
    footer.pulse(pulse(3))
    monkeypatch.setattr(Footer, "width", property(lambda self: 40))
    now[0] = 1.0
    footer.pulse(pulse(4))
    # 79 columns on 40 take two rows each; three lines then take five or six.
    ups = [int(found) for found in re.findall(r"\x1b\[(\d+)A", screen.writes[-1])]
    lines = [CODES.sub("", line) for line in screen.writes[0].split("\n")]
    assert ups == [sum(-(-len(line) // 40) for line in lines) - 1]
    assert ups[0] >= 3


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_reaches_the_edge(width, unicode):
    report = TailPulse(
        elapsed_s=7300,
        files=12345,
        stale_s=3.2,
        newest="x" * 200,
        attempts=12345,
        causes=(("overloaded_529", 12000), ("prompt_too_long", 300), ("a" * 80, 45)),
        trend=tuple(range(24)),
        alerts=2,
        waiting=(("später.log", "does not exist yet"),),
    )
    for line in tailpulse.lines(report, Style(width=width, unicode=unicode)):
        assert width_of(line) < width
        assert unicode or line.isascii()


def test_off_a_terminal_a_pulse_only_flushes():
    class Counting(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    out = Counting()
    render([pulse(1), pulse(2)], out, Style(animate=False))
    assert (out.getvalue(), out.flushed) == ("", 2)


def test_on_a_terminal_that_changes_its_size(tmp_path):
    append(tmp_path / "app.log", event(1))
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 80, 0, 0))
    environment = clean_environment(TERM="xterm", NO_COLOR="1")
    process = subprocess.Popen(
        [sys.executable, "-m", "claude_doctor", "tail", "-f", "app.log"],
        cwd=tmp_path,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    try:
        text = until(master, "Ctrl-C ends")
        append(tmp_path / "app.log", event(2))
        text += until(master, "1 failed attempt")
        ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 50, 0, 0))
        append(tmp_path / "app.log", event(3))
        text = until(master, "2 failed attempts")
        assert "─" * 49 in text
        assert "─" * 50 not in text
        process.send_signal(signal.SIGINT)
        text = until(master, "3 requests failed")
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait(20)
        os.close(master)


def until(master: int, words: str) -> str:
    text, end = "", time.monotonic() + 20
    while words not in text and time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            text += os.read(master, 65536).decode("utf-8", "replace")
    assert words in text, text
    return text
