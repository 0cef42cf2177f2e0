"""Secrets out of everything that is printed: each pattern is compiled only when its anchor is in the text."""

from __future__ import annotations

import re

from claude_doctor import lazy

STARS = "***"
_MINIMUM = 30

_NAMES = (("api", "key"), ("auth", "token"), ("access", "token"), ("refresh", "token"), ("id", "token"), ("session", "token"), ("security", "token"))

# (anchors of which one must be in the lower-case text, pattern of a token of known kind; group 1 is the prefix that may stay)
_TOKENS: tuple[tuple[tuple[str, ...], str], ...] = (
    # A character that slipped into the key (a no-break space, an ellipsis, a typographic quote) does not end it.
    (("sk-ant-",), r"(sk-ant-(?:[a-z]{2,8}\d{2}-)?)[\w-]{3,}(?:[^\x00-\x7f][\w-]{3,})*"),
    (("sk-or-",), r"(sk-or-(?:v\d-)?)[\w-]{8,}"),
    (("sk-proj-", "sk-svcacct-", "sk-lf-", "sk-"), r"(?<![\w-])(sk-(?:proj-|svcacct-|lf-)?)(?!ant-|or-)[\w-]{12,}"),
    (("pk-lf-",), r"(pk-lf-)[\w-]{8,}"),
    (("akia", "asia", "aroa", "aida"), r"\b((?:AKIA|ASIA|AROA|AIDA))[A-Z0-9]{12,}\b"),
    (("bedrock-api-key-", "absk"), r"\b(bedrock-api-key-|ABSK)[\w+/=-]{16,}"),
    (("aiza",), r"\b(AIza)[\w-]{20,}"),
    (("ya29.",), r"\b(ya29\.)[\w.-]{16,}"),
    (("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), r"\b(gh[pousr]_|github_pat_)\w{16,}"),
    (("glpat-",), r"\b(glpat-)[\w-]{12,}"),
    (("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"), r"\b(xox[abprs]-|xapp-)[\w-]{10,}"),
    (("hf_",), r"\b(hf_)[A-Za-z0-9]{16,}"),
    (("gsk_",), r"\b(gsk_)[A-Za-z0-9]{16,}"),
    (("npm_",), r"\b(npm_)[A-Za-z0-9]{20,}"),
    (("pypi-",), r"\b(pypi-)[\w-]{20,}"),
    (("sk_live_", "rk_live_", "sk_test_"), r"\b([rs]k_(?:live|test)_)\w{10,}"),
    (("xai-", "pplx-", "r8_", "tvly-", "lin_api_", "dop_v1_"), r"\b(xai-|pplx-|r8_|tvly-|lin_api_|dop_v1_)[\w-]{16,}"),
    (("eyj",), r"\b(eyJ)[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?"),
)
# (anchors, pattern whose group 1 stays and whose rest becomes stars)
_VALUES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("authorization",), r"(?i)(authorization\\*[\"']?\s*[:=]\s*\\*[\"']?(?:bearer|basic|token)\s+)[^ \t\r\n\"',;}]{3,}"),
    # In prose ("bearer authentication", "Basic Constraints") only what looks made by a machine.
    (("bearer ",), r"(?i:(\bbearer\s+))(?=[^ \t\r\n\"',;}]*\d|[^ \t\r\n\"',;}]{20})[^ \t\r\n\"',;}]{6,}"),
    (("basic ",), r"(?i:(\bbasic\s+))(?=[A-Za-z+/]*[0-9=]|[A-Za-z+/]*[a-z][A-Z])[A-Za-z0-9+/=]{8,}"),
    (("digest ", "negotiate ", "ntlm "), r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?(?:digest|negotiate|ntlm)\s+)[^\r\n\"']+"),
    (("://",), r"(\b[a-z][\w+.-]{0,20}://)[^\s/@\"'<>]{1,256}(?=@)"),
    (("cookie",), r"(?i)((?:set-)?cookie[\"']?\s*[:=]\s*)(?:[\"'][^\"'\r\n]*|[^\r\n]+)"),
    (
        (
            *(f"{kind}{dash}{name}" for dash in ("_", "-", "") for kind, name in _NAMES),
            "secret",
            "password",
            "passwd",
            "pwd",
            "authorization",
        ),
        r"(?i)([\"']?[\w-]*(?:api[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|id[_-]?token|session[_-]?token|security[_-]?token|secret|secret[_-]?access[_-]?key|client[_-]?secret|password|passwd|pwd|authorization)[\"']?\s*(?:=>|[:=])\s*)(?!(?:bearer|basic|digest|none|null|true|false|undefined)\b)(?:b?\\*[\"'](?!\\*[\"'])[^\"'\r\n]{3,}|[^ \t\r\n\"',;&){}\[\]`]{6,})",
    ),
    (("private key",), r"(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"),
    (
        ("x-amz-signature", "x-amz-credential", "signature=", "sig="),
        r"(?i)((?:x-amz-signature|x-amz-credential|x-amz-security-token|signature|sig)=)[^&\s\"']{6,}",
    ),
    (("aws_secret",), r"(?i)(aws_secret_access_key\s*[:=]\s*)\S+"),
)
_KEPT = lazy.pattern(r"sk-ant-(?:[a-z]{2,8}\d{2}-)?")
_compiled: dict[str, re.Pattern[str]] = {}


def masked(text: str) -> str:
    """Return text with every secret masked: known kinds of at least 30 characters keep prefix and last three."""
    low = text.lower()
    for anchors, pattern in _VALUES:
        if any(anchor in low for anchor in anchors):
            text = _pattern(pattern).sub(_value, text)
    for anchors, pattern in _TOKENS:
        if any(anchor in low for anchor in anchors):
            text = _pattern(pattern).sub(_token, text)
    return text


def _pattern(source: str) -> re.Pattern[str]:
    if source not in _compiled:
        _compiled[source] = re.compile(source)
    return _compiled[source]


def _token(found: re.Match[str]) -> str:
    token = found[0]
    if _KEPT.fullmatch(token) and found.string.startswith(STARS, found.end()):
        return token  # masked already: masking twice must not hide more
    return f"{found[1]}{STARS}{token[-3:]}" if len(token) >= _MINIMUM else STARS


def _value(found: re.Match[str]) -> str:
    # A value that is itself a key of known kind keeps its prefix, so that a person knows which key it was.
    rest = found[0][len(found[1]) :]
    quote = ""
    while rest[:1] in "b\\\"'" and rest[:1] and not rest[:1].isalnum():
        quote += rest[0]
        rest = rest[1:]
    for anchors, pattern in _TOKENS:
        if any(anchor in rest.lower() for anchor in anchors):
            token = _pattern(pattern).match(rest)
            if token and len(rest) - len(token[0]) <= 2:
                return found[1] + quote + _token(token)
    return found[1] + quote + STARS
