"""Which source supplies each setting, which one wins, and where Claude Code would choose differently."""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Outcome, passed, warned
from claude_doctor.doors.health.settings import credential as cred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.sources", "config", 20, (), "none", ""
VERIFIES = "which source supplies base URL, credential, proxy, certificates and headers, and which one wins"


def run(state: State) -> Outcome:
    """Name the winner of each setting; warn when a loser is set too and somebody else would take it."""
    facts = _facts(state)
    clashes = _clashes(state)
    if clashes:
        found = warned(
            clashes[0][0], clashes[0][1], clashes[0][2], **facts, clashes=[words for words, _, _ in clashes]
        )
        return replace(found, explains=("auth.models=401", "auth.models=403"))
    credential = f"credential from {facts['credential']}" if state.credential.source else "no credential"
    return passed(f"base URL from {state.base.source}; {credential}", **facts)


def _facts(state: State) -> dict[str, object]:
    proxy = state.route.proxy
    return {
        "base_url": state.base.source,
        "credential": f"{state.credential.source} ({state.credential.shown})"
        if state.credential.source
        else "none",
        "also_set": list(state.credential.others),
        "proxy": f"{proxy.source}: {proxy.shown}"
        if proxy and not proxy.problem
        else (f"none (NO_PROXY: {state.route.by})" if state.route.by else "none"),
        "certificates": state.trust.source
        + (f": {state.trust.file or state.trust.directory}" if state.trust.kind != "platform" else ""),
        "custom_headers": [name for name, _ in state.custom.pairs],
    }


def _clashes(state: State) -> list[tuple[str, str, str]]:
    found = []
    others = state.credential.others
    if state.credential.way == "key" and cred.TOKEN in others:
        words = f"{cred.KEY} and {cred.TOKEN} are both set: the SDK uses the key, Claude Code the token."
        unwanted = (
            cred.TOKEN if state.base.is_first_party else cred.KEY
        )  # what a gateway hands out is a token as a rule
        found.append(
            (words, f"Unset {cred.KEY} or {cred.TOKEN}, whichever you do not mean.", f"unset {unwanted}")
        )
        others = tuple(name for name in others if name != cred.TOKEN)
    if others and state.credential.source:
        words = f"{state.credential.source} is set and hides {', '.join(others)}."
        found.append(
            (
                words,
                f"Unset {state.credential.source} if you mean the other.",
                f"unset {state.credential.source}",
            )
        )
    return found
