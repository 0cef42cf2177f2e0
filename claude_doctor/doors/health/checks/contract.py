"""A check looks at one link of the chain between this machine and a model, such as the name's addresses or
the key.

One file a check, named as its ID with `_` for the dot. It asks the State for what earlier checks found out
(asking for what did not run raises MissingNeedError, which becomes a skip), stays within the state's budget,
and answers one Outcome: what it saw in one sentence, and for a failure whose it is and the fix. It prints
nothing, and never imports another check.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State


class HealthCheck(Protocol):
    """What a check has."""

    ID: str  # what --only, --skip and the JSON call it: `net.dns`
    STAGE: str  # the group that --only names: `dns`
    RANK: int  # of the checks whose needs are met the lowest runs first; no two are equal
    NEEDS: tuple[str, ...]  # the IDs whose failure makes this one pointless
    COST: str  # none, network, credential (sends the key) or billed
    OPTION: str  # the flag without which it does not run; "" for none
    VERIFIES: str  # what a pass means, for --list-checks
    BACKGROUND: bool = False  # whether it runs beside the others and its answer comes last
    IS_LONG: bool = False  # whether it may take the whole budget rather than one step's time

    ON_DIRECT: bool = True  # whether it is asked of the Claude API and gateways
    ON_CLOUD: bool = False  # whether it is asked of the clients of the clouds

    def run(self, state: State, /) -> Outcome:
        """Look, and say what was seen."""
