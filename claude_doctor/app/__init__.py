"""The same knowledge inside an application: honest retries, streams that never end silently, a log that
`tail` reads.

`client = claude_doctor.app.protect(Anthropic())` is the whole of it for most programs. Importing this package
imports neither the SDK nor its HTTP library; the first use of a name that needs them does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.app.alert import Alert as Alert
    from claude_doctor.app.budget import Budget as Budget
    from claude_doctor.app.calls import Outcome as Outcome
    from claude_doctor.app.calls import acall as acall
    from claude_doctor.app.calls import atry_call as atry_call
    from claude_doctor.app.calls import call as call
    from claude_doctor.app.calls import try_call as try_call
    from claude_doctor.app.classify import Classified as Classified
    from claude_doctor.app.classify import backoff_hook as backoff_hook
    from claude_doctor.app.classify import classify_error as classify_error
    from claude_doctor.app.classify import handle_api_error as handle_api_error
    from claude_doctor.app.classify import retry_delay as retry_delay
    from claude_doctor.app.classify import should_retry as should_retry
    from claude_doctor.app.continuation import Continuation as Continuation
    from claude_doctor.app.continuation import PartialMessage as PartialMessage
    from claude_doctor.app.decision import Decision as Decision
    from claude_doctor.app.decision import decide as decide
    from claude_doctor.app.doctor import Doctor as Doctor
    from claude_doctor.app.drill import Cut as Cut
    from claude_doctor.app.drill import Drill as Drill
    from claude_doctor.app.drill import testing as testing
    from claude_doctor.app.error_log import ErrorLog as ErrorLog
    from claude_doctor.app.error_log import ErrorLog as ErrorLogger  # noqa: F401  # the popular name
    from claude_doctor.app.events import Attempt as Attempt
    from claude_doctor.app.events import Event as Event
    from claude_doctor.app.failure import Failure as Failure
    from claude_doctor.app.failure import failure_of as failure_of
    from claude_doctor.app.fallback import Fallback as Fallback
    from claude_doctor.app.fallback import check_fallbacks as check_fallbacks
    from claude_doctor.app.health import HealthChecker as HealthChecker
    from claude_doctor.app.interrupted import StreamInterrupted as StreamInterrupted
    from claude_doctor.app.monitor import Monitor as ErrorMonitor  # noqa: F401  # the popular name
    from claude_doctor.app.monitor import Monitor as Monitor
    from claude_doctor.app.pace import Pace as Pace
    from claude_doctor.app.policy import STOP as STOP
    from claude_doctor.app.policy import Policy as Policy
    from claude_doctor.app.policy import Rule as Rule
    from claude_doctor.app.protection import protect as protect
    from claude_doctor.app.resume import Resume as Resume
    from claude_doctor.app.retrying import retry as retry
    from claude_doctor.app.retrying import retry_5xx as retry_5xx
    from claude_doctor.app.stats import Stats as Stats
    from claude_doctor.app.stream import aresilient_stream as aresilient_stream
    from claude_doctor.app.stream import resilient_stream as resilient_stream
    from claude_doctor.app.webhook import Webhook as Webhook

_HOMES = {
    "budget": ("Budget",),
    "calls": ("Outcome", "acall", "atry_call", "call", "try_call"),
    "classify": (
        "Classified",
        "backoff_hook",
        "classify_error",
        "handle_api_error",
        "retry_delay",
        "should_retry",
    ),
    "continuation": ("Continuation", "PartialMessage"),
    "decision": ("Decision", "decide"),
    "doctor": ("Doctor",),
    "stats": ("Stats",),
    "error_log": ("ErrorLog",),
    "events": ("Attempt", "Event"),
    "failure": ("Failure", "failure_of"),
    "fallback": ("Fallback", "check_fallbacks"),
    "health": ("HealthChecker",),
    "interrupted": ("StreamInterrupted",),
    "alert": ("Alert",),
    "monitor": ("Monitor",),
    "pace": ("Pace",),
    "policy": ("STOP", "Policy", "Rule"),
    "protection": ("protect",),
    "retrying": ("retry", "retry_5xx"),
    "resume": ("Resume",),
    "stream": ("aresilient_stream", "resilient_stream"),
    "drill": ("Cut", "Drill", "testing"),
    "webhook": ("Webhook",),
}
# The names of popular recipes that are the same thing here.
_ALIASES = {"ErrorLogger": "ErrorLog", "ErrorMonitor": "Monitor"}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}
__all__ = sorted([*_MODULES, *_ALIASES])  # noqa: PLE0605  # made from the table above


def __getattr__(name: str) -> object:
    wanted = _ALIASES.get(name, name)
    if wanted not in _MODULES:
        raise AttributeError(f"module 'claude_doctor.app' has no attribute {name!r}")
    import importlib

    # No module is called like a name of the package: importing it would put the module in that name's place.
    found: object = getattr(importlib.import_module(f"claude_doctor.app.{_MODULES[wanted]}"), wanted)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return list(__all__)
