"""What a secret looks like: tokens of known kind, names a secret stands behind, and shapes that hold one."""

from __future__ import annotations

import re
from functools import cache

from claude_doctor.base import secret_kinds

# A line break inside a token, a terminal's, a string's (`\\n`) or a shell's: padding, a panel's border, and a
# rest that is no word, date, name or id of another kind.
_BORDER = r"(?:[│┃║|>]|\\{1,4}u25(?:02|03|51))"
_LINE_END = r"(?:\\?(?:\r?\n|\r)|\\{1,8}n|\\{1,8}r(?:\\{1,8}n)?)"
_BREAK = rf"[ \t]{{0,200}}{_BORDER}?[ \t]?{_LINE_END}[ \t]{{0,80}}(?:{_BORDER}[ \t]{{0,80}})?"
# The same torn by a program: one string ends and the next begins, behind a plus or on the next line.
_JOINED = (
    rf"\\{{0,4}}[\"'][ \t]{{0,8}}(?:[+.\\][ \t]{{0,8}}{_LINE_END}?|{_LINE_END})[ \t]{{0,80}}\\{{0,4}}[\"']"
)
# By blanks: what follows has to be a piece of a key beyond doubt, for words follow keys as well.
_BLANKS = (
    r"[ \t]{1,3}(?=[\w+/=.-]{5})(?:(?=[a-f0-9]{16})|(?=[\w+/=.-]{0,40}?[A-Za-z]\d)(?=[\w+/=.-]{0,"
    r"40}?\d[A-Za-z])"
    r"|(?=[\w+/=-]{9})(?=[\w+/=-]{0,40}?(?:[A-Za-z]\d|\d[A-Za-z]"
    r"|[A-Z]{2}[a-z]))(?=[\w+/=-]{0,40}?[a-z][A-Z]))"
)
# A character that slipped in: an ellipsis, a no-break space, a typographic quote.
_ODD = r"[^\x00-\x7f│┃║](?=[\w+/=.-]{0,40}?\d)"
_REST = (
    r"(?!\d{4}-\d\d-\d\d|(?:req|toolu|srvtoolu|msg|msgbatch|file)_|claude-|[A-Za-z]{1,60}(?:Error"
    r"|Exception)\b)"
    r"(?=[\w.+/=-]{0,160}?(?:[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]|\d[-_][A-Za-z]))CHARS++(?![\w:=(/]|\.\w)"
)


# A kind of token before its pattern is written: the prefix (a pattern, or prefixes as they are), one
# character behind it, the fewest of them, what may follow, and the fewest before a tear. Few texts hold a
# token, and the patterns of all kinds together cost a paste a millisecond.
Kind = tuple["str | tuple[str, ...]", str, int, str, int]


def _kind(
    anchors: str,
    prefix: str | tuple[str, ...],
    chars: str = r"[\w-]",
    least: int = 16,
    odd: str = "",
    weak: int = 0,
) -> tuple[tuple[str, ...], Kind]:
    """Return the anchors of a kind of token and what its pattern is written from."""
    return tuple(anchors.split()), (prefix, chars, least, odd, weak)


def written(kind: Kind) -> str:
    """Return the pattern of a kind of token; group 1 is the prefix that may stay."""
    prefix, chars, least, odd, weak = kind
    rest = _REST.replace("CHARS", chars)
    more = f"(?:(?:{_BREAK}|{_BLANKS}|{_ODD}){rest}|{_JOINED}{chars}++)"
    whole = f"{chars}{{{least},}}+{odd}{more}{{0,16}}"
    torn = (
        f"{chars}{{{weak},{max(least, weak)}}}+(?=(?:{_BREAK}|{_JOINED}|{_ODD}|(?<={chars}{{8}}){_BLANKS})"
        f"{chars}{{8}}){more}{{1,16}}"
    )
    if isinstance(prefix, str):
        return f"({prefix})(?:{whole}|{torn})"
    return f"{_FIRST}({'|'.join(map(re.escape, prefix))})(?:{whole}|{torn})"


# What takes no room on a screen and may tear a key: soft hyphens, joiners, marks of direction, fillers,
# variation selectors.
UNSEEN = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_ALNUM = "[A-Za-z0-9]"  # so that names such as hf_hub_download are none
_MORE = r"\w*+"  # and yet a key glued to the next is masked to its end
# A prefix of few letters begins nothing inside a word; an escape, an encoded sign or `-p` may stand right
# before it.
_FIRST = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=\s-p)|(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4}))"


def _listed(prefixes: tuple[str, ...], chars: str, least: int) -> tuple[tuple[str, ...], Kind]:
    """Return the anchors of kinds of the list and what their pattern is written from."""
    # The whole of a token of a short prefix has to be there; what is short and torn is left to the names
    # around it.
    weak = 0 if len(prefixes[0]) > 4 else 12
    odd = _MORE if chars == "[A-Za-z0-9]" else ""
    return _kind(" ".join(prefixes).lower(), prefixes, chars, least, odd, weak)


_SK = r"(?:(?<![\w-])|(?<=\\[nrt])|(?<=\s-p)|(?<=%[0-9A-Fa-f]{2}))"
_OTHERS = secret_kinds.rows()
TOKENS = (
    # A character that slipped into the key (a no-break space, an ellipsis, a typographic quote) does not end
    # it.
    _kind("sk-ant-", r"sk-ant-(?:[a-z]{2,8}\d{2}-)?+", least=3, odd=r"(?:[^\x00-\x7f│┃║][\w-]{3,})*+"),
    # The same, torn inside its prefix.
    _kind("api03- admin01- oat01- ort01- sid01-", r"(?:api|admin|oat|ort|sid)0\d-", least=20),
    _kind("sk-or-", r"sk-or-(?:v\d-)?+"),
    _kind("pk-lf-", "pk-lf-", least=8),
    _kind("akia asia aroa aida", r"(?:AKIA|ASIA|AROA|AIDA)", "[A-Z0-9]", 12),
    _kind("bedrock-api-key- absk", r"(?:bedrock-api-key-|ABSK)", "[\\w+/=-]"),
    _kind("aiza", r"AIza", least=20),
    _kind("ya29.", r"ya29\.", r"[\w.-]"),
    _kind("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"(?:gh[pousr]_|github_pat_)", r"\w"),
    _kind("glpat-", r"glpat-", least=12),
    _kind("xoxb- xoxp- xoxa- xoxr- xoxs- xapp-", r"(?:(?<!e\.)xox[abprs]-|xapp-)", least=10),
    _kind("hf_", r"hf_", _ALNUM, odd=_MORE),
    _kind("gsk_", r"gsk_", _ALNUM, odd=_MORE),
    _kind("npm_", r"npm_", _ALNUM, 20, odd=_MORE),
    _kind("pypi-", r"pypi-", least=20),
    _kind("k_live_ k_test_", r"[rs]k_(?:live|test)_", r"\w", 10),
    _kind("xai- pplx- r8_ tvly- lin_api_ dop_v1_", r"(?:xai-|pplx-|\br8_|tvly-|lin_api_|dop_v1_)"),
    *(_listed(*row) for row in _OTHERS),
    _kind("eyj", r"eyJ", r"[\w.-]"),
    # The last, because a key glued to the end of another starts a word only when that one is masked.
    _kind("sk-", _SK + r"sk-(?!ant-|or-)(?:proj-|svcacct-|admin-|lf-)?+", least=12),
)


@cache
def kept() -> str:
    """Return the pattern of a token as it looks when it was masked before."""
    return (
        r"(?:sk-ant-(?:[a-z]{2,8}\d{2}-)?|(?:api|admin|oat|ort|sid)0\d-|sk-or-(?:v\d-)?|sk-(?:proj-"
        r"|svcacct-|admin-|lf-)?|pk-lf-|AKIA|ASIA|AROA|AIDA|bedrock-api-key-|ABSK"
        r"|AIza|ya29\.|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|xapp-|hf_|gsk_|npm_|pypi-|[rs]k_(?:live"
        r"|test)_|xai-|pplx-|r8_|tvly-|lin_api_|dop_v1_|eyJ|"
        + "|".join(re.escape(prefix) for prefixes, _, _ in _OTHERS for prefix in prefixes)
        + r")\*\*\*[\w+/=.%-]{3}"
    )


# A token in one piece.
WHOLE = r"[\w+/=.%~-]+"
# JSON's escape of what is not seen.
UNSEEN_ESCAPED = r"(?i)\\{1,8}u(?:00ad|034f|061c|180e|200[b-f]|202[a-e]|206\w|feff|fe0\w)"
# JSON's escape of a letter, a digit, a dash or an underscore, at any depth: the characters keys and names are
# made of.
ESCAPED = r"\\{1,8}u00((?i:2d|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a]))"


def _spelt(*names: str, tails: tuple[str, ...] = ("",)) -> tuple[tuple[str, str], ...]:
    """Return each name of several words joined in every usual way, with each text that must follow it."""
    joined = (name.replace(" ", dash) for name in names for dash in ("_- " if " " in name else " "))
    glued = (name.replace(" ", "") for name in names if " " in name)
    return tuple((name, tail) for name in (*joined, *glued) for tail in tails)


_SIGNS = ("=", ":", '"', "'", "\\", " =", "%3d", "%3a")
_QUERY = tuple(
    before + name for name in ("key", "token", "auth", "sig") for before in "? & amp; u0026".split()
)
# Names by how much has to be seen in a value: of a password anything but words like None; of a key what is no
# prose; of a name that ends in `_key` the same in capitals, as variables of an environment are, else as of a
# token; of a mere token (`max_tokens` and its like are everywhere) what was made by a machine.
NAMES = (
    ("password", (*_spelt("password", "passwd", "passphrase"), *_spelt("pwd", tails=(*_SIGNS, " ")))),
    (
        "password",
        _spelt("_pass", "-pass", "dbpass", '"pass', "'pass", "?pass", "&pass", tails=(*_SIGNS, " ")),
    ),
    ("password", _spelt("pass", tails=("=",))),
    (
        "key",
        _spelt(
            "api key",
            "subscription key",
            "access key",
            "account key",
            "secret key",
            "signing key",
            "functions key",
            "master key",
        ),
    ),
    (
        "key",
        _spelt(
            "auth token",
            "access token",
            "refresh token",
            "id token",
            "session token",
            "security token",
            "bearer token",
        ),
    ),
    (
        "key",
        (*_spelt("secret", "credential", "credentials", "authorization"), *_spelt("x-auth", tails=_SIGNS)),
    ),
    ("key", tuple((name, "=") for name in _QUERY)),
    ("suffix", _spelt("_key", tails=_SIGNS)),
    ("token", (*_spelt("token", tails=(*_SIGNS, " ")), *_spelt("?code", "&code", tails=("=",)))),
    ("cookie", _spelt("cookie", tails=_SIGNS)),
)
# One of these is in every name, so a text without them needs no look at the names.
STEMS = ("pass", "pwd", "key", "token", "auth", "secret", "credential", "cookie", "code", "sig")


def _by_stem() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    found: dict[str, list[tuple[str, str, str]]] = {stem: [] for stem in STEMS}
    for kind, names in NAMES:
        for name, tail in names:
            found[next(stem for stem in STEMS if stem in name)].append((kind, name, tail))
    return tuple((stem, tuple(names)) for stem, names in found.items())


# Each stem with the names (kind, name, what must follow) that hold it.
BY_STEM = _by_stem()
# From the end of a name to the start of its value.
ENTRY = (
    r"(?i)(?:[_-]?\d{1,3}|[_-](?:value|prod|dev|test|base|primary|secondary|default|new|old))?(?![\w-])"
    r"(?P<close>\\{0,8}[\"'])?(?:[ ]\[[\w*]{0,24}\])?"
    r"(?:[ \t]{0,8}(?P<sign>[:!]?={1,3}>?|:[ \t]?(?:str|string|bytes|SecretStr|Optional\[str\]|str \| "
    r"None)[ \t]?=|:|->|>|%3[ad]"
    r"|,(?:[ \t]?\\{0,8}[\"']value\\{0,8}[\"'][ \t]?:)?)[ \t]{0,8}"
    r"|[ \t]{1,4}(?P<verb>is|was|provided)\b[ \t]?:?[ \t]{1,8}|[ \t]{1,8})"
    r"\[?(?:b(?=[\"']))?(?P<open>\\{0,8}[\"'])?"
    r"(?P<scheme>(?:bearer|basic|token|digest|negotiate|ntlm|apikey|aws4-hmac-sha256)[ \t]{1,4})?"
)
# A value in quotes that are not escaped (any escaped character is part of it), and in quotes Q behind fewer
# than N backslashes.
QUOTED = (r"(?:[^Q\\\r\n]|\\.)*+", r"(?:[^Q\\\r\n]|\\++(?!Q)|\\{N,}+Q)*+")
# A value without quotes: a separator belongs to it unless a blank or the next name comes after.
PLAIN = (
    r"(?![{\[(])(?:[^\s\"'`<>,;&)}\]\\]|[,;&](?=[^\s\"'`<>,;&(){}\[\]])(?![\w.-]{1,30}[=:])"
    r"|\\(?![nrtu\"'\\]))++"
)
# The rest of the line, or of the quotes around it.
REST = r"(?:[^\r\n\"']|[\"'](?=[^\s,)}\]]))++"
LINE = r"[^\r\n]++"
# Code of a stack frame or a shell, which names a secret and does not hold it.
CODE = (
    r"(?:self|this|os|config|cfg|settings|process|args|options|kwargs|params|ctx|st)\??\.[A-Za-z_]"
    r"|(?:[A-Za-z]\w{0,40}[._]\w{0,40}|getenv|getpass|input|str|SecretStr)[(\[]"
    r"|(?i:(?:[a-z]{1,20}_){0,4}(?:api_?key|key|token|secret|password|passwd|credentials?))(?=[\s,)\]}]|$)"
    r"|\$\{?[A-Z_]{3,60}\}?(?!\w)"
)
# What is made by a machine and yet no secret: ids of the API, models, versions and plain numbers.
IDENTIFIER = r"(?:req|toolu|srvtoolu|msg|msgbatch|file|call|wrkspc|org)_|claude-|gpt-|http/|\$?[\d.,]+$"
# Prose in quotes.
WORD = r"[A-Za-z',.]+(?: [A-Za-z',.:]+)+"
WORDS = frozenset(
    "none null nil true false undefined str string bytes int bool any optional required missing "
    "invalid incorrect expired must not"
    " empty unset set <redacted> [redacted] redacted [secure to or and option options flag for from in "
    "with is was has as the".split()
)
# Whatever separates a name from the value that a machine made: signs, brackets, borders, line breaks, the
# words of markup and of reprs.
_GAP = (
    r"(?:->|>-|\|-|\\{1,8}[nrt](?![A-Za-z])|[\s\u00a0:=|,>()\[\]{}<&;+\"'`“”‘’*│┃║]"
    r"|\\(?![uU][0-9a-f]{4})|\\u00[0-9a-f]{2}|/|%[0-9a-f]{2}"
    r"|(?:values?|val|string|str|bytes|some|secretstr|returned|is|was|provided|set|to|td|th|dd|dt|span"
    r"|code|b|u|bearer|basic|token|\d{1,4})(?![\w-]))"
)
_PIECE = r"[A-Za-z0-9_+/.~%=-]"
_TORN = rf"(?:(?:{_BREAK}|{_BLANKS}|{_ODD}){_REST.replace('CHARS', _PIECE)}|{_JOINED}{_PIECE}++)"
# How a value goes on that a terminal or a program tore.
TORN = rf"{_TORN}{{1,16}}"
# A name that ends in what names secrets, in any spelling and case, and a long value somewhere behind it;
# group 1 stays.
_ENDS = (
    r"(?:key|token|secret|secretstr|password|passwd|passphrase|pwd|credentials?|authorization|auth"
    r"|cookie)(?:helper)?(?![A-Za-z0-9_-])"
)
# The beginning of it alone: as most texts have none, they need not wait until the whole is compiled.
WIDE_NAME = rf"(?i:{_ENDS})"
WIDE = (
    rf"((?i:{_ENDS}(?<!idempotency-key)"
    rf"{_GAP}{{1,24}}+))(?=([A-Za-z0-9_+/.~%-]{{16,128}}))[A-Za-z0-9_+/.~%-]{{16,}}+={{0,2}}"
    rf"{_TORN}{{0,16}}"
)
# A long run of what tokens are written in, and the names that say of one behind them that it is no secret.
LONG = r"(?<![A-Za-z0-9*])[A-Za-z0-9_+/.~-]{20,}+={0,2}(?!\*)"
CALLED = (
    r"(?i)(?:(?:id|ids|uuid|ray|trace|traceparent|span|commit|digest|sha\d{0,3}|md5|hash|etag"
    r"|fingerprint|checksum|revision|version|image|file|filename|path|"
    r"host|hostname|model|signature|build|container|pod|node|instance|nonce|request"
    r"|session)[\"'`*_]{0,3}[ \t]{0,2}(?:[:=]|is|of|#)?[ \t]{0,2}[\"'`*({\[]{0,4}"
    r"|data:[a-z/+.-]{1,30};base64,|://[^\s\"'<>]{0,48})$"
)
WIDE_STEMS = ("key", "token", "secret", "passw", "passphrase", "pwd", "credential", "auth", "cookie")
# (anchors, pattern whose group 1 stays and whose rest becomes stars)
SHAPES = (
    # Kinds without a prefix: Azure's client secrets, the bots of Telegram, Terraform's tokens.
    (("q~",), r"((?<![\w~.-]))[\w~.]{3}\dQ~[\w~.-]{30,}+"),
    ((":aa",), r"((?<![\w:-])\d{8,10}:)AA[\w-]{30,}+"),
    ((".atlasv1.",), r"((?<![A-Za-z0-9]))[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{20,}+"),
    # The name and the value in attributes of XML.
    (
        ("value=",),
        (
            r"((?i:(?:key|name)[ ]?=[ ]?[\"'][\w.:-]{0,80}(?:key|token|secret|password|passwd|pwd)[\"'][ "
            r"]{1,4}value[ ]?=[ ]?[\"']))[^\"'\r\n]{3,4096}+"
        ),
    ),
    # In prose ("bearer authentication", "Basic Constraints") only what looks made by a machine.
    (
        ("bearer ",),
        r"((?i:\bbearer)[ \t]{1,8})(?=[^ \t\r\n\"',;}]{0,19}\d|[^ \t\r\n\"',;}]{20})[^ \t\r\n\"',;}]{6,}",
    ),
    (
        ("basic ",),
        r"((?i:\bbasic)[ \t]{1,8})(?=[A-Za-z+/]{0,40}[0-9=]|[A-Za-z+/]{0,40}[a-z][A-Z])[A-Za-z0-9+/=]{8,}",
    ),
    # The user and the password of a URL; a slash belongs to the password only behind a name and a colon.
    (("://",), r"(://)(?:[^\s/\"'<>]{1,256}(?=@)|[^\s/@:\"'<>]{1,64}:(?!\d{1,5}/)[^\s@\"'<>?#]{1,128}(?=@))"),
    (
        ("-u ", "-user ", "-user="),
        r"((?:(?<![\w-])-u|--(?:proxy-)?user)[ =]{1,2}[\"']?(?!\d+:\d)[\w.@+\\-]{1,64}:)(?!//)[^\s\"']+",
    ),
    # A value that stands before the name which makes it a secret.
    (
        ('value"', "value'", "value\\"),
        (
            r"((?i:[\"']value\\{0,8}[\"'][ ]?:[ ]?\\{0,8}[\"']))[^\"'\s\\]{6,4096}+"
            r"(?=\\{0,8}[\"'][ ]?,[ ]?\\{0,8}[\"'](?i:name|key)\\{0,8}[\"'][ ]?:[ ]?\\{0,8}[\"']"
            r"[\w-]{0,60}?(?i:key|token|secret|password|authorization|cookie)\\{0,8}[\"'])"
        ),
    ),
    (
        ("hooks.slack.com/", "/webhooks/"),
        r"(hooks\.slack\.com/\w{1,20}/|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/)[\w/+-]{6,}",
    ),
    (("webhook.office.com/",), r"(webhook\.office\.com/)[^\s\"']{6,}"),
    (("api.telegram.org/bot",), r"(api\.telegram\.org/bot)[\w:-]{6,}"),
    (
        ("private key",),
        (
            r"(-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----)(?!\*\*\*)"
            r"(?:(?:[^-]|-(?!----))*+-----END [A-Z ]{0,40}-----|(?:(?:\\{1,8}[nr]|[\s│"
            r"|]){1,80}+[A-Za-z0-9+/=]{20,}+)++)"
        ),
    ),
    (
        ("x-amz-signature", "x-amz-credential", "signature=", "sig="),
        r"((?i:x-amz-signature|x-amz-credential|x-amz-security-token|signature|\bsig)=)[^&\s\"']{6,}",
    ),
)
