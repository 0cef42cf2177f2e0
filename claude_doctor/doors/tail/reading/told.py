"""What people's own log calls say of a failed request, in any order of words: Claude's name, a status or
words of a failure, a retry.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.evidence import other, without_next

_LONG = 2000
_NUMBER = (
    r"(?P<{}>400|401|402|403|404|408|409|413|422|429|500|502|503|504|52[0-9])(?!\d|[.,:]\d|\s?(?:ms|s|m"
    r"|sec|tokens?|chars?|bytes?|items?|rules|rows|requests?|times)\b|[%/])"
)
# The company, its models, or a name made of them; never a path, a host or the name of somebody's service.
_WHO = (
    r"(?<![\w./@-])(?:Anthropic|ANTHROPIC|anthropic|Claude|CLAUDE|claude)"
    r"(?:[A-Z]\w*|_(?:api|client|error|request|call|provider|executor|service|llm|messages|sdk|handler"
    r"|model)\w*|-(?:api|client|sdk|opus|sonnet|haiku|instant|\d)[\w.-]*|(?![\w/-]|\.(?:com|ai|\w+/)))"
)
_BETWEEN = (
    r"(?:(?>[^\x00-\x7f]{1,20}|[\W_]{1,4}(?:API|HTTP|attempt \d{1,2}(?:(?: ?/ ?| of )\d{1,2})?|authentication"
    r"|authorization|does|not|indicate|success|https?|status|code|error|err|errored|failed|failure"
    r"|fail|returned"
    r"|responded|said|says|response|replied|answered|gave|got|request|call|messages|message|with|an?"
    r"|the"
    r"|non_200|stream|streaming|hit|upstream|server|rate|limit|limited|exception|received|was|is|kept"
    r"|still|overloaded|timeout|throttled|[A-Za-z]{0,40}(?:errors?|exceptions?)|retryable|transient"
    r"|ended|status_code|[^\x00-\x7f]{1,20})(?![A-Za-z]))){0,8}?[\W_]{1,4}"
)
_NEAR = re.compile(
    (
        rf"{_WHO}{_BETWEEN}(?<![=\d.]){_NUMBER.format('near')}|{_WHO}{_BETWEEN}(?:status|code)="
        rf"{_NUMBER.format('key')}"
    ),
    re.I,
)
_STATED = re.compile(
    (
        r"\b(?:HTTP|(?:http_?)?status(?:[ _]?code)?|(?:error|response)[ _]code|upstream)(?: "
        rf"error)?(?:\W{{1,3}}|: ?\W?){_NUMBER.format('stated')}"
        rf"|\battempt \d{{1,2}}(?:(?:/| of )\d{{1,2}})? failed\W{{1,3}}{_NUMBER.format('failed')}"
    ),
    re.I,
)
_FROM = re.compile(
    rf"{_NUMBER.format('from')}\W(?:[^\W\d][\w()-]* ){{0,4}}(?:from|by|calling|at|of) (?:the )?{_WHO}", re.I
)
_ONLY_STATUS = re.compile(
    (
        r"(?<![\w.=:/-])(?P<only>401|403|429|500|502|503|504|529)(?=[:,)\]]? ?[-–—(]? ?(?:rate|too "
        r"many|overload|unauthor|forbidden|server err|internal|bad gateway|service unav|gateway))"
    ),
    re.I,
)
_NAME = re.compile(_WHO)
_COMPANY = re.compile(_WHO.replace("|opus|sonnet|haiku|instant|\\d", ""))
# The name as a tag or as the provider: the whole line is about it.
_TAG = re.compile(
    (
        r"[\[(](?:anthropic|claude)\w*[\])]|\b(?:provider|vendor|upstream|via|service"
        r"|client)\W{1,3}(?:anthropic|claude)\b|\b(?:anthropic|claude)\w*:"
    ),
    re.I,
)
_ELSEWHERE = re.compile(
    (
        r"\b(?:provider|vendor|llm|service)[\"']?[=:] ?\W?(?!anthropic|claude|bedrock|vertex|litellm"
        r"|openrouter)(?:openai|gemini|google|groq|mistral|cohere|deepseek|minimax|xai|azure|moonshot"
        r"|z\.?ai|ollama)"
    ),
    re.I,
)
_MODEL = re.compile(
    r"\b(?:model(?:[ _]?(?:name|id))?|candidate)\W{0,2}[=: ] ?\W?(?:[\w.-]+/)?(claude-[\w.@:-]*\w)", re.I
)
WORDS = re.compile(
    r"\brate[ _-]?limit(?! (?:headroom|remaining|reset|status|info|config|budget|window|set|is|ok|left"
    r"|header|usage))|\bthrottl|\boverloaded|\btime[d ]?[ -]?out|\bconnection "
    r"(?:error|reset|refused|aborted|closed|failed|lost)|\bsocket hang "
    r"up|\bECONN|\bETIMEDOUT|\bENOTFOUND|\bEAI_AGAIN"
    r"|\binvalid x-api-key|\binvalid (?:api|x-api)[ _-]?key|\bcredit balance|\bquota "
    r"(?:exceeded|exhausted)|\btoo many requests|\bunauthorized\b|\binternal server error|\bbad "
    r"gateway|\bservice unavailable"
    r"|\b(?:AI_)?(?:RetryError|APICallError)\b|(?:RateLimit|Overloaded|Authentication|PermissionDenied"
    r"|NotFound|BadRequest|InternalServer|APIConnection|APITimeout|APIStatus)(?:Error|Exception)\b"
    r"|\bsocket[ _]closed|\bend of file reached|\bempty reply|\breceived no bytes"
    r"|\bpremature(?:ly)? (?:close|clos)"
    r"|\bconnection (?:was |is |has been )?(?:prematurely |unexpectedly )?(?:closed|dropped"
    r"|terminated|timeout)"
    r"|\bdisconnected\b|\bpeer closed|\bclosed (?:the )?connection|\bbroken pipe|\bunexpected (?:EOF"
    r"|end of)|: EOF\b"
    r"|\bno such host|\bname resolution|\bname or service|\bgetaddrinfo|\bcURL error \d|\btls handshake"
    r"|\bcertificate (?:verify|has|is)|: :(?:timeout|closed|econn\w+|nxdomain)\b|\bfetch failed"
    r"|\bdeadline exceeded|\bstream (?:error|ended unexpectedly)",
    re.I,
)
# Words that tell of something that happened, not of a setting.
_CLASS = re.compile(
    r"(RateLimit|Overloaded|Authentication|PermissionDenied|NotFound|BadRequest|InternalServer"
    r"|APIConnection|APITimeout)(?:Error|Exception)\b"
)
_LIMITED = re.compile(r"\brate[ _-]?limit|\btoo many requests|\bthrottl", re.I)
_ID = re.compile(r"\breq_0[0-9A-Za-z]{6,60}\b")
HAPPENED = re.compile(
    (
        r"\b(?:\w{1,60}(?:Error|Exception)|fail(?:ed|ure|s)?|error|exception|exceeded|reached|hit|got"
        r"|received|returned|limited|overloaded|gave up|giving up|timed out|hang "
        r"up|refused|retry(?:ing)?|attempt|unable|could not|cannot|aborted)\b"
    ),
    re.I,
)
_BAD = re.compile(
    r"\b(?:E|W|ERR|ERRO|ERROR|CRIT|CRITICAL|FATAL|WARN|WARNING|error|fatal|warn|warning|crit|err|fail"
    r"|severe|SEVERE|alert|emerg|panic)\b"
)
_GOOD = re.compile(r"\b(?:INFO|DEBUG|TRACE|info|debug|trace|Info|Debug|VERBOSE|NOTICE)\b")
# Prose, source code, differences, tables, shells, tests, metrics, alerts and settings speak of failures in
# general.
_GENERAL = re.compile(
    (
        r"\s*(?:[-+*>|$#%] ?(?![-\d\[])|//|at \S|[0-9a-f]{7,40} [A-Z]|\d+\. "
        r")|.{0,200}?(?:\b(?:grep|isinstance|except|raise|assert|import|def|const|PASSED|FAILED|FIRING)\b"
        r"|::test_|\bAssertionError|\|c\|#|\w\{\w+=\"|\bretry policy\b|\bcircuit "
        r"breaker\b.*\bclosed\b|\bestimate failed|\bmessages\.(?:create|stream)\(|[\"']role[\"'])"
        r"|\s*(?:return|yield|await|with|for|if|elif|self\.\w+|\w+ = \w[\w.]*\()\b.*\("
    ),
)
_RETRY = re.compile(
    (
        r"\bretry(?:ing)?\b|\brequeu(?:e|eing|ing)\b|\bonce more\b|\bretry_scheduled"
        r"|\bretries? (?:in|after)\b"
        r"|\bsleep(?:ing)?\b|\bback(?:ing)?[ "
        r"-]?off\b|\bwaiting\b|\bwill (?:retry|try)\b|\btrying again\b|\battempts? "
        r"left\b|\battempt \d+ ?(?:/|of)"
    ),
    re.I,
)
_OVER = re.compile(
    (
        r"\bgiving up|\bgave up|\bno (?:more )?retr|\bexhausted|\bafter \d+ "
        r"(?:retr|attempt|tr)|\bmax(?:imum)? (?:retries|attempts)|\bnot "
        r"(?:retry|retri)|\bfall(?:ing)? ?back|\b0 attempts? left"
    ),
    re.I,
)
_ATTEMPT = re.compile(
    (
        r"\b(?:attempt|try|retry|retries)\W{0,3}(\d{1,3})\W{0,2}(?:/|of|out "
        r"of)\W?(\d{1,3})\b|\((\d{1,2})/(\d{1,2})\)|\b(?:attempt|try)\W{1,2}(\d{1,3})\b"
    ),
    re.I,
)
_DELAY = re.compile(
    (
        r"\b(?:in|for|sleep(?:ing)?|wait(?:ing)?|after|delay[=:]?|через|backoff[=:]?"
        r"|retry_after=) ?~?(\d+(?:\.\d+)?) ?(ms|msec|milliseconds|мс|s|sec|secs|seconds|с)?\b"
    ),
    re.I,
)
_SAID = re.compile(rf"{_WHO}(?: (?:API|call|request|error|failed|SDK)){{0,3}}: ([^\s{{].{{0,1500}})$", re.S)
# The AI SDK sent it so often itself, and logs only the end.
_SEVERAL = re.compile(r"\bRetryError\b.{0,20}: Failed after ([1-9]\d{0,2}) attempts")
_REST = re.compile(r"\A:? +[-–—]? ?([^\s{].{0,1500})", re.S)


def told(text: str, *, calm: bool = False) -> Event | None:
    """Return the failure that a line in somebody's own words tells of; `calm` says that its level is known to
    be no error's.
    """
    head = without_next(text[:_LONG])
    model = _MODEL.search(head)
    if not (model or _NAME.search(head)) or _GENERAL.match(head) or _ELSEWHERE.search(head):
        return None
    quiet = calm or (_GOOD.search(head[:120]) is not None and not _BAD.search(head[:120]))
    found = _NEAR.search(head) or (None if quiet else _stated(head))
    number = next((value for value in found.groupdict().values() if value), None) if found else None
    if number is None and (other(head) or _late(head, model)):
        return None
    if number is None and (
        quiet
        or not (model or _COMPANY.search(head))
        or not WORDS.search(head)
        or not (_BAD.search(head[:120]) or HAPPENED.search(head))
    ):
        return None
    if number is not None and quiet and not (HAPPENED.search(head) or WORDS.search(head)):
        return None
    event = Event(
        "terminal", status=int(number) if number else None, model=fields.model(model[1]) if model else None
    )
    event.message = ((named := _SAID.search(head)) and number is None and named[1].strip()) or head.strip()
    if named_class := _CLASS.search(head):
        event.exceptions = (f"{named_class[1]}Error",)
    elif number is None and _LIMITED.search(head):
        event.exceptions = ("RateLimitError",)
    if found_id := _ID.search(head):
        event.request_id = found_id[0]
    event.type = next((kind for kind in fields.IMPLIED if kind in head), None)
    if found and (rest := _REST.match(head[found.end() :])) and head[found.end() : found.end() + 1] == ":":
        event.message = rest[1].strip()
    retried(event, head)
    if several := _SEVERAL.search(head):
        event.resends = min(int(several[1]), fields.MOST_RESENDS) - 1
    if event.status is None:
        event.network = fields.network_of(event)
    return event


def _late(head: str, model: re.Match[str] | None) -> bool:
    """Whether Claude is only named behind the words of the failure, and not as the one who was asked."""
    words = WORDS.search(head)
    name = _NAME.search(head)
    return (
        words is not None
        and model is None
        and name is not None
        and name.start() > words.start()
        and _TAG.search(head) is None
    )


def _stated(head: str) -> re.Match[str] | None:
    found = _STATED.search(head) or (_ONLY_STATUS.search(head) if _TAG.search(head) else None)
    if found:
        return found
    return _FROM.search(head) if HAPPENED.search(head) else None


def retried(event: Event, head: str) -> None:
    """Read the attempt, the wait and whether another attempt follows."""
    retry: dict[str, float] = {}
    if counted := _ATTEMPT.search(head):
        retry = fields.attempt(counted[1] or counted[3] or counted[5], counted[2] or counted[4])
    if _RETRY.search(head) and (waits := _DELAY.search(head)):
        seconds = float(waits[1]) / (1000 if (waits[2] or "").lower().startswith(("m", "м")) else 1)
        retry |= fields.delay(seconds) or {}
    last = "max" in retry and retry.get("attempt", 0) >= retry["max"] and "delay_ms" not in retry
    if _RETRY.search(head) and not _OVER.search(head) and not last:
        event.kind = "retry"
    event.retry = retry or None
    if "attempt" in retry:
        place = ("turn", retry.get("max"))
        event.looks = ((*place, retry["attempt"] - 1),) if retry["attempt"] > 1 else ()
        event.gives = ((*place, retry["attempt"]),) if event.kind == "retry" else ()
