"""Any log record -> the names that the reader of records knows: keys are matched by what they mean, however
they are spelled and nested.

Case and separators are folded (`statusCode`, `Status_Code`, `http.response.status_code`), nested objects and
JSON inside texts are looked through four levels deep, never below a prompt.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import evidence, fields, times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.tail.reading.fields import Record

_DEPTH = 5
_MOST = 400
_LEVELS = "level levelname severity severitytext lvl loglevel sev priority logseverity l".split()
_MESSAGES = (
    "message msg event text shortmessage m mt renderedmessage messagetemplate description detail title "
    "log body content statusmessage "
    "formattedmessage logmessage summary reason resultdescription".split()
)
_TIMES = (
    "timestamp time ts datetime date created createdat when at t loggedat eventtime eventtimestamp "
    "asctime starteddatetime starttime instant "
    "receivedat occurredat logtime localtime epoch epochms timestampms timemillis timegenerated".split()
)
_STATUSES = (
    "statuscode httpstatuscode httpstatus responsestatuscode httpresponsestatuscode responsestatus "
    "responsecode httpresponsecode httpcode "
    "apierrorstatus upstreamstatus errorstatus status errorcode code resultcode".split()
)
_WEAK = frozenset(("code", "errorcode", "resultcode"))
_ERRORS = (
    "err error exception excinfo exc excvalue e ex cause failure lasterror errordetails errorinfo "
    "errormessage errormsg errmsg errordetail exceptionmessage "
    "exceptiondetails exceptionvalue thrown throwable outermessage innermessage fault stack stacktrace "
    "exceptionstacktrace traceback backtrace reason errors rawerror errordescription values "
    "fullmessage x".split()
)
_TYPES = "errortype errtype errorkind errkind type kind errorname providererrortype".split()
_IDS = "requestid anthropicrequestid reqid xrequestid anthropicreqid upstreamrequestid".split()
_MODELS = (
    "model modelid modelname genairequestmodel requestmodel llmmodelname llmrequestmodelname aimodel "
    "responsemodel genairesponsemodel llmmodel anthropicmodel"
).split()
_PROVIDERS = (
    "provider providername providerid customllmprovider llmprovider aiprovider lsprovider "
    "genaiprovidername genaisystem llmsystem vendor app"
).split()
_RANKS = {
    name: {key: at for at, key in enumerate(keys)}
    for name, keys in {
        "level": _LEVELS,
        "message": _MESSAGES,
        "time": _TIMES,
        "status": _STATUSES,
        "error": _ERRORS,
        "type": _TYPES,
        "request_id": _IDS,
        "model": _MODELS,
        "provider": _PROVIDERS,
    }.items()
}
_HEAD = frozenset(
    (
        "error",
        "err",
        "exception",
        "exc",
        "failure",
        "lasterror",
        "thrown",
        "cause",
        "errordetails",
        "errorinfo",
        "e",
        "ex",
    )
)
_folded: dict[str, tuple[str, ...]] = {}

# A place in a record: the folded names that lead to it, and the value.
Place = tuple[tuple[str, ...], "Any"]


def plain(record: Record) -> Record | None:
    """Return what a record says under the names that readers know, None when it says nothing of a failure."""
    places = list(_places(record))
    found: Record = {}
    body = next((value for _, value in places if isinstance(value, dict) and fields.is_envelope(value)), None)
    for name in ("level", "time", "request_id", "model", "provider", "message"):
        value = _best(places, name)
        if value is not None:
            found[name] = value
    if "request_id" not in found and (named := header_id(record)):
        found["request_id"] = named
    status = _status(places)
    if status is not None:
        found["status"] = status
    if body is not None:
        found["body"] = body
    errors = _errors(places)
    found |= errors
    kind = next(
        (value for path, value in places if path[-1] in _RANKS["type"] and fields.api_type(value)), None
    )
    if kind is not None:
        found["error_type"] = kind
    if body is None and status is None and not errors and kind is None and "message" not in found:
        return None
    found.setdefault("level", "error")
    return found


def header_id(record: Record) -> str | None:
    """Return the request id among the response headers of a record."""
    for key in ("resp_headers", "response_headers", "responseHeaders", "headers"):
        held = record.get(key) or fields.mapping(record.get("response")).get(key)
        rows: Any = (
            held.items()
            if isinstance(held, dict)
            else (
                (fields.mapping(row).get("name"), fields.mapping(row).get("value"))
                for row in fields.items(held)
            )
        )
        for name, value in rows:
            if isinstance(name, str) and name.lower() in {
                "request-id",
                "x-request-id",
                "anthropic-request-id",
            }:
                found = value[0] if isinstance(value, list) and value else value
                if isinstance(found, str) and found:
                    return found
    return None


def fold(key: str) -> tuple[str, ...]:
    """Return a key as its parts between dots, each without case and separators."""
    found = _folded.get(key)
    if found is None:
        if len(_folded) > 20_000:
            _folded.clear()
        parts = (
            part.lower().replace("_", "").replace("-", "").replace(" ", "").strip("@$#")
            for part in key[:200].split(".")
        )
        found = _folded[key] = tuple(part for part in parts if part) or ("",)
    return found


def _places(record: Record) -> Iterator[Place]:
    """Yield every value with its path, outer ones first."""
    held: list[tuple[tuple[str, ...], Any, int]] = [((), record, 0)]
    left = _MOST
    for path, value, depth in held:  # grows while it is read
        if isinstance(value, str) and value[:1] == "{" and value.rstrip()[-1:] == "}" and len(value) < 65536:
            value = fields.decoded(value) or value  # noqa: PLW2901
        if path:
            yield path, value
        if depth >= _DEPTH or left <= 0:
            continue
        if isinstance(value, dict):
            if "role" in value and "content" in value:
                continue  # what somebody said in a conversation
            rows: Any = value.items()
            if isinstance(value.get("key"), str) and "value" in value:  # a list of tags: Jaeger, Zipkin, OTLP
                rows = [(value["key"], _bare(value["value"]))]
            for key, inner in rows:
                if (
                    isinstance(key, str)
                    and inner is not None
                    and (parts := fold(key))[-1] not in evidence.PROMPTS
                    and not (parts[-1] == "content" and isinstance(inner, list))
                ):
                    left -= 1
                    held.append((path + parts, inner, depth + 1))
        elif isinstance(value, list):
            held += [(path, item, depth + 1) for item in value[:8] if isinstance(item, dict)]


def _bare(value: Any) -> Any:
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value


def _best(places: list[Place], name: str) -> Any:
    """Return the value of the first spelling that is there; of one spelling the outermost."""
    ranks = _RANKS[name]
    best: tuple[tuple[bool, int, int], Any] | None = None
    for path, value in places:
        rank = _rank(path, ranks)
        if (
            rank is None
            or not _fits(name, value)
            or (name != "message" and "request" in path[:-1] and name != "model")
        ):
            continue
        inside = name in ("message", "time", "level") and not _HEAD.isdisjoint(path[:-1])
        order = (inside, rank, len(path)) if name != "time" else (inside, len(path), rank)
        if best is None or order < best[0]:
            best = order, value
    if best is None:
        return None
    return _instant(best[1]) if name == "time" else best[1]


def _rank(path: tuple[str, ...], ranks: dict[str, int]) -> int | None:
    # `log.level`, `http.response.status_code`, `gen_ai.request.model`: the last name says it, or the last two
    # together.
    found = ranks.get(path[-1])
    return found if found is not None or len(path) < 2 else ranks.get(path[-2] + path[-1])


def _fits(name: str, value: Any) -> bool:
    if name == "time":
        return times.parse(value) is not None or (
            isinstance(value, dict) and bool({"epochsecond", "epochSecond", "$date"} & value.keys())
        )
    if name == "level":
        return isinstance(value, (str, int)) and not isinstance(value, bool)
    return isinstance(value, str) and bool(value.strip())


def _instant(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "$date" in value:
        return value["$date"]
    seconds, nanos = value.get("epochSecond"), value.get("nanoOfSecond") or 0
    return seconds + nanos / 1e9 if isinstance(seconds, int) and isinstance(nanos, int) else None


def _status(places: list[Place]) -> int | None:
    ranks = _RANKS["status"]
    best: tuple[tuple[bool, bool, int, int], int] | None = None
    for path, value in places:
        rank = _rank(path, ranks)
        number = fields.status(value) if rank is not None and not isinstance(value, dict) else None
        if rank is None or number is None or "request" in path[:-1]:
            continue
        weak = path[-1] in _WEAK
        if weak and number < 400:
            continue
        order = (number < 400, weak, _HEAD.isdisjoint(path[:-1]), len(path))
        if best is None or order < best[0]:
            best = order, number
    return best[1] if best else None


def _errors(places: list[Place]) -> Record:
    """Return the error as an object under `err`, and its texts under names that are read."""
    found: Record = {}
    texts: list[str] = []
    for path, value in places:
        if path[-1] in _RANKS["error"] and isinstance(value, dict):
            if "err" not in found and (held := _object(value)):
                found["err"] = held
        elif _rank(path, _RANKS["error"]) is not None or (
            path[-1] in _RANKS["message"] and not _HEAD.isdisjoint(path[:-1])
        ):
            if isinstance(value, str) and value.strip() and value not in texts:
                texts.append(value)
            elif isinstance(value, list) and value and all(isinstance(item, str) for item in value[:20]):
                texts.append(": ".join(value[:20]))
    for name, words in zip(
        ("error", "exception", "error_message", "stack_trace", "cause"), texts, strict=False
    ):
        found[name] = words
    return found


def _object(value: Record) -> Record | None:
    """Return an error's object with the names that SDKs write."""
    names = {
        "type": ("type", "name", "exctype", "class", "kind", "errorname", "classname"),
        "message": (
            "message",
            "msg",
            "excvalue",
            "value",
            "text",
            "description",
            "detail",
            "outermessage",
            "errormessage",
        ),
        "status": ("status", "statuscode", "httpstatus", "httpstatuscode", "code"),
        "requestID": ("requestid",),
        "errorCode": ("errorcode",),
        "responseBody": ("responsebody",),
    }
    folded: Record = {}
    for key, inner in value.items():
        if isinstance(key, str) and inner is not None:
            folded.setdefault(fold(key)[-1], inner)
    held = {
        name: next(folded[key] for key in keys if key in folded)
        for name, keys in names.items()
        if any(key in folded for key in keys)
    }
    for key, inner in value.items():
        if key in {"apiMessage", "requestID", "errorCode", "workspaceID", "cause"}:
            held.setdefault(key, inner)  # an SDK's error, also when there is nothing in them
    if not fields.status(held.get("status")):
        held.pop("status", None)
    if isinstance(folded.get("error"), dict):
        held["error"] = folded["error"]
    return held or None
