"""JSON bodies in every state a paste leaves them: whole, inside other text, escaped, re-wrapped, cut off, as
a repr.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 80
INSIDE = True  # gateways put the API's body into a message of their own

# What the API itself sends; api_error is left out, because gateways put it around anything.
_API_TYPES = (
    "invalid_request_error",
    "authentication_error",
    "billing_error",
    "permission_error",
    "not_found_error",
    "conflict_error",
    "request_too_large",
    "rate_limit_error",
    "timeout_error",
    "overloaded_error",
)

_SMART = str.maketrans("“”„‟‘’‚‛", '""""' + "''''")
# Each run of quotes, backslashes or blanks is read from one place only: from its start, or from the name
# before it.
_START = pattern(
    r"[{\[]\s*+(?=[\\\"'{\[]|type\b|error\b)|(?<![\\\"'])(?=[\\\"']++(?:type|error|message)[\\\"']++\s*+:)"
)
_KEY = r"(?<![\w-]){}[\\\"' ]*+:\s*+"
_WRAP = pattern(r"(?:(?<![ \t])[ \t]++)?\n[ \t]*+")
_TYPE = pattern(_KEY.format("type") + r"[\\\"']*([A-Za-z][\w.<>-]*)")
_CODE = pattern(_KEY.format("error_code") + r"[\\\"']*([a-z]\w+)")
_STATUS = pattern(
    _KEY.format("(?:status|status_code|statusCode|httpStatusCode|code)") + r"[\\\"']*([1-5]\d\d)\b"
)
_MESSAGE = pattern(
    _KEY.format("(?:message|Message|errorMessage|exc_value|error_message|err_msg)") + r"(\\*[\"']?)"
)
_REQUEST = pattern(r"request_?id[\\\"' ]*[:=]\s*[\\\"']*(req_\w+|[\w-]{8,64})", re.I)
_WINDOW = 65536
# Keys whose value holds the error, the most telling first.
_HOLDERS = (
    "error",
    "err",
    "exception",
    "exc_info",
    "exc_value",
    "error_message",
    "err_msg",
    "result",
    "body",
    "response",
    "detail",
    "details",
    "errorMessage",
    "msg",
    "message",
    "event",
    "data",
    "cause",
    "reason",
    "text",
    "log",
)
_WELL = ("end_turn", "tool_use", "stop_sequence")
_NOT_TYPES = (
    "error",
    "result",
    "message",
    "object",
    "string",
    "assistant",
    "user",
    "text",
    "errored",
    "APIError",
)


def read(text: str) -> Seen | None:
    """Read the first JSON-like object."""
    if ":" not in text:
        return None
    text = text.translate(_SMART)
    start = _START.search(text)
    if not start:
        return None
    body = text[start.start() : start.start() + _WINDOW]
    parsed = _parse(body)
    return _from_object(parsed) if parsed is not None else _from_text(body)


def _parse(body: str) -> dict[str, object] | None:
    # Strict JSON as it stands, then unescaped, then with the line breaks of a terminal taken out of its
    # strings.
    if body[:1] not in "{[" or body[1:2] == "'":  # a repr is not JSON
        return None
    import json

    for form in (str, _unescaped, _unwrapped):
        try:
            found = json.JSONDecoder().raw_decode(form(body))[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(found, list):
            found = next((item for item in found if isinstance(item, dict)), None)
        if isinstance(found, dict) and found:
            return dict(found)
    return None


def _unescaped(body: str) -> str:
    return body.replace('\\\\\\"', '\\"').replace('\\"', '"') if '\\"' in body[:40] else body


def _unwrapped(body: str) -> str:
    return _WRAP.sub(" ", body) if "\n" in body else body


def _from_object(found: dict[str, object]) -> Seen | None:
    if found.get("type") == "message" and found.get("stop_reason") in _WELL:
        return Seen(foreign="an answer that succeeded")
    error = found.get("error")
    outer = _request_id(found)
    if isinstance(error, dict) and ("message" in error or "type" in error or "code" in error):
        inner = error.get("error")
        if isinstance(inner, dict):
            error = inner
        return _envelope(error, outer, found)
    result = found.get("result")
    if isinstance(result, dict):  # a line of a batch's results
        nested = result.get("error")
        return _from_object(nested) if isinstance(nested, dict) else Seen(type=None, message=None)
    if (
        isinstance(found.get("message"), str)
        and isinstance(found.get("type"), str)
        and found.get("type") not in _NOT_TYPES
    ):
        return _envelope(found, outer, found)
    kind = _type(found)
    if kind and kind.endswith("Exception"):  # an AWS error object
        return _envelope(found, outer, found)
    held = _held(found)
    if held is None:
        return Seen(status=_status(found), request_id=outer) if _status(found) else None
    return Seen(rest=held, status=_status(found), request_id=outer, message=held, type=kind)


def _held(found: dict[str, object]) -> str | None:
    import json

    for key in _HOLDERS:
        value = found.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = value[0]
        if isinstance(value, dict) and value:
            return json.dumps(value, ensure_ascii=False)
    return None


def _envelope(error: dict[str, object], request_id: str | None, outer: dict[str, object]) -> Seen:
    message = error.get("message")
    if isinstance(message, (dict, list)):
        import json

        message = json.dumps(message, ensure_ascii=False)
    details = error.get("details")
    code = details.get("error_code") if isinstance(details, dict) else error.get("error_code")
    text = message if isinstance(message, str) else None
    # A number as `code` is how local engines and other vendors write it: their type says nothing of the API.
    foreign = type(error.get("code")) is int and "type" in error and outer.get("type") != "error"
    return Seen(
        rest=text,
        status=_status(error) or _status(outer),
        type=None if foreign else _type(error),
        error_code=code if isinstance(code, str) else None,
        message=text,
        request_id=request_id,
        sealed=_type(error) in _API_TYPES
        and not {"param", "code"} & set(error),  # those keys are the OpenAI style's
    )


def _type(found: dict[str, object]) -> str | None:
    for key in ("type", "status", "__type", "code", "name"):
        value = found.get(key)
        if (
            isinstance(value, str)
            and value not in _NOT_TYPES
            and 3 < len(value) < 80
            and not value.isdigit()
            and "nil" not in value
        ):
            return value.rsplit("#", 1)[-1]
    return None


def _status(found: dict[str, object]) -> int | None:
    for key in ("status", "status_code", "statusCode", "code", "errorStatus", "httpStatusCode"):
        value = found.get(key)
        if isinstance(value, str) and value.isdigit():
            value = int(value) if len(value) == 3 else None
        if isinstance(value, int) and not isinstance(value, bool) and 200 <= value <= 599:
            return value
    for key in ("$metadata", "ResponseMetadata", "body", "headers"):
        nested = found.get(key)
        if (
            isinstance(nested, dict)
            and key != "headers"
            and (
                status := _status(
                    {k: v for k, v in nested.items() if not isinstance(v, dict)}
                    | {"status_code": nested.get("HTTPStatusCode")}
                )
            )
        ):
            return status
    return None


def _request_id(found: dict[str, object]) -> str | None:
    value = found.get("request_id") or found.get("requestId") or found.get("requestID")
    return value if isinstance(value, str) and value else None


def _from_text(body: str) -> Seen | None:
    # Cut off, a repr, or mangled: take the fields by their keys. The last type is the innermost one.
    body = body.replace('\\"', '"').replace("\\'", "'") if '\\"' in body or "\\'" in body else body
    types = [name for name in _TYPE.findall(body) if name not in _NOT_TYPES and not name.startswith("<")]
    code = _CODE.search(body)
    status = _STATUS.search(body)
    request = _REQUEST.search(body)
    message = _message(body)
    if not (types or message or code):
        return None
    return Seen(
        rest=message,
        status=int(status[1]) if status else None,
        type=types[0] if types else _google(body),
        error_code=code[1] if code else None,
        message=message,
        request_id=request[1] if request else None,
        sealed=bool(types) and types[0] in _API_TYPES and "param" not in body,
    )


def _google(body: str) -> str | None:
    found = re.search(r"[\"']status[\"']\s*:\s*[\"']([A-Z_]{4,40})[\"']", body)
    return found[1] if found else None


def _message(body: str) -> str | None:
    found = _MESSAGE.search(body)
    if not found:
        return None
    quote = found[1]
    tail = body[found.end() : found.end() + 8192]
    if not quote:
        end = re.search(r"[}\n]", tail)
        return tail[: end.start() if end else None].strip() or None
    end = re.search(re.escape(quote) + r"\s*(?:[,}\]]|$)", tail)
    return " ".join(tail[: end.start() if end else None].split()) or None
