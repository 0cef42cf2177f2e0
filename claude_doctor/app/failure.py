"""Exception or response -> Failure: what failed, whether it was sent, whether it may have been billed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_doctor.app import house
from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

# Causes (by class name, of httpx, httpx2, httpcore and the standard library) that mean: nothing reached the
# server.
_NOT_SENT = frozenset(
    "ConnectError ConnectTimeout PoolTimeout ProxyError UnsupportedProtocol LocalProtocolError gaierror "
    "ConnectionRefusedError SSLCertVerificationError SSLError InvalidURL".split()
)
_OVERLOAD = frozenset({429, 503, 529})
_TRANSIENT = frozenset({408, 409, 429})
# The API's table of errors (platform docs, errors, read 2026-11-20).
STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
# What only reads, or may be done twice: everything else creates something.
_HARMLESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
_ANSWERS = ("/v1/messages", "/v1/messages/count_tokens", "/v1/complete")
_FALLBACK_ENTRIES = frozenset({"model_retired", "model_not_found"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt.

    `entry` is the catalogue's id and `retryable` its verdict (yes, no, after_fix, after_wait, conditional).
    `should_retry` is the header of that name. `maybe_billed` counts the attempts of this call so far that may
    have been billed, this one included. `passes` says in words when it passes, `scheduled` whether waits of
    seconds help at all. `ambiguous`: something may have been created. `fallback`: another model or place may
    answer.
    """

    status: int | None = None
    type: str | None = None
    error_code: str | None = None
    entry: str | None = None
    retryable: str | None = None
    retry_after_s: float | None = None
    should_retry: bool | None = None
    sent: bool = True
    maybe_billed: int = 0
    ambiguous: bool = False
    message: str | None = None
    request_id: str | None = None
    exception: str | None = None
    category: str | None = None
    fault: str | None = None
    scheduled: bool = True
    passes: str | None = None

    @property
    def name(self) -> str:
        """Status and cause in words: `529 overloaded_529`."""
        words = [str(self.status)] if self.status and self.status != 200 else []
        words.append(self.error_code or self.entry or self.type or self.exception or "failure")
        return " ".join(words)

    @property
    def overload(self) -> bool:
        """Whether it is a refusal for load or limits, which the pace governs."""
        return self.meant in _OVERLOAD or self.type in {"overloaded_error", "rate_limit_error"}

    @property
    def transient(self) -> bool:
        """Whether its kind passes in general, where the catalogue says nothing."""
        status = self.meant
        return status is None or status in _TRANSIENT or status >= 500 or self.overload

    @property
    def meant(self) -> int | None:
        """The status it stands for: an error event comes with the 200 of its stream, its type says what it
        is.
        """
        return STATUS_OF_TYPE.get(self.type or "", self.status) if self.status == 200 else self.status

    @property
    def fallback(self) -> bool:
        """Whether another model or place may answer: never for a fault of the request itself, never for
        ambiguous work.
        """
        if self.ambiguous or self.maybe_billed:
            return False
        return self.entry in _FALLBACK_ENTRIES or self.overload or self.status is None or self.status >= 500


def failure_of(
    error: BaseException, *, method: str = "POST", path: str = "/v1/messages", billed: int = 0
) -> Failure:
    """Return the Failure of an exception: of the SDK, of its HTTP library, or any other.

    `billed` is how many attempts before this one may have been billed.
    """
    status = getattr(error, "status_code", None)
    response = getattr(error, "response", None)
    found = house.diagnose(error)
    sent = status is not None or not _never_sent(error)
    return _failure(
        error,
        status if isinstance(status, int) else None,
        getattr(response, "headers", None) or {},
        found,
        (sent, method, path, billed),
    )


def _failure(
    error: BaseException,
    status: int | None,
    headers: Mapping[str, str],
    found: Any,
    how: tuple[bool, str, str, int],
) -> Failure:
    sent, method, path, billed = how
    kind, code, message = _facts(getattr(error, "body", None))
    entry = found.entry if found is not None and found.confidence != "guess" else None
    unanswered = status is None and sent
    creates = method.upper() not in _HARMLESS and not _answers(path)
    header = headers.get("x-should-retry")
    return Failure(
        status=status,
        type=kind or getattr(error, "type", None),
        error_code=code,
        entry=entry.id if entry else None,
        retryable=entry.retryable if entry else None,
        retry_after_s=house.retry_after(dict(headers), clock().wall()) if headers else None,
        should_retry=None if header not in {"true", "false"} else header == "true",
        sent=sent,
        maybe_billed=billed + (1 if unanswered and not creates and method.upper() not in _HARMLESS else 0),
        ambiguous=unanswered and creates,
        message=message or str(error),
        request_id=getattr(error, "request_id", None) or headers.get("request-id"),
        exception=type(error).__name__,
        category=entry.category if entry else None,
        fault=entry.fault if entry else None,
        scheduled=bool(entry.delays_s) if entry else True,
        passes=entry.wait if entry else None,
    )


def _answers(path: str) -> bool:
    path = path.partition("?")[0].rstrip("/")
    return (
        path.endswith(_ANSWERS)
        or "/invoke" in path
        or path.endswith(("rawPredict", "RawPredict", "count-tokens:rawPredict"))
    )


def _facts(body: object) -> tuple[str | None, str | None, str | None]:
    """Return type, error code and message of an API body."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return None, None, None
    details = error.get("details")
    code = details.get("error_code") if isinstance(details, dict) else None
    kind, message = error.get("type"), error.get("message")
    return (
        kind if isinstance(kind, str) else None,
        code if isinstance(code, str) else None,
        message if isinstance(message, str) else None,
    )


def _never_sent(error: BaseException) -> bool:
    seen: set[int] = set()
    item: BaseException | None = error
    while item is not None and id(item) not in seen:
        seen.add(id(item))
        if type(item).__name__ in _NOT_SENT:
            return True
        item = item.__cause__ or item.__context__
    return False
