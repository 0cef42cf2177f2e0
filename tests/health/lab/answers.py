"""From the name of an answer in the table to what a server does with a connection."""

from __future__ import annotations

from collections.abc import Callable

from tests.health.lab import breaks, edges, gateway_kinds, middle, more_refusals, refusals, streams
from tests.health.lab.api import Api
from tests.health.lab.server import Connection, Request, Talk

Answer = Callable[[Api, Request, Connection], "bytes | None"]


def talk(name: str, api: Api) -> Talk:
    """Return how a server of this name talks; "healthy" is the API itself."""
    if name == "healthy":
        return _requests(api, lambda api, request, _: api.answer(request))
    if raw := getattr(breaks, name, None):
        return raw  # type: ignore[no-any-return]
    found = [
        getattr(module, name)
        for module in (middle, edges, refusals, more_refusals, streams, gateway_kinds)
        if hasattr(module, name)
    ]
    return _requests(api, found[0])


def _requests(api: Api, answer: Answer) -> Talk:
    def hold(connection: Connection) -> None:
        while request := connection.request():
            reply = answer(api, request, connection)
            if reply is None:
                return
            connection.send(reply)

    return hold
