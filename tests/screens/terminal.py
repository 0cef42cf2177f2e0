"""Running the command on a terminal of a given size, as a person does."""

from __future__ import annotations

import os
import select
import struct
import sys
import time
from typing import Any

from tests.conftest import clean_environment


def on_terminal(
    *args: str,
    rows: int = 24,
    columns: int = 80,
    keys: bytes = b"",
    until: str = "",
    cwd: Any = None,
    **env: str,
) -> tuple[str, int]:
    """Run `claude-doctor ...` with a terminal as all three streams; return what it wrote, without colours,
    and the exit code.

    `keys` are typed as soon as something is on the screen, or `until` is.
    """
    fcntl, pty, termios = (__import__(name) for name in ("fcntl", "pty", "termios"))
    environment = clean_environment(
        **{"TERM": "xterm", "PAGER": "cat", "NO_COLOR": "1", "PYTHONUTF8": "1", **env}
    )
    pid, screen = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(cwd or "/")
            os.execve(sys.executable, [sys.executable, "-m", "claude_doctor", *args], environment)
        finally:
            os._exit(99)
    seen = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([screen], [], [], 0.2)
        if ready:
            try:
                data = os.read(screen, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not data:
                break
            seen += data
        if keys and seen and until.encode() in seen:
            os.write(screen, keys)
            keys = b""
    _, status = os.waitpid(pid, 0)
    os.close(screen)
    return seen.decode("utf-8", "replace").replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)
