"""What an application imports: `claude_doctor.diagnose`."""

from __future__ import annotations

from claude_doctor import catalogue, signals
from claude_doctor.base import clock, memo
from claude_doctor.base.model import Diagnosis, Evidence, Signal
from claude_doctor.base.record import replace
from claude_doctor.base.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAME_LIMIT = 120  # no name in the catalogue is that long


def diagnose(error: BaseException | str | Mapping[str, object] | int) -> Diagnosis | None:
    """Return the best diagnosis of an exception, a text, an error body or a status; None when nothing fits.

    It is what `claude-doctor explain` puts first. Nothing is sent and the SDK is not imported: an exception
    of the SDK is read by its class names, its `status_code`, `body`, `request_id` and `response.headers`, and
    its causes.
    """
    if isinstance(error, int):
        return by_name(str(error))
    if isinstance(error, str):
        return by_name(error) or _of_text(error)
    if isinstance(error, BaseException):
        return memo.known(error, lambda: _first(of_exception(error)))
    return _first(_read(_body_text(error)))


def preload() -> None:
    """Load what diagnoses of the common failures load, so that the first one
    does not hold up an event loop.
    """
    for status, kind in (
        (400, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (529, "overloaded_error"),
    ):
        body = {"type": "error", "error": {"type": kind, "message": "preload"}}
        error = ValueError(f"Error code: {status} - {body}")
        error.status_code, error.body = status, body  # type: ignore[attr-defined]  # as exceptions of the SDK have them
        diagnose(error)
    diagnose(ConnectionError("Connection error."))


def _of_text(text: str) -> Diagnosis | None:
    signal = _read(text)
    return _first(signal) or (None if signal.foreign else catalogue.suppose(text))


def by_name(name: str) -> Diagnosis | None:
    """Return the page of a name (id, type, code, class, status) as a certain diagnosis, or None."""
    words = name.strip()
    if len(words) > _NAME_LIMIT:
        return None
    entry = catalogue.find(words) or catalogue.find(words.rsplit(".", 1)[-1])
    if entry is None:
        return None
    return Diagnosis(entry, "certain", (Evidence("name", words),))


def of_exception(error: BaseException) -> Signal:
    """Return the Signal of an exception and its causes, hidden ones (`raise ... from None`) included."""
    chain = list(_chain(error))
    status = getattr(error, "status_code", None)
    body = getattr(error, "body", None)
    # The words of an exception with a parsed body say the body again: only its causes have something to add.
    told = chain[1:] if _is_envelope(body) else chain
    words = "\n".join(f"{_name(item)}: {item}" for item in told)
    signal = _read(_body_text(body) or str(error))
    whole = _read(words) if words else Signal()
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    return replace(
        signal,
        status=status if isinstance(status, int) else signal.status,
        statuses=(status,) if isinstance(status, int) else signal.statuses,
        request_id=getattr(error, "request_id", None) or signal.request_id,
        exception=_name(error),
        exceptions=tuple(_name(item) for item in chain),
        message=signal.message or whole.message,
        texts=tuple(dict.fromkeys((*signal.texts, *whole.texts))),
        retry_after_s=_retry_after(headers),
        streaming=status == 200,
    )


def _read(text: str) -> Signal:
    """Read a text within the bounds of `explain`: both ends of a huge one, and of those what may hold an
    error.
    """
    from claude_doctor.base.condense import condensed, ends

    return signals.read(condensed(clean(ends(text))))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    item: BaseException | None = error
    while item is not None and id(item) not in seen and len(seen) < 16:
        seen.add(id(item))
        yield item
        item = item.__cause__ or item.__context__


def _is_envelope(body: object) -> bool:
    error = body.get("error") if isinstance(body, dict) else None
    return isinstance(error, dict) and bool(error.get("type")) and bool(error.get("message"))


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _body_text(body: object) -> str:
    if isinstance(body, list) or hasattr(body, "keys"):
        import json

        try:
            return json.dumps(body if isinstance(body, list) else dict(body), default=str)  # type: ignore[call-overload]  # it has keys
        except (ValueError, RecursionError):  # it holds itself, or is nested deeper than Python can follow
            return ""
    return body if isinstance(body, str) else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    import time

    from claude_doctor.base.waits import retry_after

    return retry_after(dict(headers), time.time())


def _first(signal: Signal) -> Diagnosis | None:
    found = catalogue.diagnose(signal, today=clock.today())
    return found[0] if found else None
