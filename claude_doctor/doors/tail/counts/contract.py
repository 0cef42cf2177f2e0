"""A count answers one more question about a log, such as which share of the requests failed.

One file a count. `begin` makes its tally (`counting/tally.py` says what that has) for one part of a log;
parts are read apart and added up, so a tally holds sums, maxima and tables with a limit, never events, and
never depends on where a part begins. What reaches it, in the order of the lines:

* every event, with what the joiner says of it: changes (`attempt`, `failed`, `recovered`, `unjoined`, `id`),
  each with the event it is counted under and a number. A sum over changes is right whatever comes later: a
  request that recovers takes its failure back as `("failed", before, -1)`.
* a success is an event of kind `ok` that is not `joined`; its changes say whether it ends a retry.
* `joined` and `duplicate` events repeat an attempt that is counted already, noise has no changes.
* lines that the hot path counts, as one event with their number in its changes; its time is the last one's,
  its id and text are those of any. A count that needs each line sets LINES, which turns the hot path off.

`shown` gives plain data for the JSON key KEY and for the views (`TailSummary.counts[KEY]`), masked and with
CONTRACT's names; None leaves the key out.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.counting.options import Options
    from claude_doctor.doors.tail.counting.tally import Tally


class Count(Protocol):
    """What a count has."""

    KEY: str  # its key in the JSON report
    LINES: bool = False  # whether it needs the event of every line

    def begin(self, options: Options, /) -> Tally:
        """Return the tally of a part of which nothing is read yet."""
