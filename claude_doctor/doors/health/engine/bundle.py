"""`health --bundle`: a report for a ticket, without user, home, internal hosts and ids; what it holds is said
before it is written.
"""

from __future__ import annotations

import getpass
import ipaddress
import json
import os
import re
import socket

from claude_doctor.base.errors import UsageError, cannot_write
from claude_doctor.base.messages import say
from claude_doctor.base.outside import Outside
from claude_doctor.doors.health import outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.report import Health

INCLUDES = ("hosts", "ids")
_KIND = {"<host>": "hosts", "<id>": "ids"}
_PUBLIC_HOSTS = (
    "api.anthropic.com",
    "status.claude.com",
    "anthropic.statuspage.io",
    "platform.claude.com",
    "localhost",
)
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
_WORKSPACE = re.compile(r"\b(?:wrkspc|org|svac|user)_[A-Za-z0-9]{4,}\b")
_INTERNAL = re.compile(
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:local|localdomain|internal|intranet|intra|corp|lan|home|private|priv)\b", re.I
)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\b", re.I)


def checked(path: str, include: Iterable[str], *, force: bool) -> str:
    """Return the path of the bundle; UsageError when something is there already, or a word is unknown."""
    unknown = set(include) - set(INCLUDES)
    if unknown:
        raise UsageError(f"--bundle-include takes {' and '.join(INCLUDES)}, not {', '.join(sorted(unknown))}")
    if os.path.isdir(path):
        raise UsageError(f"{path}: is a directory")
    if os.path.exists(path) and not force:
        raise UsageError(f"{path}: exists; --force overwrites it")
    return path


def write(path: str, report: Health, state: State, include: Iterable[str]) -> None:
    """Say what the bundle holds, then write it, readable only for its owner."""
    data = redacted(outline.health(report), names(report, state), frozenset(include))
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    _say(path, data, frozenset(include))
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _say(path: str, data: dict[str, Any], include: frozenset[str]) -> None:
    left_out = [
        words
        for name, words in (("hosts", "host names and addresses"), ("ids", "organization and workspace ids"))
        if name not in include
    ]
    kept = [
        "the verdict",
        f"{len(data['checks'])} check{'' if len(data['checks']) == 1 else 's'} with details",
        "timings",
        "Python, SDK and OpenSSL versions",
        "request ids",
    ]
    kept += [f"{name} as they are" for name in sorted(include)]
    lines = (
        f"bundle {path} holds: {', '.join(kept)}",
        f"left out: keys, user name, home path{', ' if left_out else ''}{', '.join(left_out)}",
    )
    for line in lines:
        say(line)


def names(report: Health, state: State) -> dict[str, str]:
    """Return what must not be in the bundle and what stands for it, the longest first."""
    found: dict[str, str] = {}
    for name in _hosts(report, state):
        if name and name not in _PUBLIC_HOSTS and not _is_loopback(name):
            found[name] = "<host>"
    found |= {name: "<id>" for name in _ids(report) if len(name) > 2}
    home = state.environment.get("HOME") or os.path.expanduser("~")
    if len(home) > 1:
        found[home] = "~"
    for user in {*_users(), os.path.basename(home)}:
        if len(user) > 2:
            found[user] = "<user>"
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _hosts(report: Health, state: State) -> Iterator[str]:
    yield report.target.host.to(str)
    if state.route.proxy:
        yield state.route.proxy.host
    yield socket.gethostname()
    yield from (
        address.ip for address in state.addresses if not state.base.is_first_party or state.route.proxy
    )
    for entry in (state.environment.get("NO_PROXY", "") + "," + state.environment.get("no_proxy", "")).split(
        ","
    ):
        yield entry.strip().strip(".*")
    for check in report.checks:
        details = dict(check.details)
        for name in ("subject", "issuer"):
            value = _plain(details.get(name) or "")
            yield from (value, *value.split(" / "))
        listed = details.get("names")
        yield from (
            _plain(item)
            for item in (listed if isinstance(listed, (list, tuple)) and check.id == "net.tls" else ())
        )


def _ids(report: Health) -> Iterator[str]:
    # A gateway's ids look like nothing in particular: they are known by where they stand.
    for check in report.checks:
        yield from (
            _plain(value)
            for name, value in check.details
            if name in ("organization", "workspace", "expected") and value
        )


def _plain(value: object) -> str:
    return value.to(str) if isinstance(value, Outside) else str(value)


def _users() -> list[str]:
    try:
        return [getpass.getuser()]
    except (OSError, KeyError):  # no user with this number
        return []


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def redacted(value: Any, hidden: dict[str, str], include: frozenset[str]) -> Any:
    """Return a JSON value with the hidden names, and whatever looks like an
    id or internal address, replaced.
    """
    if isinstance(value, dict):
        return {key: redacted(item, hidden, include) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(item, hidden, include) for item in value]
    if isinstance(value, Outside):
        return value.to(lambda text: _text(text, hidden, include))
    return _text(value, hidden, include) if isinstance(value, str) else value


def _text(text: str, hidden: dict[str, str], include: frozenset[str]) -> str:
    for name, stands in hidden.items():
        if _KIND.get(stands) not in include:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", stands, text, flags=re.I)
    if "ids" not in include:
        text = _WORKSPACE.sub("<id>", _UUID.sub("<id>", text))
    if "hosts" not in include:
        text = _ADDRESS.sub(_private, _INTERNAL.sub("<host>", text))
    return text


def _private(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return (
        "<address>"
        if address.is_private and not address.is_loopback and not address.is_unspecified
        else found[0]
    )
