"""Which platform the SDK's program and Claude Code go to: by switch, by variables, by settings files."""

from __future__ import annotations

from claude_doctor.base.record import record, replace
from claude_doctor.doors.health.settings import credential, dotenv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    class Named(Protocol):
        """What a choice needs to know of a platform."""

        ID: str
        TITLE: str
        SWITCH: str
        MARKS: tuple[str, ...]


PREFIX = "CLAUDE_CODE_USE_"
GATEWAY, GATEWAY_ID = "CLAUDE_CODE_USE_GATEWAY", "gateway"
OWN = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_PROFILE")
DIRECT = "claude-api"
# What a file of Claude Code may set that decides where it goes and with what.
_NAMES = ("ANTHROPIC_", "AWS_", "CLAUDE_CODE_USE_", "CLAUDE_CODE_SKIP_", "CLOUD_ML_", "GOOGLE_", "VERTEX_",
          "AZURE_")  # fmt: skip


@record
class Choice:
    """Who goes where: `used` is what is examined ("" for the Claude API or a gateway), `why` the variable or
    flag that says so.

    `switches` are those that are on, as (variable, id, file: "" for the environment); `marks` the variables
    of the SDK's clients that are set, as (id, variable). `own` says that the environment has a credential or
    address of the Claude API. `settings` are the values of Claude Code's files that the environment lacks,
    `titles` the names of the platforms by id. `has_login` says that the SDK's plain client has a credential.
    """

    used: str = ""
    why: str = ""
    switches: tuple[tuple[str, str, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    own: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    has_login: bool = False
    is_claude_codes: bool = False


def is_on(value: str) -> bool:
    """Whether Claude Code takes a value for yes."""
    return value.strip().lower() in ("1", "true", "yes", "on")


def choice(
    members: Iterable[Named],
    environment: Mapping[str, str],
    directory: str,
    asked: str | None,
    base_url: str | None,
) -> Choice:
    """Return what is examined: what was asked for, else the Claude API when it is set up, else the platform
    of a switch, else that of the variables.
    """
    found = tuple(members)
    ids = {member.SWITCH: member.ID for member in found} | {GATEWAY: GATEWAY_ID}
    files = list(dotenv.claude_code(directory, environment))
    switches = [(name, ids[name], "") for name in ids if name in environment and is_on(environment[name])]
    for settings in files:
        switches += [
            (name, ids[name], settings.path)
            for name in ids
            if name not in environment and is_on(settings.values.get(name, ""))
        ]
    marks = tuple((member.ID, name) for member in found for name in member.MARKS if environment.get(name))
    own = "--base-url" if base_url is not None else next((n for n in OWN if environment.get(n)), "")
    added = tuple(
        (name, value)
        for settings in files
        for name, value in settings.values.items()
        if name.startswith(_NAMES) and name not in environment
    )
    titles = ((GATEWAY_ID, "a gateway of its own"), *((member.ID, member.TITLE) for member in found))
    has_login = credential.credential(environment).way != "none"
    made = Choice("", "", tuple(switches), marks, own, added, titles, has_login)
    return _decided(made, asked)


def _decided(made: Choice, asked: str | None) -> Choice:
    if asked:
        used = "" if asked == DIRECT else asked
        is_codes = any(to == used for _, to, _ in made.switches) and not _marked(made, used)
        return replace(made, used=used, why="--platform", is_claude_codes=is_codes)
    if made.own:
        return made
    here = [(name, to) for name, to, file in made.switches if not file and to != GATEWAY_ID]
    if here:
        name, used = here[0]
        return replace(made, used=used, why=name, is_claude_codes=not _marked(made, used))
    if made.marks and not made.has_login:
        return replace(made, used=made.marks[0][0], why=made.marks[0][1])
    files = [(name, to, file) for name, to, file in made.switches if file and to != GATEWAY_ID]
    if files:
        name, used, file = files[0]
        return replace(made, used=used, why=f"{name} in {file}", is_claude_codes=True)
    return made


def _marked(made: Choice, used: str) -> bool:
    return any(platform == used for platform, _ in made.marks)


def environment(made: Choice, given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables as whoever is examined sees them: Claude Code adds those of its files."""
    if not made.is_claude_codes:
        return dict(given)
    return {**dict(reversed(made.settings)), **given}  # of two files the first that was read wins
