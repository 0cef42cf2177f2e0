"""Whether the SDK can use the base URL at all."""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Outcome, failed_by, passed, warned
from claude_doctor.doors.health.settings import arrivals, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.base_url", "config", 40, ("cloud.region",), "none", ""
VERIFIES = "base URL: scheme, host, port, path, quotes, white space, clear text"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Judge the base URL."""
    base = state.base
    facts = {"source": base.source, "host": base.host, "port": base.port}
    if base.problem:
        return failed_by(base.problem, source=base.source)
    if base.scheme == "http" and not base.is_loopback:
        words = f"{base.url('')} is plain http to another machine: whoever is on the way can read the key."
        return warned(
            words, f"Write https:// in {base.source}.", url.export(base.source, url.secured(base)), **facts
        )
    if base.remarks:
        return warned(
            f"{base.source}: {base.remarks[0]}.",
            "Write the bare address.",
            url.export(base.source, base.url("")),
            **facts,
        )
    lost = arrivals.address(state.environment)
    if lost and base.source == "default":
        words = f"{lost} is set, which the SDK does not read: requests go to {base.host}."
        found = warned(words, f"Set {url.VARIABLE} instead.", f'export {url.VARIABLE}="${lost}"', **facts)
        return replace(found, explains=("cfg.key_kind", "auth.models=401", "auth.models=403"))
    kind = "the API itself" if base.is_first_party else "a gateway"
    kind = state.cloud.title if state.cloud else kind
    return passed(f"{base.url('')} from {base.source} ({kind})", **facts)
