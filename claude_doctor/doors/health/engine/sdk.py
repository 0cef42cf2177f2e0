"""The real SDK: imported in a thread while the raw stages run, asked once, without retries."""

from __future__ import annotations

import time

from claude_doctor.doors.health.engine.budget import bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    import anthropic


class Prepared:
    """A client, or the error its construction raised, and how long import and construction took."""

    def __init__(
        self, client: anthropic.Anthropic | None, error: BaseException | None, version: str, seconds: float
    ) -> None:
        """Keep them together."""
        self.client = client
        self.error = error
        self.version = version
        self.seconds = seconds

    def made(self) -> anthropic.Anthropic:
        """Return the client, or raise what its construction raised."""
        if self.client is None:
            raise self.error or LookupError("no client")
        return self.client


def prepared(base_url: str | None, timeout: float) -> Prepared:
    """Import the SDK and construct the client as a program without arguments would."""
    started = time.perf_counter()
    import anthropic
    import anthropic.resources.models  # what `client.models` would import

    arguments: dict[str, object] = {"max_retries": 0, "timeout": timeout}
    if base_url is not None:
        arguments["base_url"] = base_url
    try:
        client, error = anthropic.Anthropic(**arguments), None  # type: ignore[arg-type]  # the two are of the right kind
    except Exception as raised:  # noqa: BLE001  # what construction raises is the finding
        return Prepared(None, raised, anthropic.__version__, time.perf_counter() - started)
    return Prepared(client, error, anthropic.__version__, time.perf_counter() - started)


def token(seconds: float, found: Prepared) -> tuple[str, dict[str, str]]:
    """Return the access token of a profile or federation and the headers that belong to it, as the SDK
    obtains them.
    """
    client = found.made()
    provider = client.credentials
    if provider is None:
        raise LookupError("the SDK found no credential")
    access = bounded(provider, seconds, "token exchange")
    headers = {str(name): str(value) for name, value in client._credential_headers.items()}  # noqa: SLF001  # nowhere public
    return access.token, headers
