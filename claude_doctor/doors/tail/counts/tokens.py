"""What failed and repeated attempts cost in tokens, where the log names them."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.tally import Sums, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "tokens"
# What is sent counts with what the cache took of it: a request that fails was read whole.
_SENT = (
    "input_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "prompt_tokens",
    "inputTokens",
)
_WRITTEN = ("output_tokens", "completion_tokens", "outputTokens")


class _Tokens(Sums):
    """Sums by name: tokens of failed attempts, of those that were repeated, of successes, and how many of the
    failed attempts named theirs.
    """

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.kind == "ok" and not event.joined and event.usage:
            self._usage("succeeded", event.usage, 1)
        for what, under, number in changes:
            if under.usage and what in {"attempt", "failed"}:
                # Attempts that a line sums up (`after 3 attempts`) have one usage in it.
                self._usage(what, under.usage, 1 if number > 0 else -1)

    def _usage(self, what: str, usage: dict[str, int], sign: int) -> None:
        for name, keys in (("input", _SENT), ("output", _WRITTEN)):
            self.count(f"{what}_{name}", sign * sum(usage.get(key, 0) for key in keys))
        self.count(what, sign)

    def shown(self, totals: Totals, view: View) -> dict[str, float]:
        found = self.named.get
        attempts = {name: found(f"attempt_{name}", 0) for name in ("input", "output")}
        ends = {name: found(f"failed_{name}", 0) for name in ("input", "output")}
        return {
            "failed_input": attempts["input"],
            "failed_output": attempts["output"],
            "known_share": round(found("attempt", 0) / totals.attempts, 4) if totals.attempts else 0.0,
            "repeated_input": attempts["input"] - ends["input"],
            "repeated_output": attempts["output"] - ends["output"],
            "succeeded_input": found("succeeded_input", 0),
            "succeeded_output": found("succeeded_output", 0),
        }


def begin(options: Options) -> Tally:
    """Return empty sums."""
    return _Tokens()
