"""What the pages say of a proxy given to the SDK's own HTTP client, measured with the installed SDK on
loopback.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from importlib import metadata

import pytest

anthropic = pytest.importorskip("anthropic")
# Since 2.14.0 the argument goes before the environment.
HONOURED = tuple(map(int, metadata.version("anthropic").split(".")[:2])) >= (2, 14)
BODY = b'{"type":"error","error":{"type":"not_found_error","message":"x"}}'
ANSWER = (
    b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
    b"%d\r\n\r\n%s"
) % (len(BODY), BODY)


class Listener:
    """Answers every request with 404 and remembers that it was asked."""

    def __init__(self, name: str, seen: list[str]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._name, self._seen = name, seen
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            with connection:
                connection.recv(65536)
                self._seen.append(self._name)
                connection.sendall(ANSWER)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def servers(seen: list[str]) -> Iterator[dict[str, Listener]]:
    made = {name: Listener(name, seen) for name in ("api", "variable", "argument")}
    yield made
    for server in made.values():
        server.close()


@pytest.mark.parametrize(
    ("options", "no_proxy", "asked"),
    [
        ((), "", ("variable", "variable")),
        ((), "127.0.0.1", ("api", "api")),
        (("proxy",), "", ("argument", "variable")),
        (("trust_env",), "", ("api", "variable")),
        (("proxy",), "127.0.0.1", ("argument", "api")),
    ],
)
def test_who_is_asked(servers, seen, monkeypatch, options, no_proxy, asked):
    """`asked` is who gets the request, since 2.14.0 and before."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, servers["variable"].url)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, no_proxy)
    given = {"proxy": servers["argument"].url, "trust_env": False}
    chosen = {name: given[name] for name in options}
    own = {"http_client": anthropic.DefaultHttpxClient(**chosen)} if chosen else {}
    client = anthropic.Anthropic(api_key="not-a-key", base_url=servers["api"].url, max_retries=0, **own)
    with client, pytest.raises(anthropic.NotFoundError):
        client.models.list()
    assert seen == [asked[0] if HONOURED else asked[1]]
