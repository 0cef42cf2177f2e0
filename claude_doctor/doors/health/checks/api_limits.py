"""How much of the rate limits is left, by the headers of the answers so far."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed, skipped, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, NEEDS, COST, OPTION = "api.limits", "limits", 300, ("auth.models",), "credential", ""
VERIFIES = "anthropic-ratelimit-* headers of the answers so far; no request of its own"
_KINDS = ("requests", "tokens", "input-tokens", "output-tokens")
_LITTLE = 0.1


def run(state: State) -> Outcome:
    """Find the tightest limit."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    found = {kind: row for answer in state.answers for kind in _KINDS if (row := _limit(answer, kind))}
    if not found:
        return skipped("no answer so far carries rate-limit headers (messages do: --deep)")
    facts = {f"{kind}_remaining": f"{remaining}/{limit}" for kind, (remaining, limit, _) in found.items()}
    kind, (remaining, limit, reset) = min(found.items(), key=lambda item: item[1][0] / max(item[1][1], 1))
    words = f"{kind.replace('-', ' ')}: {remaining:,} of {limit:,} left"
    if remaining <= limit * _LITTLE:
        return warned(
            f"{words}{f', until {reset}' if reset else ''}.",
            "Slow down, or raise the limit in the Console.",
            "",
            **facts,
        )
    return passed(words, **facts)


def _limit(answer: Answer, kind: str) -> tuple[int, int, str] | None:
    head = f"anthropic-ratelimit-{kind}-"
    remaining, limit = answer.header(f"{head}remaining"), answer.header(f"{head}limit")
    if not (remaining.isdigit() and limit.isdigit()):
        return None
    return int(remaining), int(limit), answer.header(f"{head}reset")
