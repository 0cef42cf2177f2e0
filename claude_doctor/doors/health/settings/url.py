"""The base URL: where it comes from and whether the SDK can use it. Pure: the environment is an argument."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from claude_doctor.base.record import record, replace
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings.characters import strange
from claude_doctor.doors.health.settings.url_secrets import is_host, is_showable, scheme_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "https://api.anthropic.com"
FIRST_PARTY = "api.anthropic.com"
VARIABLE = "ANTHROPIC_BASE_URL"
PROFILE = "the profile's base_url"
_MISSING_SCHEME = "httpx2.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol."


@record
class BaseUrl:
    """A base URL taken apart; `problem` is why the SDK cannot use it, `remarks` what is odd but works."""

    text: str
    source: str
    scheme: str = "https"
    host: str = FIRST_PARTY
    port: int = 443
    path: str = ""
    problem: Problem | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_first_party(self) -> bool:
        """Whether it is the API itself and no gateway."""
        return self.host == FIRST_PARTY

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine by its very name."""
        return is_loopback(self.host)

    def url(self, path: str) -> str:
        """Return the address of a path of the API."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == (443 if self.scheme == "https" else 80) else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}{path}"


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def base_url(flag: str | None, environment: Mapping[str, str], profile: str | None = None) -> BaseUrl:
    """Return the base URL in the SDK's order: argument, ANTHROPIC_BASE_URL (even when empty), profile,
    default.
    """
    if flag is not None:
        return parsed(flag, "--base-url")
    if VARIABLE in environment:
        return parsed(environment[VARIABLE], VARIABLE)
    if profile:
        return parsed(profile, PROFILE)
    return BaseUrl(DEFAULT, "default")


def parsed(text: str, source: str, *, own_path: bool = False) -> BaseUrl:
    """Take a base URL apart and judge it as the SDK's HTTP library would; a problem quotes no user
    information. `own_path` says that it may end in what the Claude API's never does, such as /v1.
    """
    problem = _unreadable(text, source) or _with_user(text, source)
    if problem:
        return BaseUrl(text, source, host="", problem=problem)
    try:
        parts = urlsplit(text.strip())
        port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    except ValueError:  # its words quote the value
        why = "host or port cannot be read"
        return BaseUrl(text, source, host="", problem=_invalid(source, why))
    host = (parts.hostname or "").rstrip(".") if parts.hostname else ""
    path = parts.path.rstrip("/")
    problem = _wrong_parts(source, parts.scheme.lower(), host, parts.netloc)
    if problem is None and not own_path:
        problem = _wrong_path(source, parts.scheme, parts.netloc, parts.path, parts.query)
    return BaseUrl(text, source, parts.scheme.lower(), host, port, path, problem, _remarks(text))


def _with_user(text: str, source: str) -> Problem | None:
    # Where user information ends is a matter of opinion once it holds / ? # or @: so no part of such a value
    # is taken for a host.
    if "@" not in text:
        return None
    return Problem(
        f"{source} holds user:password@, which the SDK sends in place of the API key.",
        f"Remove user and password from {source}; an @ that belongs to the path is written %40.",
        export(source, ""),
        "anthropic.AuthenticationError: Error code: 401",
        "authentication_error",
    )


def _unreadable(text: str, source: str) -> Problem | None:
    if not text.strip():
        what = "is set to an empty string" if not text else "holds only white space"
        return Problem(
            f"{source} {what}, and the SDK uses it as it is: every call fails.",
            f"Unset {source}: a CI variable without a value?",
            unset(source),
            _MISSING_SCHEME,
            "url_missing_scheme",
        )
    odd = strange(text.strip(" "))
    if odd and odd.kind == "quote":
        return Problem(
            f"{source}: {odd.words}; the quotes are part of the value.",
            f"Remove the quotes from {source}.",
            export(source, text.strip().strip("'\"“”‘’")),
            _MISSING_SCHEME,
            "url_missing_scheme",
        )
    if odd and odd.kind in ("control", "break", "hidden", "space"):
        return Problem(
            f"{source}: {odd.words}.",
            f"Remove it from {source}.",
            export(source, "".join(text.split())),
            "httpx2.InvalidURL: Invalid non-printable ASCII character in URL",
            "url_invalid",
        )
    return None


def _invalid(source: str, why: str) -> Problem:
    return Problem(
        f"{source} is no valid URL: {why}.",
        f"Correct {source}; it is written https://host or https://host:port.",
        export(source, DEFAULT),
        "httpx2.InvalidURL: Invalid port",
        "url_invalid",
    )


def _wrong_parts(source: str, scheme: str, host: str, netloc: str) -> Problem | None:
    if scheme not in ("http", "https"):
        if "." in scheme or scheme in ("", "localhost") or not netloc:
            return Problem(
                f"{source} has no http:// or https:// in front.",
                f"Put https:// in front of the value of {source}.",
                f'export {source}="https://${source}"' if source.isupper() else export(source, ""),
                _MISSING_SCHEME,
                "url_missing_scheme",
            )
        return Problem(
            f"{source} begins with {scheme_words(scheme)}, which is no HTTP.",
            f"Change the scheme in {source} to https://.",
            export(source, DEFAULT),
            "httpx2.UnsupportedProtocol: Request URL has an unsupported protocol",
            "url_bad_scheme",
        )
    if netloc.count(":") > 1 and not netloc.startswith("["):
        return Problem(
            f"{source} holds an IPv6 address without brackets.",
            f"Write the address in brackets in {source}: http://[::1]:8080.",
            "",
            "httpx2.InvalidURL: Invalid port",
            "url_invalid",
        )
    if host and ":" not in host and not is_host(host):
        return _invalid(source, "its host holds a character that no host name has")
    return None if host else _invalid(source, "it names no host")


def _wrong_path(source: str, scheme: str, netloc: str, path: str, query: str) -> Problem | None:
    for end in ("/v1/messages", "/v1/models", "/v1/complete", "/v1"):
        if path.rstrip("/").endswith(end):
            kept = path.rstrip("/").removesuffix(end)
            return Problem(
                (
                    f"{source} ends in {end}, which the SDK adds itself: requests go "
                    f"to {path.rstrip('/')}/v1/… and get 404."
                ),
                f"Remove {end} from {source}.",
                export(source, f"{scheme}://{netloc}{kept}"),
                "anthropic.NotFoundError: Error code: 404",
                "wrong_base_url_404",
            )
    if query or "//" in path:
        what = "a query (?…)" if query else "a double slash"
        return Problem(
            f"{source} holds {what}: the SDK's paths no longer fit and get 404.",
            f"Remove it from {source}.",
            export(source, f"{scheme}://{netloc}{path.replace('//', '/').rstrip('/')}"),
            "anthropic.NotFoundError: Error code: 404",
            "wrong_base_url_404",
        )
    return None


def _remarks(text: str) -> tuple[str, ...]:
    return ("white space around the value (the SDK drops it)",) if text != text.strip() else ()


def secured(base: BaseUrl) -> str:
    """Return the same address with https; a port other than 80 stays."""
    return replace(base, scheme="https", port=443 if base.port == 80 else base.port).url("")


def export(source: str, value: str) -> str:
    """Return the command that sets a variable, or the flag written anew.

    A value that may hold user information, or something a shell acts on, is not repeated. What a profile says
    is overridden by the variable.
    """
    value = value if is_showable(value) else "https://HOST"
    return (
        f"claude-doctor health {source} {value}"
        if source.startswith("--")
        else f"export {source if source.isupper() else VARIABLE}={value}"
    )


def unset(source: str) -> str:
    """Return the command that unsets a variable."""
    return (
        f"unset {source}"
        if source.isupper()
        else f"leave {source} out"
        if source.startswith("--")
        else export(source, DEFAULT)
    )
