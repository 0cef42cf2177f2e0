"""Errors of the SDKs in any line of text: `Error code: 529 - {...}`, `anthropic.RateLimitError: ...`, a body
behind other words.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import aws, fields
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.evidence import is_ours, vendor, without_next
from claude_doctor.doors.tail.reading.told import retried

RANK = 460
TAKES = str
_CLASS = re.compile(r"\banthropic\.(?:_exceptions\.)?[A-Z]\w*(?:Error|Exception)\b")
_CODE = re.compile(r"\bError code: [1-5]\d\d\b")
_QUOTE = r"\\*[\"']"
_BODY = re.compile(
    rf"\{{\s*{_QUOTE}type{_QUOTE}\s*:\s*{_QUOTE}error{_QUOTE}\s*,\s*{_QUOTE}error{_QUOTE}\s*:"
    rf"|\{{\s*{_QUOTE}error{_QUOTE}\s*:\s*\{{\s*{_QUOTE}type{_QUOTE}\s*:\s*{_QUOTE}\w+_error"
)
_CLOUD = re.compile(
    r"An error occurred \(\w+\) when calling the (?:InvokeModel|Converse)|\b4\d\d "
    r"[^\n]{0,200}(?:aiplatform\.googleapis|publishers/anthropic)"
)
_MODEL = re.compile(
    r"\b(?:InvokeModel|Converse)\w*\b[^\n]{0,80}\banthropic\.claude-[\w.:-]*(?:\W{1,6}|\W{1,3}(?:failed"
    r"|error|rejected)\W{1,4})([A-Z][A-Za-z]+Exception)\b(?: \((\d{3})\))?"
)
_JS = re.compile(
    r"\b(?:APIConnectionError|APIConnectionTimeoutError|APIUserAbortError|OverloadedError|AnthropicError): "
)
_JAVA = re.compile(r"\bcom\.anthropic\.errors\.\w+Exception: (\d{3})\b")
# A status in front of the body: `529 {`, `HTTP 529 - {`, `error status: 529, error body: {`.
_BEFORE = re.compile(
    r"(?<![\d.:])\b([1-5]\d\d)\)? ?$|(?:^|(?<=[:(] )|(?<=[(])|Exception|[Ee]rror|[Ff]ailed|returned"
    r"|answered|got"
    r"|API)\W{0,3}([1-5]\d\d)\)? ?[-:] ?$"
    r"|\b(?:HTTP|[Ss]tatus(?:[ _][Cc]ode)?|[Cc]ode|resulted in "
    r"an?)\W{0,4}([1-5]\d\d)\b(?:(?!\b[45]\d\d\b)[^{}\n]){0,120}$"
    r"|(?<![\w.:=/#-])([45]\d\d) (?:[A-Z][a-z]+ ){2,3}(?:after \d{1,2} (?:tries|attempts|retries)\W{0,2})?$"
    r"|\b[Ff]ailed(?: with)?(?: an?)? ([45]\d\d)\W{1,3}$"
)
_BESIDE = re.compile(r"\bstatusCode\\*[\"']?: ?([1-5]\d\d)\b")  # the AI SDK's error written out
# Source code that names an exception tells of no failure.
_SOURCE = re.compile(
    r"\b(?:except|isinstance|issubclass|raises?|import)\b[^\n]{0,80}\banthropic\.|\(anthropic\.[\w.]+\)"
)
# Other companies' models, asked through the same operations of Bedrock.
_OTHER_MODEL = re.compile(
    r"\b(?:nova|titan|gemini|gemma|llama|mistral|mixtral|cohere|command-r|jamba|deepseek|stability)[\b_. -]",
    re.I,
)
# Loggers that quote the text (logfmt, zap's console) put a backslash before each quotation mark.
_GO = re.compile(r'\b(POST|GET) \\*"https?://[^"]+": (\d{3}) [\w ]* ?(?:\(Request-ID: (\S+)\) )?\{')

_BOTO = re.compile(r"An error occurred \((\w+)\) when calling")
# LangChain and tenacity say before each wait what was raised.
_WAITS = re.compile(r"\bRetrying \S+ in (\d+(?:\.\d+)?) seconds as it raised ")
_RETRIES = re.compile(r"\b(?:[Bb]acking off|retry_scheduled|[Rr]etrying in|[Ww]ill retry|[Ss]leeping)\b")
_ASKED = re.compile(r"\bmodel(?:_name)?\\*[\"']?[:=] ?\W?(?:anthropic/)?(claude-[\w.@:-]*\w)")
# Each mark and a piece of it, which is quicker to look for.
_MARKS = (
    (_CLASS, "anthropic."),
    (_CODE, "Error code: "),
    (_BODY, "{"),
    (_JS, "Error: "),
    (_GO, "://"),
    (_CLOUD, "An error occurred ("),
    (_CLOUD, "aiplatform.googleapis"),
    (_CLOUD, "publishers/anthropic"),
    (_JAVA, "com.anthropic.errors."),
)


def read(text: str) -> Event | None:
    """Return the error when the line has a mark that only these errors have."""
    if not ("rror" in text or "anthropic" in text or "://" in text or "googleapis" in text):
        return None
    found = {mark: place.start() for mark, piece in _MARKS if piece in text and (place := mark.search(text))}
    if "anthropic.claude-" in text and (cloud := _MODEL.search(text)):
        found[_MODEL] = cloud.start()
    if found and (name := vendor(text[: min(found.values())])) and not is_ours(without_next(text)):
        return Event("noise", other=name)
    if not found or _is_other(text, found):
        return None if _CLOUD not in found else Event("noise")
    start = min(found.values())
    event = Event("terminal")
    go = _GO.search(text)
    if go:
        event.status, event.request_id = int(go[2]), go[3]
        fields.take_text(event, text[text.find("{", go.start()) :])
    else:
        before = _BEFORE.search(text[max(start - 200, 0) : start]) if text[start] == "{" else None
        fields.take_text(event, f"{before[before.lastindex or 0]} {text[start:]}" if before else text[start:])
        event.status = event.status or _beside(text, found)
    if _MODEL in found and (cloud := _MODEL.match(text, found[_MODEL])):
        event.code, event.platform = cloud[1], "bedrock"
        event.status = event.status or fields.status(cloud[2])
        event.status_inferred = None if event.status else aws.status(cloud[1])
    if _CLOUD in found and (boto := _BOTO.match(text, found[_CLOUD])):
        event.code, event.platform = boto[1], "bedrock"
        event.status_inferred = None if event.status else aws.status(boto[1])
    if waits := _WAITS.search(text[:start]):
        event.kind, event.retry = "retry", fields.delay(waits[1])
    elif _RETRIES.search(text[:start]):
        retried(event, text[max(start - 300, 0) : start])
    if asked := _ASKED.search(text[:start]) or _ASKED.search(text[text.rfind("}") :]):
        event.model = asked[1]
    event.network = fields.network_of(event)
    return event


def _is_other(text: str, found: dict[re.Pattern[str], int]) -> bool:
    """Whether the marks that were found belong to another company's error, or to source code."""
    if _BODY in found or _GO in found or _JAVA in found or _MODEL in found:
        return False
    if _CLASS in found:
        return _CODE not in found and _SOURCE.search(text) is not None
    if _CLOUD in found:
        return (
            "claude" not in text.lower() and "anthropic" not in text and _OTHER_MODEL.search(text) is not None
        )
    return (
        fields.seen(text).foreign is not None or fields.seen(text[min(found.values()) :]).foreign is not None
    )


def _beside(text: str, found: dict[re.Pattern[str], int]) -> int | None:
    java = _JAVA.search(text) if _JAVA in found else None
    beside = java or (_BESIDE.search(text) if _BODY in found else None)
    return int(beside[1]) if beside else None
