"""Many runs of the real command in one interpreter, each with an environment of its own; nothing leaves it,
and what it would look up is on record.

    python -m tests.health.lab.many < JOBS

A job is `{"env": {...}, "args": [...], "cwd": FOLDER}`. Answers, one JSON line a job: the exit code and the
names looked up or dialled.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import sys

SEEN: list[str] = []
_LOOKUPS = (
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyname_ex",
    "socket.connect",
    "socket.sendto",
)


def watch(event: str, args: tuple[object, ...]) -> None:
    """Note a name and refuse to look it up, as a machine without a network does."""
    if event in _LOOKUPS:
        SEEN.append(str(args))
        raise socket.gaierror(-2, "Name or service not known")


def main() -> None:
    """Run the jobs of stdin."""
    from claude_doctor import cli

    kept = dict(os.environ)
    jobs = json.load(sys.stdin)
    sys.addaudithook(watch)
    for job in jobs:
        SEEN.clear()
        os.environ.clear()
        os.environ.update({**kept, **job["env"]})
        os.chdir(job["cwd"])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(job["args"])
        print(
            json.dumps({"code": code, "seen": SEEN, "out": out.getvalue(), "err": err.getvalue()}), flush=True
        )


if __name__ == "__main__":
    main()
