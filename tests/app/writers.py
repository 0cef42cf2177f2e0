"""A process that logs from several threads until it is done or killed; acknowledges each line on stdout."""

from __future__ import annotations

import os
import sys
import threading

from claude_doctor.app import ErrorLog, Event


def main(path, name, threads, lines, max_bytes, size):
    log = ErrorLog(path, max_bytes=max_bytes, keep=10_000)
    lock = threading.Lock()

    def work(number):
        for at in range(lines):
            ident = f"req_{name}_{number}_{at}"
            event = Event(
                ts="2026-11-30T20:00:00.123Z", kind="terminal", pid=os.getpid(), status=529, error_type="overloaded_error",
                message="x" * size, request_id=ident, model="claude-opus-5-5",
            )  # fmt: skip
            if log.write(event):
                with lock:
                    os.write(1, f"{ident}\n".encode())

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(word) for word in sys.argv[3:]))
