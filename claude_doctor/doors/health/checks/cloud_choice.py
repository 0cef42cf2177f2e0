"""Which platform a program of the SDK and Claude Code would go to, and where the two differ."""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Outcome, passed, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.clouds import Choice

ID, STAGE, RANK, NEEDS, COST, OPTION = "cloud.choice", "cloud", 15, (), "none", ""
VERIFIES = "the platform that the SDK and Claude Code go to: switches, variables, settings files"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Name both sides' choice; warn where they differ or several are set up."""
    choice = state.choice
    if choice is None:
        return passed("the Claude API")
    titles = dict(choice.titles)
    facts = _facts(choice, titles, state)
    found = _clash(choice, titles)
    if found:
        words, fix, command = found
        return replace(warned(words, fix, command), details=tuple(facts.items()))
    if state.cloud:
        return passed(f"{state.cloud.title}, as {choice.why} says", **facts)
    return passed(f"{facts['sdk']}: no cloud is switched on or set up", **facts)


def _facts(choice: Choice, titles: dict[str, str], state: State) -> dict[str, object]:
    direct = "the Claude API" if state.cloud or state.base.is_first_party else "a gateway"
    codes = next((titles[to] for _, to, _ in choice.switches), direct)
    set_up = titles[choice.marks[0][0]] if choice.marks else direct
    sdk = set_up if choice.marks and not choice.own else direct
    return {
        "sdk": state.cloud.title if state.cloud and not choice.is_claude_codes else sdk,
        "claude_code": codes,
        "switches": [f"{name}{f' ({file})' if file else ''}" for name, _, file in choice.switches],
        "variables": [name for _, name in choice.marks],
        "why": choice.why or None,
    }


def _clash(choice: Choice, titles: dict[str, str]) -> tuple[str, str, str] | None:
    """Return words, fix and command where one side goes elsewhere than the other, None when both agree."""
    if choice.why == "--platform":
        return None
    names = list(dict.fromkeys(name for name, _, _ in choice.switches))
    if len(names) > 1:
        words = f"{' and '.join(names)} are both on: which of them Claude Code takes is not documented."
        return words, f"Unset all but one of them, such as {names[1]}.", f"unset {names[1]}"
    if choice.switches and choice.own:
        return _beside(choice, titles)
    if choice.switches and not choice.used:  # a gateway of Claude Code, which nobody else knows
        return (
            f"{names[0]} is on: Claude Code goes to {titles['gateway']}; the SDK ignores the switch.",
            "Unset it unless Claude Code is meant to go there.",
            f"unset {names[0]}",
        )
    others = sorted({titles[to] for to, _ in choice.marks} - {titles.get(choice.used, "")})
    if choice.used and others:
        words = f"{choice.why} names {titles[choice.used]}; variables of {' and '.join(others)} are set too."
        return (
            words,
            "Say which one is meant with --platform.",
            " ".join(  # noqa: FLY002  # a test reads commands out of the source, and only some names are taken
                ("claude-doctor health", "--platform", choice.used)
            ),
        )
    return None


def _beside(choice: Choice, titles: dict[str, str]) -> tuple[str, str, str]:
    name, to, file = choice.switches[0]
    where = f" in {file}" if file else ""
    words = (
        f"{name} is set{where}: Claude Code goes to {titles[to]} and does not use {choice.own}; the SDK "
        "ignores the switch."
    )
    also = "" if to == "gateway" else f" --platform {to} examines that side."
    fix = f"Unset {name} unless Claude Code is meant to go there.{also}"
    return words, fix, f"unset {name}" if not file else f"grep -n {name} {file}"
