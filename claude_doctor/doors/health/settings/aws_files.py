"""The shared files of AWS: profiles of ~/.aws/config and ~/.aws/credentials, and the cache of SSO logins.
Only read.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 1_000_000


@record
class Profiles:
    """The profiles by name: what each of both files says; `sessions` are the [sso-session] sections.

    `broken` is the file that cannot be parsed, "" when both can.
    """

    config: dict[str, dict[str, str]]
    credentials: dict[str, dict[str, str]]
    sessions: dict[str, dict[str, str]]
    broken: str = ""

    def known(self, name: str) -> bool:
        """Whether a profile stands in one of the files."""
        return name in self.config or name in self.credentials

    def of(self, name: str) -> dict[str, str]:
        """Return the keys of a profile; credentials go before config, as in botocore."""
        return {**self.config.get(name, {}), **self.credentials.get(name, {})}


def home(environment: Mapping[str, str]) -> str:
    """Return the home folder."""
    return environment.get("HOME") or os.path.expanduser("~")


def paths(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the places of config and credentials."""
    found = []
    for name, file in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
        path = environment.get(name) or os.path.join(home(environment), ".aws", file)
        found.append(path.replace("~", home(environment), 1) if path.startswith("~") else path)
    return found[0], found[1]


def profiles(environment: Mapping[str, str]) -> Profiles:
    """Read both files; what is not there is empty."""
    config_path, credentials_path = paths(environment)
    config, broken = _sections(config_path)
    credentials, also = _sections(credentials_path)
    named: dict[str, dict[str, str]] = {}
    sessions: dict[str, dict[str, str]] = {}
    for section, values in config.items():
        words = section.split(None, 1)
        if section == "default" or (len(words) == 2 and words[0] == "profile"):
            named[words[-1].strip("\"'")] = values
        elif len(words) == 2 and words[0] == "sso-session":
            sessions[words[1].strip("\"'")] = values
    return Profiles(named, credentials, sessions, broken or also)


def _sections(path: str) -> tuple[dict[str, dict[str, str]], str]:
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        with open(path, encoding="utf-8") as file:
            parser.read_string(file.read(_MOST))
    except OSError:
        return {}, ""
    except (configparser.Error, UnicodeDecodeError):
        return {}, path
    return {name: dict(parser.items(name)) for name in parser.sections()}, ""


@record
class Login:
    """A cached SSO login: whether it is there, until when (seconds since the epoch), and whether it renews
    itself.
    """

    is_there: bool
    expires: float | None = None
    renews: bool = False


def login(environment: Mapping[str, str], name: str) -> Login:
    """Return the cached login of an SSO session (its name) or of a start URL (the older form)."""
    import hashlib

    file = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest() + ".json"
    path = os.path.join(home(environment), ".aws", "sso", "cache", file)
    try:
        with open(path, encoding="utf-8") as opened:
            data = json.loads(opened.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return Login(is_there=False)
    if not isinstance(data, dict) or not data.get("accessToken"):
        return Login(is_there=False)
    return Login(True, moment(data.get("expiresAt")), bool(data.get("refreshToken")))


def moment(when: object) -> float | None:
    """Return the seconds since the epoch of a time as AWS tools write it; None when it is none."""
    if not isinstance(when, str):
        return None
    try:
        found = datetime.fromisoformat(when.strip().replace("UTC", "+00:00"))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
