"""Which proxy the SDK takes for a URL, by its own rules (anthropic 2.10.0 to 2.14.0 `_utils/_httpx.py`,
httpx2 `URLPattern`).

A client with an `http_client` of its own decides for itself: since 2.14.0 its `proxy=` and `trust_env=False`
go before the environment. That is in the program, not in what can be read here.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import unquote

from claude_doctor.base.record import record
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings.url_secrets import is_host, scheme_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.settings.url import BaseUrl

_AUTHORITY = re.compile(
    r"(?:\[(?P<six>[0-9a-fA-F:.]+(?:%\w+)?)\]|(?P<name>[^\[\]:]+))(?::(?P<port>\d*))?(?P<rest>[/?#].*)?",
    re.DOTALL,
)
_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


@record
class Proxy:
    """The proxy of one URL, taken apart; `password` is there to be used, never to be shown."""

    text: str
    source: str
    scheme: str = "http"
    host: str = ""
    port: int = 0
    user: str | None = None
    password: str | None = None
    problem: Problem | None = None

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS5 instead of HTTP CONNECT."""
        return self.scheme.startswith("socks5")

    @property
    def shown(self) -> str:
        """Return it without user and password."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@record
class Route:
    """How a URL is reached: through `proxy` or directly; `by` is the NO_PROXY entry that says directly."""

    proxy: Proxy | None = None
    by: str = ""
    remarks: tuple[str, ...] = ()


def route(base: BaseUrl, proxies: Mapping[str, str], environment: Mapping[str, str]) -> Route:
    """Return the route to a base URL; `proxies` is what urllib's getproxies() answers."""
    remarks = _remarks(base, proxies, environment)
    direct = bypass(base, proxies.get("no", ""))
    if direct:
        return Route(by=direct, remarks=remarks)
    for kind in (base.scheme, "all"):
        if proxies.get(kind):
            return Route(parsed(proxies[kind], _source(kind, environment)), remarks=remarks)
    return Route(remarks=remarks)


def bypass(base: BaseUrl, no_proxy: str) -> str:
    """Return the NO_PROXY entry that takes a URL off the proxy, "" when none does."""
    for entry in (part.strip() for part in no_proxy.split(",")):
        if entry == "*" or (entry and _covers(entry, base)):
            return entry
    return ""


def _covers(entry: str, base: BaseUrl) -> bool:
    scheme, separator, rest = entry.partition("://")
    host, port = _host_port(rest if separator else entry)
    if separator and scheme.lower() not in (base.scheme, "all"):
        return False
    if port is not None and port != base.port:
        return False
    return _host_covers(host.lower(), base.host, exact=bool(separator))


def _host_covers(pattern: str, host: str, *, exact: bool) -> bool:
    network = _network(pattern)
    if network is not None:
        try:
            return ipaddress.ip_address(host) in network
        except ValueError:
            return False
    if exact or pattern == "localhost":
        return host == pattern
    if pattern.startswith("."):
        return host.endswith(pattern)
    if "*" in pattern:  # the SDK puts a star of its own in front, and no host name holds one
        return False
    return host == pattern or host.endswith("." + pattern)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _host_port(text: str) -> tuple[str, int | None]:
    head, colon, tail = text.rpartition(":")
    if colon and tail.isdigit() and (head.count(":") == 0 or head.endswith("]")):
        return head.strip("[]"), int(tail)
    return text.strip("[]") if "/" not in text else text, None


def _source(kind: str, environment: Mapping[str, str]) -> str:
    # The lower-case name wins (urllib's getproxies_environment); neither set means the system's settings.
    for name in (f"{kind}_proxy", f"{kind}_proxy".upper()):
        if environment.get(name):
            return name
    return "system proxy settings"


def parsed(text: str, source: str) -> Proxy:
    """Take a proxy URL apart as the SDK's HTTP library would; where it may take user information for a host,
    it is refused.
    """
    scheme, separator, rest = text.partition("://")
    scheme, rest = (scheme.lower(), rest) if separator else ("http", text)
    example = f"export {source}=http://USER:PASSWORD@HOST:PORT" if "_" in source else ""
    before, at, place = rest.rpartition("@")
    odd = (
        any(mark in before for mark in "@/")
        or (at and "/" in place.rstrip("/"))
        or any(mark in rest for mark in "?#")
    )
    if "@" in scheme or odd:
        return Proxy(text, source, problem=_unencoded(source, example))
    if scheme not in _PORTS:
        if at:
            return Proxy(text, source, problem=_unencoded(source, example))
        words = f"{source} begins with {scheme_words(scheme)}; the SDK knows http, https, socks5 and socks5h."
        says = "ValueError: Unknown scheme for proxy URL"
        return Proxy(
            text,
            source,
            problem=Problem(words, f"Change the scheme in {source}.", example, says, "proxy_bad_scheme"),
        )
    host, port = _place(place)
    if not host or not text.isprintable():
        words = f"{source} is no valid proxy URL (host or port cannot be read)."
        return Proxy(
            text,
            source,
            problem=Problem(
                words, f"Correct {source}.", example, "httpx2.InvalidURL: Invalid port", "url_invalid"
            ),
        )
    user, _, password = before.partition(":")
    pair = (unquote(user), unquote(password)) if at else (None, None)
    return Proxy(text, source, scheme, host, port or _PORTS[scheme], *pair)


def _place(text: str) -> tuple[str, int]:
    """Return host and port (0 without one) of what stands behind the user information; "" when they cannot be
    read.
    """
    found = _AUTHORITY.fullmatch(text)
    if found is None or int((found["port"] or "0")[:6]) > 65_535:
        return "", 0
    if found["six"]:
        return found["six"].lower() if _network(found["six"].partition("%")[0]) else "", int(
            found["port"] or 0
        )
    return found["name"].lower() if is_host(found["name"]) else "", int(found["port"] or 0)


def _unencoded(source: str, example: str) -> Problem:
    return Problem(
        (
            f"{source}: user or password holds /, #, ? or @ unencoded, so a part of it would be taken for "
            "the host; nothing was looked up."
        ),
        f"Percent-encode user and password in {source}: / is %2F, # is %23, @ is %40, ? is %3F.",
        example,
        "httpx2.ConnectError: [Errno -2] Name or service not known",
        "url_invalid",
    )


def socks_missing() -> Problem | None:
    """Return why the SDK cannot use a SOCKS proxy, None when it can."""
    from importlib.util import find_spec

    if find_spec("socksio"):
        return None
    return Problem(
        "The proxy is SOCKS, and the package `socksio` is missing: the SDK cannot be constructed.",
        "Install the extra httpx2[socks], which brings socksio.",
        'pip install "httpx2[socks]"',
        "ImportError: Using SOCKS proxy, but the 'socksio' package is not installed.",
        "socks_dependency_missing",
    )


def _remarks(base: BaseUrl, proxies: Mapping[str, str], environment: Mapping[str, str]) -> tuple[str, ...]:
    found = []
    none = proxies.get("no", "").strip()
    if none and "," not in none and (" " in none or ";" in none):
        found.append(
            "NO_PROXY entries must be separated by commas for the SDK (Claude Code also takes spaces)"
        )
    if any("*" in entry and entry.strip() != "*" for entry in none.split(",")):
        found.append("NO_PROXY entries with * match nothing in the SDK; write .example.com")
    direct = bypass(base, none)
    if base.scheme == "https" and proxies.get("http") and not proxies.get("https") and not proxies.get("all"):
        found.append(
            "HTTP_PROXY alone does not serve https:// in the SDK (Claude Code falls back to it); set "
            "HTTPS_PROXY"
        )
    if base.is_loopback and not direct and (proxies.get(base.scheme) or proxies.get("all")):
        found.append(f"requests to {base.host} go through the proxy; add {base.host} to NO_PROXY")
    if none.startswith(".") and base.host == none[1:]:
        found.append(f"NO_PROXY={none} does not cover {base.host} itself")
    del environment
    return tuple(found)


def system_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """Return proxies by scheme (and `no`) as urllib's getproxies() does: lower-case names win, then the
    system's settings.
    """
    found: dict[str, str] = {}
    for want_lower in (False, True):
        for name, value in environment.items():
            if name.lower().endswith("_proxy") and name.islower() == want_lower:
                kind = name[:-6].lower()
                if value:
                    found[kind] = value
                elif want_lower:
                    found.pop(kind, None)
    if "REQUEST_METHOD" in environment:
        found.pop("http", None)
    return found or _of_the_system()


def _of_the_system() -> dict[str, str]:
    import sys

    if sys.platform not in ("darwin", "win32"):
        return {}
    from urllib.request import getproxies  # pragma: no cover  # macOS and Windows

    return getproxies()  # pragma: no cover
