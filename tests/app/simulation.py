"""Clients with the real Policy, Pacer and Bucket against an overloaded server, in virtual time. Nothing here
waits.

20 calls a second (Poisson) over P processes, each with its own state; a call is worthless 120 s after it
arrived. The server runs 170 requests at once (lognormal, mean 6 s); above that it answers 529 after 0.15 s.
300 s are normal, then 300 s of incident, then normal again. "Costly" refusals take a slot for one second
each.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections import deque
from dataclasses import dataclass

from claude_doctor.app.budget import Bucket
from claude_doctor.app.decision import decide
from claude_doctor.app.failure import Failure
from claude_doctor.app.pace import Pacer, Ticket
from claude_doctor.app.policy import Policy

RATE, SERVICE, SIGMA, SLOTS, DEADLINE = 20.0, 6.0, 0.6, 170, 120.0
BEGIN, END, LAST = 300.0, 600.0, 900.0
OVERLOADED = Failure(status=529, type="overloaded_error", entry="overloaded_529", retryable="yes")
BROKEN = Failure(status=500, type="api_error", entry="internal_server_error", retryable="yes")


@dataclass
class Result:
    """Of the incident: share of calls that succeeded in time, good answers a second, requests a second; then
    seconds to recover.
    """

    ok: float
    goodput: float
    sent: float
    recovered: float | None
    attempts_per_call: float


class Process:
    """One process: what the Doctor keeps for a limit group."""

    def __init__(self, policy):
        self.policy, self.pacer, self.bucket = (
            policy,
            Pacer(policy.pace) if policy.pace else None,
            Bucket(policy.budget),
        )


class Call:
    """One call."""

    def __init__(self, at, process):
        self.at, self.process, self.number, self.ticket = at, process, 0, None


def run(policy, processes, *, capacity=1.0, costly=0.0, failing=0.0, seed=1):
    """Run one scenario and return its Result."""
    return _Run(policy, processes, (capacity, costly, failing), seed).result()


class _Run:
    def __init__(self, policy, processes, incident, seed):
        self.rng, self.chance = random.Random(f"{seed}"), random.Random(f"{seed}-p")
        self.capacity, self.costly, self.failing = incident
        self.events, self.count = [], itertools.count()
        self.processes = [Process(policy) for _ in range(processes)]
        self.policy, self.running, self.refused = policy, 0, deque()
        self.outcomes, self.done, self.sent, self.all_sent = [], 0, 0, 0
        at = 0.0
        while at < LAST:
            at += self.rng.expovariate(RATE)
            self.push(at, self.arrive, Call(at, self.rng.choice(self.processes)))

    def push(self, at, what, *given):
        heapq.heappush(self.events, (at, next(self.count), what, given))

    def result(self):
        while self.events:
            now, _, what, given = heapq.heappop(self.events)
            if now > LAST + 200:
                break
            what(now, *given)
        inside = [ok for at, ok in self.outcomes if BEGIN <= at < END]
        per_call = self.all_sent / max(len(self.outcomes), 1)
        return Result(
            sum(inside) / len(inside),
            self.done / (END - BEGIN),
            self.sent / (END - BEGIN),
            self.recovery(),
            per_call,
        )

    def recovery(self):
        for second in range(int(END), int(LAST) - 60):
            rows = [ok for at, ok in self.outcomes if second <= at < second + 30]
            if rows and sum(rows) / len(rows) >= 0.98:
                return second - END
        return None

    def finish(self, call, ok):
        if call.at >= 100:
            self.outcomes.append((call.at, ok))

    def arrive(self, now, call):
        if call.process.pacer:
            call.process.pacer.arrived(now)
        self.turn(now, call)

    def turn(self, now, call):
        left = call.at + self.policy.deadline_s - now
        pacer = call.process.pacer
        if pacer is None:
            return self.send(now, call)
        if call.ticket is None:
            place = pacer.admit(now, left)
            if place is None:
                return self.send(now, call)
            if not isinstance(place, Ticket):
                return self.finish(call, False)
            call.ticket = place
        wait = pacer.due(call.ticket, now)
        if wait <= 0:
            call.ticket = None
            return self.send(now, call)
        if left <= 0:
            pacer.back()
            call.ticket = None
            return self.finish(call, False)
        return self.push(now + min(wait, 1.0, left), self.turn, call)

    def send(self, now, call):
        call.number += 1
        if call.process.pacer:
            call.process.pacer.sent(now)
        inside = BEGIN <= now < END
        self.sent += inside
        self.all_sent += now >= 100
        if inside and self.failing and self.chance.random() < self.failing:
            return self.push(now + 1.0, self.failed, call, BROKEN)
        while self.refused and self.refused[0] < now - 1:
            self.refused.popleft()
        slots = SLOTS * (self.capacity if inside else 1.0)
        if self.running >= slots - self.costly * len(self.refused):
            self.refused.append(now)
            return self.push(now + 0.15, self.failed, call, OVERLOADED)
        self.running += 1
        return self.push(
            now + self.chance.lognormvariate(math.log(SERVICE) - SIGMA**2 / 2, SIGMA), self.answered, call
        )

    def answered(self, now, call):
        self.running -= 1
        process = call.process
        process.bucket.earn()
        if process.pacer and process.pacer.rate is not None:
            process.pacer.success(now)
        good = now <= call.at + DEADLINE
        self.done += good and BEGIN <= now < END
        self.finish(call, good)

    def failed(self, now, call, failure):
        process = call.process
        decision = decide(self.policy, failure, call.number, now - call.at, self.chance.random())
        pacer = process.pacer
        if pacer and (
            failure.overload or pacer.rate is not None or (decision.goes_on and not process.bucket.spend())
        ):
            pacer.refused(now)
        if decision.goes_on:
            self.push(now + decision.delay_s, self.turn, call)
        else:
            self.finish(call, False)


if __name__ == "__main__":
    for name, processes, given in (
        ("100 small, 20 %", 100, {"capacity": 0.2}),
        ("costly refusals", 100, {"capacity": 0.35, "costly": 1.0}),
        ("5 big, 20 %", 5, {"capacity": 0.2}),
        ("outage", 100, {"failing": 1.0}),
        ("one 500 in five", 100, {"failing": 0.2}),
    ):
        for label, policy in (("default", Policy()), ("plain backoff", Policy(pace=None))):
            print(f"{name:18} {label:14} {run(policy, processes, **given)}", flush=True)
