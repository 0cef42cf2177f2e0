"""AWS exception names and the HTTP statuses they stand for (Bedrock API reference)."""

from __future__ import annotations

_STATUS = {
    "AccessDenied": 403,
    "UnrecognizedClient": 403,
    "ExpiredToken": 403,
    "Conflict": 400,
    "InternalServer": 500,
    "ModelError": 424,
    "ModelNotReady": 429,
    "ModelStreamError": 424,
    "ModelTimeout": 408,
    "ResourceNotFound": 404,
    "ServiceQuotaExceeded": 400,
    "ServiceUnavailable": 503,
    "Throttling": 429,
    "Validation": 400,
}


def status(code: str | None) -> int | None:
    """Return the status of an exception's name, with or without `Exception` at its end."""
    return _STATUS.get(code.removesuffix("Exception")) if code else None
