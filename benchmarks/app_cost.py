"""What `claude_doctor.app` costs: its import, a call that succeeds, a streamed event, handing over to monitor
and log, the event loop.

    python benchmarks/app_cost.py [--rounds 15]

Each figure stands beside a reference of the same run (a bare interpreter, the same client without us). Run it
on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import anthropic
import anyio
import httpx2

from claude_doctor import app, diagnose

PARAMS = {"model": "claude-opus-5-5", "max_tokens": 100, "messages": [{"role": "user", "content": "hi"}]}
_CALLS = 300


def imports(rounds: int) -> None:
    """Time whole processes: a bare interpreter, and one that imports the package."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for code in (
            "pass",
            "import claude_doctor.app",
            "import claude_doctor.app as a; a.Policy, a.classify_error",
            "import anthropic",
        ):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.setdefault(code, []).append(time.perf_counter() - began)
    bare = statistics.median(times["pass"])
    for code, found in times.items():
        middle = statistics.median(found)
        print(
            f"{code:52} {middle * 1000:7.1f} ms  +{(middle - bare) * 1000:6.1f} ms "
            f" {middle / bare:5.2f} x bare"
        )


def client(drill: app.Drill, *, guarded: bool, **options: object) -> anthropic.Anthropic:
    """Return a client without a network."""
    plain = anthropic.Anthropic(api_key="k", max_retries=0, http_client=httpx2.Client(transport=drill))
    return app.protect(plain, **options) if guarded else plain  # type: ignore[arg-type]  # options of protect


def per_call(rounds: int) -> None:
    """Time successful calls with and without us, in turn."""
    plain, guarded = (client(app.Drill([200]), guarded=guard) for guard in (False, True))
    found: list[tuple[float, float]] = []
    for _ in range(rounds):
        row = []
        for one in (plain, guarded):
            one.messages.create(**PARAMS)  # type: ignore[call-overload]  # plain values
            began = time.process_time()
            for _ in range(_CALLS):
                one.messages.create(**PARAMS)  # type: ignore[call-overload]  # plain values
            row.append((time.process_time() - began) / _CALLS)
        found.append((row[0], row[1]))
    middle = statistics.median(two - one for one, two in found)
    bare = statistics.median(one for one, _ in found)
    print(
        f"a successful call: {bare * 1e6:.0f} us without us, +{middle * 1e6:.0f} us with protect "
        f"({(bare + middle) / bare:.2f} x)"
    )


def per_event(rounds: int) -> None:
    """Time the events of a stream with and without us."""
    text = "word " * 8000  # 5,000 events of 8 characters
    found: list[tuple[float, float]] = []
    for _ in range(max(rounds // 3, 3)):
        row = []
        for guard in (False, True):
            one = client(app.Drill([200], text=text), guarded=guard)
            began = time.process_time()
            with one.messages.create(stream=True, **PARAMS) as stream:  # type: ignore[call-overload]  # plain values
                count = sum(1 for _ in stream)
            row.append((time.process_time() - began) / count)
        found.append((row[0], row[1]))
    middle = statistics.median(two - one for one, two in found)
    print(
        f"a streamed event: {statistics.median(one for one, _ in found) * 1e6:.1f} us without us, "
        f"+{middle * 1e6:.1f} us"
    )


def handed_over() -> None:
    """Time what a caller pays for the monitor, a log line, and a diagnosis of a known shape."""
    error = ValueError(
        "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
    )
    event = app.Event(ts="2026-11-30T20:00:00.123Z", status=529, message="Overloaded", request_id="req_1")
    monitor = app.Monitor()
    with tempfile.TemporaryDirectory() as folder:
        log = app.ErrorLog(os.path.join(folder, "a.jsonl"))
        for name, work, count in (
            ("monitor.record", lambda: monitor.record(event), 5000),
            ("log.write", lambda: log.write(event), 5000),
            ("diagnose, known shape", lambda: diagnose(error), 5000),
        ):
            work()
            began = time.perf_counter()
            for _ in range(count):
                work()
            print(f"{name}: {(time.perf_counter() - began) / count * 1e6:.1f} us")
    monitor.close(0.1)


def event_loop(tasks: int = 1000) -> None:
    """Measure how late the event loop is while many calls fail, wait and log."""
    late: list[float] = []

    async def main(path: str) -> None:
        log, monitor = app.ErrorLog(path), app.Monitor()
        drill = app.Drill([529])
        plain = anthropic.AsyncAnthropic(api_key="k", http_client=httpx2.AsyncClient(transport=drill))
        policy = app.Policy(deadline_s=10, max_attempts=3, pace=None)
        one = app.protect(plain, policy=policy, log=log, monitor=monitor)
        done = anyio.Event()

        async def work(number: int) -> None:
            await anyio.sleep(number / tasks * 5)  # as a service gets them: not all in one turn of the loop
            await app.atry_call(one, **PARAMS)

        async def watch() -> None:
            while not done.is_set():
                began = time.perf_counter()
                await anyio.sleep(0.005)
                late.append(time.perf_counter() - began - 0.005)

        async with anyio.create_task_group() as outer:
            outer.start_soon(watch)
            async with anyio.create_task_group() as group:
                for number in range(tasks):
                    group.start_soon(work, number)
            done.set()
        monitor.close(1)

    with tempfile.TemporaryDirectory() as folder:
        anyio.run(main, os.path.join(folder, "a.jsonl"))
    late.sort()
    print(
        f"event loop with {tasks} failing calls: p50 {late[len(late) // 2] * 1000:.1f} ms late, "
        f"p99 {late[int(len(late) * 0.99)] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    imports(given.rounds)
    per_call(given.rounds)
    per_event(given.rounds)
    handed_over()
    event_loop()
