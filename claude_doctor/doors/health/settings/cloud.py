"""What is known of a cloud before anything is sent: where it is, which credential goes there, what is wrong
with either. Data only.
"""

from __future__ import annotations

from claude_doctor.base.record import record
from claude_doctor.doors.health.settings import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Problem


@record
class Keys:
    """Access key, secret and session token of AWS; they are used, never shown."""

    access: str
    secret: str
    session: str = ""


@record
class Source:
    """The credential source that wins.

    `way` is bearer (a token that is sent as it is), key (a key with headers of its own), keys (`keys` sign),
    asked (only the cloud's own library can get it), metadata (the machine's own server gives it), user
    (a refresh token in a file) or none. `name` says where it comes from. `expires` is in seconds since the
    epoch. `runs` is the helper program that it starts.
    """

    way: str = "none"
    name: str = ""
    value: str = ""
    keys: Keys | None = None
    file: str = ""
    others: tuple[str, ...] = ()
    expires: float | None = None
    runs: str = ""
    problem: Problem | None = None
    remarks: tuple[str, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed."""
        keys = self.keys
        return tuple(filter(None, (self.value, *((keys.access, keys.secret, keys.session) if keys else ()))))


@record
class Cloud:
    """A platform as the environment sets it up.

    `id` is what --platform calls it, `client` the SDK's class, `packages` what that class imports beyond the
    SDK and `extra` how they are installed. `place` are facts (region, project, workspace), `problem` is what
    is wrong with them, `remarks` where the SDK and Claude Code would see different ones. `service` is the
    name that AWS signatures are made for. `token_url` is the address that tokens come from, `control_url`
    that of the listings.
    """

    id: str
    title: str
    client: str
    base: url.BaseUrl
    place: tuple[tuple[str, str], ...] = ()
    source: Source = Source()
    problem: Problem | None = None
    remarks: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    extra: str = ""
    service: str = ""
    token_url: str = ""
    control_url: str = ""
    by: str = ""
    is_claude_codes: bool = False

    def part(self, name: str) -> str:
        """Return one fact of the place, "" without it."""
        return dict(self.place).get(name, "")


def first(environment: Mapping[str, str], *names: str) -> tuple[str, str]:
    """Return the first variable that is set and not empty as (name, value), ("", "") without one."""
    return next(((name, environment[name]) for name in names if environment.get(name)), ("", ""))


def base(environment: Mapping[str, str], variable: str, default: str) -> url.BaseUrl:
    """Return where the requests of a cloud's client go: the variable (even when empty), else the default."""
    if variable in environment:
        return url.parsed(environment[variable], variable, own_path=True)
    return url.parsed(default, "default", own_path=True)
