"""What happens to a stream on its way; every other request is answered by the healthy API."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tests.health.lab import reply
from tests.health.lab.api import LAST_CHUNK, Api, chunks, event, events, is_stream, stream_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.health.lab.server import Connection, Request

ERROR = {
    "type": "error",
    "error": {"type": "overloaded_error", "message": "Overloaded"},
    "request_id": reply.REQUEST_ID,
}
ERROR_EVENT = event(ERROR)
HTML = "<html><head><title>Guest Wi-Fi</title></head><body>Please sign in</body></html>"


def _stream(broken: Callable[[Connection], None]) -> Callable[[Api, Request, Connection], bytes | None]:
    @functools.wraps(broken)
    def answer(api: Api, request: Request, connection: Connection) -> bytes | None:
        if not is_stream(request):
            return api.answer(request)
        broken(connection)
        return None

    return answer


@_stream
def stream_cut_fin(connection: Connection) -> None:
    """Closed inside the chunked body."""
    connection.send(stream_head() + chunks(*events()[:4]))


@_stream
def stream_cut_rst(connection: Connection) -> None:
    """Reset after the first events."""
    connection.send(stream_head() + chunks(*events()[:4]))
    connection.stopping.wait(0.2)
    connection.reset()


@_stream
def stream_cut_clean(connection: Connection) -> None:
    """Ended properly, but before message_stop."""
    connection.send(stream_head() + chunks(*events()[:4]) + LAST_CHUNK)


@_stream
def stream_stall(connection: Connection) -> None:
    """Silent after the first events."""
    connection.send(stream_head() + chunks(*events()[:4]))
    connection.wait()


@_stream
def stream_pings_only(connection: Connection) -> None:
    """Only pings, then the end of the connection."""
    connection.send(stream_head() + chunks(*[event({"type": "ping"})] * 3))


@_stream
def stream_error_event(connection: Connection) -> None:
    """An error event in the middle."""
    connection.send(stream_head() + chunks(*events()[:4], ERROR_EVENT) + LAST_CHUNK)


@_stream
def stream_malformed(connection: Connection) -> None:
    """An event whose JSON is cut."""
    connection.send(
        stream_head()
        + chunks(*events()[:2], b'event: content_block_delta\ndata: {"type": "content_blo\n\n')
        + LAST_CHUNK
    )


@_stream
def stream_html(connection: Connection) -> None:
    """A web page instead of a stream."""
    connection.send(reply.page(200, HTML))


@_stream
def stream_zero_bytes(connection: Connection) -> None:
    """A stream without anything in it."""
    connection.send(stream_head() + LAST_CHUNK)


@_stream
def stream_nameless(connection: Connection) -> None:
    """A gateway dropped the `event:` lines."""
    connection.send(stream_head() + chunks(*[each.partition(b"\n")[2] for each in events()]) + LAST_CHUNK)


@_stream
def stream_buffered(connection: Connection) -> None:
    """All events arrive together, long after the head."""
    connection.send(stream_head())
    connection.stopping.wait(1.3)
    connection.send(chunks(b"".join(events())) + LAST_CHUNK)
