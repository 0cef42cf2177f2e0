"""After a failed attempt: again, queue, fallback or stop, for how long, and why. Pure: no clock, no chance,
no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from claude_doctor.app import house
from claude_doctor.app.policy import Policy, Rule

if TYPE_CHECKING:
    from claude_doctor.app.failure import Failure

_NEVER = frozenset({"no", "after_fix"})
_DEFAULT = Rule()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do. `because` is a sentence for people; `until` is how many seconds from now the server asks to
    wait, when known.

    `queue` is `again` under the pace of an overload. `fallback` says that repeating this request is of no use
    now but another model or place may answer; without one it means stop.
    """

    action: Literal["again", "queue", "fallback", "stop"]
    delay_s: float
    because: str
    until: float | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the same request is sent again."""
        return self.action in {"again", "queue"}


def decide(policy: Policy, failure: Failure, attempt: int, elapsed_s: float, random: float) -> Decision:
    """Return what to do after attempt number `attempt` (1 is the first) failed, `elapsed_s` seconds into the
    call.

    `random` is a number from 0 to 1. The order: the caller's rule, what the catalogue says, the server's
    `x-should-retry: false`, how often work may be billed, the number of attempts, the deadline.
    """
    rule = _rule(policy, failure)
    refusal = _refusal(policy, failure, rule, attempt)
    if refusal is not None:
        return Decision("fallback" if failure.fallback else "stop", 0.0, refusal, failure.retry_after_s)
    return _timed(policy, failure, rule or _DEFAULT, attempt, elapsed_s, random)


def _rule(policy: Policy, failure: Failure) -> Rule | None:
    if not policy.rules:
        return None
    for key in (failure.entry, failure.error_code, failure.type, failure.status):
        if key is not None and key in policy.rules:
            return policy.rules[key]
    return None


def _refusal(policy: Policy, failure: Failure, rule: Rule | None, attempt: int) -> str | None:
    """Return why there is no other attempt whatever the time, or None."""
    name = failure.name
    if rule is not None and rule.stop:
        return f"{name}: the policy's rule says stop"
    if failure.ambiguous:
        return f"{name}: it may have been created; list before you send again"
    if rule is None and (verdict := _verdict(failure, attempt)):
        return verdict
    if failure.maybe_billed > policy.billed_repeats:
        return (
            f"{name}: the work may have been billed {failure.maybe_billed} times; billed_repeats "
            f"is {policy.billed_repeats}"
        )
    most = rule.max_attempts if rule and rule.max_attempts is not None else policy.max_attempts
    if rule and rule.delays_s:
        most = min(most, len(rule.delays_s) + 1)
    if attempt >= most:
        return f"{name}: {attempt} attempt{'s' if attempt > 1 else ''} made, the policy allows no more"
    return None


def _verdict(failure: Failure, attempt: int) -> str | None:
    if failure.retryable in _NEVER:
        first = failure.retryable == "after_fix"
        then = "change the request or the account first" if first else "the same request fails again"
        return f"{failure.name} does not pass by waiting: {then}"
    if failure.retryable == "after_wait" and not failure.scheduled and failure.retry_after_s is None:
        return f"{failure.name} does not pass in seconds: {failure.passes or 'see its page'}"
    if failure.should_retry is False:
        return f"{failure.name}: the server says x-should-retry: false"
    # A server that asks for a repeat of what is not known to pass gets one.
    if (
        failure.retryable in {None, "conditional"}
        and not failure.transient
        and (failure.should_retry is not True or attempt > 1)
    ):
        return f"{failure.name} is not known to pass by waiting"
    return None


def _timed(
    policy: Policy, failure: Failure, rule: Rule, attempt: int, elapsed_s: float, random: float
) -> Decision:
    asked = failure.retry_after_s
    left = None if policy.deadline_s is None else policy.deadline_s - elapsed_s
    if asked is not None and left is not None and asked > left:
        because = (
            f"{failure.name}: the server asks to wait {asked:g} s, which exceeds the deadline "
            f"of {policy.deadline_s:g} s"
        )
        return Decision("fallback" if failure.fallback else "stop", 0.0, because, asked)
    if rule.delays_s:
        delay = max(rule.delays_s[attempt - 1], asked or 0.0)
    elif asked is not None:
        delay = house.spread(asked, random)
    else:
        first = policy.first_s if rule.first_s is None else rule.first_s
        delay = house.full_jitter(attempt, random, first, policy.cap_s if rule.cap_s is None else rule.cap_s)
    if left is not None and delay > left:
        because = (
            f"{failure.name}: waiting {delay:.1f} s would exceed the deadline of {policy.deadline_s:g} s"
        )
        return Decision("fallback" if failure.fallback else "stop", 0.0, because, asked)
    action: Literal["again", "queue"] = "queue" if failure.overload and policy.pace is not None else "again"
    said = f", as the server asks ({asked:g} s)" if asked is not None else ""
    return Decision(
        action, delay, f"{failure.name} may pass: attempt {attempt + 1} after {delay:.1f} s{said}", asked
    )
