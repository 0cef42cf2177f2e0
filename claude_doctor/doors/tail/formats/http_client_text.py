"""What HTTP clients of many languages say of a request to the API's own host: OkHttp, Guzzle, Faraday,
reqwest, Dio, urllib3, curl, Squid, HttpClient of .NET.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.told import retried

RANK = 465
TAKES = str
_HOST = r"(?:https://)?api\.anthropic\.com"
_URL = r"https://api\.anthropic\.com/"
# A status word with the URL behind it or in front of it, and nothing like a second status between them.
_STATUS = re.compile(
    rf"<-- (?P<okhttp>[45]\d\d) {_URL}"
    rf"|\bstatus(?: code)?(?: of)?:? (?P<before>[45]\d\d)\b(?:(?!\b[1-5]\d\d\b).){{0,160}}?(?:for "
    rf"(?:POST |GET |url:? )|\bur[il][:=] ?\W?){_URL}"
    rf"|\b(?P<requests>[45]\d\d) (?:Client|Server) Error\b.{{0,60}}? for url: {_URL}"
    rf"|\bStatus\((?P<rust>[45]\d\d)\b[^)]{{0,40}}\)[^)]{{0,40}} url: \"{_URL}"
    rf"|\bHTTP/[\d.]+ (?P<line>[45]\d\d)\b.{{0,60}}\"{_URL}"
    rf"|\bPOST {_URL}[\w/]*:? (?P<plain>[45]\d\d)(?![\w.%/]| ?(?:ms|bytes)\b)"
    rf"|\bPOST {_URL}[\w/]* \(status: (?P<go>[45]\d\d)\)"
    rf"|\b[Rr]esponse: \"(?P<symfony>[45]\d\d) {_URL}"
    rf"|\b(?:POST|GET) {_URL}\S* (?:HTTP/[\d.]+ << HTTP/[\d.]+|resulted in an?) `?(?P<after>[45]\d\d)\b"
)
# Squid: milliseconds, client, result/status, bytes, method, host.
_TUNNEL = re.compile(
    r"\d{9,10}\.\d{3} +\d+ \S+ \w+/(?P<tunnel>[45]\d\d) \d+ CONNECT api\.anthropic\.com:443 "
)
_FAILED = re.compile(
    r"(?:[Cc]ould not resolve(?: host| proxy)?|[Ff]ailed to connect to|[Cc](?:annot|ould not|ouldn't) "
    rf"connect to(?: host)?|[Uu]nable to connect to|ENOTFOUND|ECONNREFUSED):? {_HOST}\b"
    rf"|[Cc]onnection to {_HOST}\S* (?:was |has )?(?:failed|refused|reset|timed out)\b"
    r"|\bHTTPSConnectionPool\(host='api\.anthropic\.com', port=\d+\): (?:Max retries|Read timed out)"
    rf"|\bPOST {_URL}[\w/]*(?: request failed)?: (?:fetch failed|socket hang up|Post \"{_URL}[\w/]*\": )"
    rf"|I/O exception \([\w.]*Exception\) caught when processing request to \S{{0,20}}->{_URL[:-1]}"
    rf"|NSURLErrorDomain\b.{{0,400}}URL(?:String)?Key={_URL}"
)
_ELIXIR = re.compile(
    r"\b(?:anthropic|claude)\b.{0,60}%(?:Req|Mint)\.(?:Transport|HTTP)Error\{reason: :?(\w+)", re.I
)
# .NET names the client it made; the status stands behind the time the headers took.
_NET = re.compile(
    r"\bHttpClient\.\w*(?:Anthropic|Claude)\w*\..{0,80}Received HTTP response headers after [\d.]+ms - "
    r"([45]\d\d)\b"
)
# Lists, quotations, differences and comments speak of requests in general.
_PROSE = re.compile(r"(?:[-+*>#|]|//) ?(?![-\d])")


# Go's retryablehttp tells of the end without its status; Symfony of a connection that failed by the wait
# alone.
_GAVE_UP = re.compile(rf"\bPOST {_URL}[\w/]* giving up after \d+ attempt")
_RESENT = re.compile(rf"\bPOST {_URL}[\w/]*: retrying in \d")
_LEFT = re.compile(r"\((\d{1,3}) left\)")
_AGAIN = re.compile(rf"\bTry #\{{count\}} after \{{delay\}}ms: .{{0,120}} for \"{_URL}")


def read(text: str) -> Event | None:  # noqa: PLR0911  # each return is one kind of line
    """Return the failed request when the line says that the API's host was asked, or one of Claude's clients
    asked it.
    """
    if "api.anthropic.com" not in text:
        return _named(text) if "HttpClient." in text or "Error{reason" in text else None
    if _PROSE.match(text):
        return None
    head = text[:2000]
    found = _STATUS.search(head)
    if found:
        if found.lastgroup == "requests":
            event = Event("terminal", status=int(found["requests"]), message=text)
            retried(event, head)
            return event
        again = found.lastgroup == "go" and ": retrying in " in head
        event = Event("retry" if again else "terminal", status=int(found[str(found.lastgroup)]), message=text)
        if again and (left := _LEFT.search(head)):
            event.looks, event.gives = (
                (("turn", "left", int(left[1]) + 1),),
                (("turn", "left", int(left[1])),),
            )
        return event
    if "giving up after" in head and _GAVE_UP.search(head):
        return Event("terminal", message=text)
    if _RESENT.search(head):
        return Event("noise", link="retrying")
    if _AGAIN.search(head):
        return Event("retry", message=text, network="connection_error")
    if tunnel := _TUNNEL.match(head):
        return Event("terminal", status=int(tunnel["tunnel"]), message=text, network="connection_error")
    if not _FAILED.search(head):
        return None
    return Event(
        "retry" if "Retrying (Retry(" in head or "I/O exception (" in head else "terminal",
        message=text,
        network="connection_error",
    )


def _named(text: str) -> Event | None:
    if found := _NET.search(text):
        return Event("terminal", status=int(found[1]), message=text)
    return Event("terminal", message=text, network="connection_error") if _ELIXIR.search(text) else None
