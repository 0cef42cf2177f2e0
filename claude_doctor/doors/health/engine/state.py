"""What a run knows: the configuration, read once, and what each check found for those after it."""

from __future__ import annotations

import re

from claude_doctor.base.record import record
from claude_doctor.doors.health.engine.board import Board, needed
from claude_doctor.doors.health.engine.budget import Budget, Task
from claude_doctor.doors.health.settings import (
    credential,
    headers,
    second_store,
    trust,
    url,
)
from claude_doctor.doors.health.settings import (
    profile as _config_profile,
)
from claude_doctor.doors.health.settings import (
    proxy as _config_proxy,
)
from claude_doctor.doors.health.settings.url_secrets import segments, userinfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable, Mapping

    from claude_doctor.doors.health.engine.sdk import Prepared
    from claude_doctor.doors.health.settings.cloud import Cloud, Keys
    from claude_doctor.doors.health.settings.clouds import Choice
    from claude_doctor.doors.health.wire.answer import Answer
    from claude_doctor.doors.health.wire.ground import Address
    from claude_doctor.doors.health.wire.web import Web


# Words that stand before a secret and are none.
_SCHEMES = ("bearer", "basic")
_SECRET_ENDS = (
    "_API_KEY",
    "_AUTH_TOKEN",
    "IDENTITY_TOKEN",
    "OAUTH_TOKEN",
    "_SECRET_ACCESS_KEY",
    "_SESSION_TOKEN",
    "_SECURITY_TOKEN",
    "_BEARER_TOKEN_BEDROCK",
    "_CLIENT_SECRET",
    "_AUTHORIZATION_TOKEN",
)
# Variables that hold addresses, and with them perhaps user information.
_ADDRESS_ENDS = ("_URL", "_URI", "_HOST", "_ENDPOINT", "_ROOT", "_RESOURCE")
_ENDPOINT = "_ENDPOINT_URL"


class UnreadableError(Exception):
    """An address of a cloud that cannot be read; its one argument is the Problem."""


class Granted:
    """What a cloud gave for the credential: a token, or keys that sign; they are used, never shown."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.token = ""
        self.keys: Keys | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed."""
        keys = self.keys
        return (self.token, *((keys.access, keys.secret, keys.session) if keys else ()))


@record
class Options:
    """How `health` was asked."""

    base_url: str | None = None
    models: tuple[str, ...] = ()
    models_from: str = ""
    timeout: float = 15.0
    check_timeout: float = 5.0
    no_auth: bool = False
    insecure_http: bool = False
    expect_workspace: str | None = None
    python: str | None = None
    status_url: str | None = None
    idle: float = 0.0
    directory: str = "."
    run_helpers: bool = False
    given: tuple[tuple[str, str], ...] = ()  # what the fix repeats: (flag, its words)


class State:
    """The board on which checks leave what they found; a check asks for what it needs and is skipped when it
    is not there.
    """

    def __init__(
        self,
        options: Options,
        environment: Mapping[str, str],
        now: Callable[[], float],
        spent: float = 0.0,
        choice: Choice | None = None,
        cloud: Cloud | None = None,
    ) -> None:
        """Read the configuration; nothing is sent. `spent` is how much of the budget the start-up took,
        `cloud` the platform that is examined in place of the Claude API.
        """
        self.choice = choice
        self.cloud = cloud
        self.granted = Granted()
        self.board = Board()
        self.options = options
        self.environment = environment
        self.now = now
        self.budget = Budget(options.timeout, options.check_timeout, spent=spent)
        used = credential.credential(environment)
        profile = _config_profile.base_url(environment) if used.way == "profile" else None
        self.base = cloud.base if cloud else url.base_url(options.base_url, environment, profile)
        self.credential = credential.Credential("none") if options.no_auth else used
        self.custom = headers.custom_headers(environment)
        self.trust = trust.trust(environment)
        self.route = _config_proxy.Route()
        if self.base.problem is None:
            self.route = _config_proxy.route(
                self.base, _config_proxy.system_proxies(environment), environment
            )
        self.timings: dict[str, float] = {}
        self.addresses: tuple[Address, ...] = ()
        self.answers: list[Answer] = []
        self.models: tuple[str, ...] = options.models
        self.models_from = options.models_from
        self.notes: list[str] = []
        self._context: Task[ssl.SSLContext] | None = None
        self._sdk: Task[Prepared] | None = None
        self._web: Web | None = None
        self._others: list[Web] = []

    def prepare(self, *, sdk: bool) -> None:
        """Begin what takes long and needs no answer: loading the certificates and, when wanted, importing the
        SDK.
        """
        if self.trust.problem is None and self.base.scheme == "https":
            self._context = Task(lambda: trust.context(self.trust), "certificates")
        Task(_import_http, "http library")
        if sdk or self.credential.way in ("profile", "federation"):  # the SDK gets the token
            self._sdk = self._prepared_sdk()

    def tls_context(self) -> ssl.SSLContext:
        """Return the context the SDK would use."""
        if self._context is None:
            self._context = Task(lambda: trust.context(self.trust), "certificates")
        return self._context.result(self.budget.limit())

    def sdk(self, kept: float = 0.0) -> Prepared:
        """Return the prepared SDK client, waiting for its import; `kept` are the seconds to leave for what is
        asked of it.
        """
        if self._sdk is None:
            self._sdk = self._prepared_sdk()
        return self._sdk.result(self.budget.left() - kept)

    def _prepared_sdk(self) -> Task[Prepared]:
        from claude_doctor.doors.health.engine import sdk

        return Task(lambda: sdk.prepared(self.options.base_url, self.options.check_timeout), "SDK import")

    def second_trust(self) -> trust.Trust:
        """Return what the cloud's own library trusts, which gets the tokens."""
        python = self.board.interpreter
        is_aws = bool(self.cloud and self.cloud.service)
        found = second_store.trust(
            self.environment, is_aws=is_aws, certifi=python.certifi_file if python else None
        )
        return found if found.file or found.directory else self.trust

    def elsewhere(self, address: str, source: str) -> Web:
        """Return an HTTP client for another host of the cloud; UnreadableError when the address is none."""
        from claude_doctor.doors.health.wire.elsewhere import Elsewhere
        from claude_doctor.doors.health.wire.web import Web

        base = url.parsed(address, source, own_path=True)
        if base.problem:
            raise UnreadableError(base.problem)
        made = Web(Elsewhere(base, self.budget, self.environment, lambda: trust.context(self.second_trust())))
        self._others.append(made)
        return made

    def connection(self, need: str = "net.tcp") -> socket.socket:
        """Return the connected socket the stages so far have built."""
        return needed(self.board.socket, need)

    def web(self) -> Web:
        """Return the HTTP client that continues on the connection the stages built."""
        if self._web is None:
            from claude_doctor.doors.health.wire.web import Web

            self._web = Web(self)
        return self._web

    def close(self) -> None:
        """Close the connection, whichever stage built it."""
        for web in (self._web, *self._others):
            if web is not None:
                web.close()
        if self.board.socket is not None:
            self.board.socket.close()
            self.board.socket = None

    def secrets(self) -> list[str]:
        """Return every value that must never be printed."""
        proxy = self.route.proxy
        found = [
            self.credential.value,
            proxy.password if proxy else "",
            proxy.text if proxy and proxy.user is not None else "",
        ]
        found += [value for name, value in self.custom.pairs if _is_secret(name)]
        found += [value for name, value in self.environment.items() if name.endswith(_SECRET_ENDS)]
        found += self.cloud.source.secrets if self.cloud else ()
        found += self.granted.secrets
        addresses = [
            self.base.text,
            self.options.status_url or "",
            *(
                value
                for name, value in self.environment.items()
                if name.lower().endswith("_proxy") or name.endswith(_ADDRESS_ENDS) or _ENDPOINT in name
            ),
        ]
        found += [part for text in addresses for part in userinfo(text)]
        found += [part for text in addresses for part in segments(text)]
        parts = [
            part
            for value in found
            if value
            for part in (value, value.strip(), *re.split(r"[^\w!-~]+", value, flags=re.ASCII))
        ]
        return sorted(
            {part for part in parts if len(part) >= 4 and part.lower() not in _SCHEMES}, key=len, reverse=True
        )


def _is_secret(name: str) -> bool:
    low = name.lower()
    return any(word in low for word in ("auth", "key", "token", "cookie", "secret", "password"))


def _import_http() -> None:
    import httpcore2  # noqa: F401  # so that it is there when net.http wants it
    import httpx2  # noqa: F401
