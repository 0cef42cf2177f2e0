"""Events -> entries of the catalogue, remembered by what decides: status,
type, code, the message's template.
"""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.base.model import Signal
from claude_doctor.catalogue.needs import model_state
from claude_doctor.doors.tail.counting.templates import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Entry
    from claude_doctor.doors.tail.reading.event import Event

_MOST = 20_000
_NAMED = re.compile(r"model: ([\w.@:/-]{3,80})")
# What Claude Code calls an error, where nothing else is known (hooks.md and headless.md, read 2026-11-20).
_CATEGORIES = {
    "rate_limit": "rate_limit_error",
    "overloaded": "overloaded_529",
    "authentication_failed": "authentication_error",
    "oauth_org_not_allowed": "oauth_not_allowed_for_organization",
    "billing_error": "billing_error",
    "invalid_request": "invalid_request_error",
    "model_not_found": "model_not_found",
    "server_error": "internal_server_error",
    "max_output_tokens": "stop_reason_max_tokens",
}
_known: dict[tuple[object, ...], str | None] = {}
_entries: dict[str, Entry | None] = {}


def diagnose(event: Event, today: str = "") -> None:
    """Set the event's diagnosis and whether it may be retried; `today` (ISO) decides which models are
    retired.
    """
    if not event.is_error:
        return
    key = _key(event, today)
    found = _known.get(key, "")
    if found == "":
        if len(_known) >= _MOST:
            _known.clear()
        found = _known[key] = _find(event, today)
    event.diagnosis = found
    entry = page(found)
    event.retryable = entry.retryable if entry else None


def page(entry_id: str | None) -> Entry | None:
    """Return the entry of an id, remembered."""
    if entry_id is None:
        return None
    if entry_id not in _entries:
        _entries[entry_id] = catalogue.find(entry_id)
    return _entries[entry_id]


def _key(event: Event, today: str) -> tuple[object, ...]:
    signal = event.signal
    message = event.message or ""
    return (
        event.status or event.status_inferred,
        event.type,
        event.code,
        mask(message),
        model_state(_model(event) or "", today),
        mask(event.api_message or ""),
        mask(signal.message or "") if signal else "",
        event.exceptions,
        event.platform,
        event.network,
        event.cc_category,
        event.hint,
        event.kind if event.kind.startswith("batch") else "",
    )


def _model(event: Event) -> str | None:
    """Return the model the error is about: the one its message names, else that of the request."""
    found = _NAMED.match(event.message or "")
    return found[1] if found else event.model or (event.signal.model if event.signal else None)


def _find(event: Event, today: str) -> str | None:
    if event.kind in {"batch_canceled", "batch_expired"}:
        return event.kind.replace("batch_", "batch_item_")
    if event.hint and catalogue.find(event.hint):
        return event.hint
    found = catalogue.diagnose(_signal(event), today=today)
    if found and found[0].confidence != "guess":
        return found[0].entry.id
    category = _CATEGORIES.get(event.cc_category or "")
    if category and catalogue.find(category):
        return category
    if found:
        return found[0].entry.id
    return "connection_error" if event.network and catalogue.find("connection_error") else None


def _signal(event: Event) -> Signal:
    seen = event.signal or Signal()
    status = event.status or event.status_inferred
    cloud = event.code is not None and event.platform in {"bedrock", "vertex"}
    kinds = tuple(kind for kind in (event.type, event.code if cloud else None, *seen.types) if kind)
    words = tuple(text for text in (event.message, event.api_message, *seen.texts) if text)
    network = (event.network,) if event.network and event.network.isupper() else ()
    return Signal(
        status=status,
        type=kinds[0] if kinds else None,
        error_code=None if cloud else event.code,
        message=event.message,
        request_id=event.request_id,
        model=_model(event),
        exception=event.exceptions[0] if event.exceptions else None,
        platform=event.platform or seen.platform,
        exceptions=event.exceptions,
        texts=tuple(dict.fromkeys((*words, *network))),
        statuses=tuple(dict.fromkeys(number for number in (status, *seen.statuses) if number)),
        types=tuple(dict.fromkeys(kinds)),
        speaker=seen.speaker,
        streaming=seen.streaming,
        ours=True,
    )
