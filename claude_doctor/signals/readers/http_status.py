"""A status inside other words: `HTTP 429`, `status code 529`, `429 Too Many Requests`, `api error 500`."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 66

_REASONS = (
    "bad request|unauthori[sz]ed|payment required|forbidden|not found|method not allowed|request "
    "timeout|conflict|payload too large|request entity too large|content too large|unprocessable|too "
    "many requests|rate limit|internal server error|not implemented|bad gateway|service "
    "unavailable|gateway time-?out|overload|overlaoded|over capacity"
)
_ACCESS = pattern(r'^[^\n]*"[A-Z]{3,7} (\S+) HTTP/\d(?:\.\d)?" ([1-5]\d\d)\b[^\n]*\n?', re.M)
_API_PATHS = ("/messages", "/complet", "/v1/")
_BODIES = ('{"', "{'", "{\\", "{type", "<html", "<!")
_WORDS = pattern(
    (
        r"(?:\bhttp(?:/\d(?:\.\d)?)?|(?<!exit )\bstatus(?:[ _]?code)?|(?<!exit )(?<!exited with )\bcode"
        r"|\berr(?:ore?|o|eur)|\bfehler(?:code)?|\breturn(?:s|ed)(?: an?)?"
        r"|\b(?:responded|replied|answered) with|\bg[eo]ts?(?: an?)?|\bgives?(?: an?)?|\bthrows?(?: an?)?"
        r"|\breceived|\bresponse|\bresult|\bapi|(?<!exited )\bwith)(?:[ "
        rf"_]?(?:status|error|code|response)){{0,4}}[\"' ]*[:=> "
        rf"(\[]{{0,4}}[\"']?(200|[45]\d\d)(?!\d|[.,:/-]\d| ?ms| ?(?:tokens|rows|items|results|words|lines"
        r"|files|chars|records|seconds|bytes|messages|requests)\b)|(?:->|=>|→) ?(?:HTTP "
        r")?([45]\d\d)\b(?![.,:/-]\d| ?ms|%)"
        r"|\b(?:replie[sd]|answer(?:s|ed)) ([45]\d\d)(?=[:)]|$| on |(?-i: [A-Z({]))"
        r"|\b(?:anthropic|claude)(?: api)?:? "
        r"([45]\d\d)s?\b(?! ?(?:tokens|k\b|ms|lines|words|files)|[.,]\d)|\b([45]\d\d)\b[ "
        rf":,.-]{{0,3}}(?:errors?\b|{_REASONS})|\(([45]\d\d)\)|(?<=[:\s])([45]\d\d)(?= [{{\"<])|(?<=\": "
        r")([45]\d\d)\b|(?<=\w: )([45]\d\d)(?= [A-Z])|^\s*([45]\d\d)\b(?!\d|[.,:]\d)"
    ),
    re.I | re.A,
)
# The same in scripts that write words without blanks, and in Cyrillic.
_ELSEWHERE = pattern(
    "(?:错误|錯誤|报错|報錯|状态|狀態|返回|エラー|ステータス|오류|에러|[Оо]шибк[аи]|[Пп]омилка)"
    "(?:代?[码碼]|コード|[ ]?코드)?[\"'` "
    ":：是(（]{0,3}(200|[45]\\d\\d)(?!\\d|[.,]\\d)"
    "|(?<![\\d.])([45]\\d\\d) ?(?:[号號]?错误|[号號]?錯誤|报错|報錯|エラー|오류|에러|状态码|狀態碼)"
)


def read(text: str) -> Seen | None:
    """Read the first status that words mark as one."""
    head = _head(text)[:65536]
    if " HTTP/" in head:
        logged, head = _access(head)
        if logged:
            return Seen(rest=text, status=logged)
    found = _WORDS.search(head) if any(digit in head for digit in "12345") else None
    if not found and not head.isascii():
        found = _ELSEWHERE.search(head)
    if not found:
        return None
    status = next(group for group in found.groups() if group)
    return Seen(rest=text, status=int(status))


def _access(text: str) -> tuple[int | None, str]:
    # Lines of an access log: what failed of the API's own paths, the last of them; and the text without these
    # lines.
    failed = [(path, int(status)) for path, status in _ACCESS.findall(text) if status >= "400"]
    api = [status for path, status in failed if any(part in path for part in _API_PATHS)]
    rest = _ACCESS.sub("", text)
    if api:
        return api[-1], rest
    return (failed[-1][1] if failed and not rest.strip() else None), rest


def _head(text: str) -> str:
    # A body has readers of its own: only the words before it are read here.
    ends = [at for at in map(text.find, _BODIES) if at >= 0]
    return text[: min(ends) + 1] if ends and min(ends) > 3 else text if not ends else ""
