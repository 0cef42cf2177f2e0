"""Where secrets turn up: NAME -> text around one. NAMED have a telling name beside it, BARE have none, TORN
are in pieces.
"""

from __future__ import annotations

import base64
import json
import urllib.parse
from collections.abc import Callable


def _around(text: str) -> Callable[[str], str]:
    return lambda secret: text.replace("@@", secret)


def _torn(
    joint: str, size: int, before: str = "x-api-key: ", pad: int = 0, start: str = "", end: str = ""
) -> Callable[[str], str]:
    def made(secret: str) -> str:
        pieces = [(before + secret)[at : at + size] for at in range(0, len(before + secret), size)]
        return joint.join(f"{start}{piece.ljust(pad)}{end}" for piece in pieces)

    return made


def _halves(text: str) -> Callable[[str], str]:
    return lambda secret: text.replace("@1", secret[: len(secret) // 2]).replace(
        "@2", secret[len(secret) // 2 :]
    )


def _json(depth: int, value: dict[str, str]) -> Callable[[str], str]:
    def made(secret: str) -> str:
        text: object = {name: word.replace("@@", secret) for name, word in value.items()}
        for _ in range(depth):
            text = json.dumps(text)
        return str(text)

    return made


_NAMED = {
    "variable": "ANTHROPIC_API_KEY=@@", "export": "export ANTHROPIC_AUTH_TOKEN='@@'", "powershell": '$env:ANTHROPIC_API_KEY = "@@"',
    "setx": 'setx ANTHROPIC_API_KEY "@@"', "own-key": "LITELLM_KEY=@@", "own-secret": "MY_APP_SECRET=@@", "own-token": "SOME_TOKEN=@@",
    "own-password": "DB_PASSWORD=@@", "camel": "sessionKey=@@", "dashes": "my-service-key: @@", "dotted": "spring.ai.anthropic.api-key=@@",
    "header": "x-api-key: @@", "header-no-break": "x-api-key:\u00a0@@", "header-py": "headers={'x-api-key': '@@', 'accept': '*/*'}",
    "header-bytes": "[(b'x-api-key', b'@@')]", "header-next-line": "x-api-key:\n  @@", "header-raw": "POST / HTTP/1.1\r\nX-Api-Key: @@\r\nA: b\r\n\r\n",
    "header-tab": "x-api-key\t@@", "curl-v": "> x-api-key: @@\n> content-type: a", "curl-h": "curl https://a.example -H 'x-api-key: @@' -H 'a: b'",
    "curl-lines": 'curl https://a.example \\\n  -H "x-api-key: \\\n@@" \\\n  -d x', "bearer": "Authorization: Bearer @@", "bearer-low": "authorization: bearer @@",
    "scheme-token": "Authorization: token @@", "authorization": "Authorization: @@", "json": '{"apiKey":"@@"}', "json-array": '{"h":[["x-api-key","@@"]]}',
    "json-list": '{"x-api-key":["@@"]}', "name-value": '{"h":[{"name":"x-api-key","value":"@@"}]}', "value-name": '{"value":"@@","name":"x-api-key"}',
    "node-list": "rawHeaders: [ 'x-api-key', '@@', 'accept' ]", "node-lines": "rawHeaders: [\n    'x-api-key',\n    '@@',\n    'accept',\n  ]",
    "node-symbol": "{ 'x-api-key': [ '@@' ] }", "ts-class": "Anthropic { apiKey: '@@', authToken: null }", "go": "map[Accept:[a/b] X-Api-Key:[@@]]",
    "java": "AnthropicClient{apiKey=@@, baseUrl=https://a}", "ruby": '#<Anthropic::Client:0x00 @api_key="@@", @base_url="a">', "ruby-hash": '{"x-api-key"=>"@@"}',
    "php": 'array(1) {\n  ["x-api-key"]=>\n  string(40) "@@"\n}', "rust": 'Client { api_key: Some("@@"), base: "x" }', "secret-str": "SecretStr('@@')",
    "locals": "╭──── locals ────╮\n│ api_key = '@@'   │\n│ a = <B> │", "locals-key": "    self = <Client>\n    key = '@@'\n    timeout = 600",
    "source": '  File "job.py", line 3\n    client = Anthropic(api_key="@@")', "illegal": "Illegal header value b'Bearer @@ '",
    "dsn": "Server=db;User Id=sa;Password=@@;Encrypt=true", "query": "https://a.example/v1?key=@@&alt=sse", "query-key": "https://a.example/v1?api-key=@@",
    "query-token": "https://a.example/cb?access_token=@@#x", "form": "grant_type=refresh_token&refresh_token=@@&client_id=x",
    "cookie": "Cookie: sessionKey=@@; lastActiveOrg=abc", "set-cookie": "set-cookie: sessionKey=@@; Path=/; HttpOnly",
    "yaml": "anthropic:\n  api_key: @@\n  timeout: 3", "yaml-quoted": "  apiKey: '@@'", "yaml-block": "  api_key: >-\n    @@\n  x: 1", "ini": "aws_secret_access_key = @@",
    "k8s": '{"name": "ANTHROPIC_API_KEY", "value": "@@"}', "k8s-yaml": "- name: ANTHROPIC_API_KEY\n  value: @@", "xml": "<apiKey>@@</apiKey>",
    "xml-attribute": '<add key="ApiKey" value="@@" />', "logfmt": 'level=error api_key=@@ msg="boom"', "option": "job --api-key @@ --fast",
    "option-list": "['job', '--api-key', '@@']", "docker": "docker run -e ANTHROPIC_API_KEY=@@ img", "npmrc": "//registry.example/:_authToken=@@",
    "provided": "Incorrect API key provided: @@. See the site", "is": "API key is @@", "quoted": 'Invalid API key: "@@"', "smart": "api_key = \u201c@@\u201d",
    "backtick": "api_key: `@@`", "table": "| x-api-key | @@ |", "html": "<td>x-api-key</td><td>@@</td>", "angle": "api_key=<@@>", "round": "api_key=(@@)",
    "curly": "api_key={@@}", "key-colon": '"key": "@@"', "key-equals": "key=@@", "helper": "apiKeyHelper returned @@", "user-info": "postgres://svc:@@@db.example:5432/app",
}  # fmt: skip
NAMED: dict[str, Callable[[str], str]] = {
    **{name: _around(text) for name, text in _NAMED.items()},
    "json-1": _json(2, {"api_key": "@@"}),
    "json-2": _json(3, {"authorization": "Bearer @@"}),
    "json-3": _json(4, {"authorization": "Bearer @@"}),
    "json-unicode": lambda secret: '{"api_key":"' + "".join(f"\\u{ord(char):04x}" for char in secret) + '"}',
    "query-encoded": lambda secret: urllib.parse.quote(f"api_key={secret}", safe=""),
    "basic": lambda secret: "Authorization: Basic " + base64.b64encode(f"user:{secret}".encode()).decode(),
}
TORN: dict[str, Callable[[str], str]] = {
    "wrapped": _torn("\n", 40), "wrapped-indented": _torn("\n    ", 40), "panel": _torn("\n", 40, pad=40, start="│ ", end=" │"),
    "continued": _torn("\\\n", 40), "escaped": _torn("\\n", 40), "escaped-twice": _torn("\\\\n", 40), "blanks": _halves("x-api-key: @1 @2"),
    "plus": _halves("  apiKey: '@1' +\n    '@2',"), "implicit": _halves('api_key = ("@1"\n   "@2")'), "zero-width": _halves("x-api-key: @1\u200b@2"),
    "soft-hyphen": _halves("x-api-key: @1\u00ad@2"), "carriage": _halves("x-api-key: @1\r@2"),
}  # fmt: skip
_BARE = {
    "alone": "@@", "prose": "the key @@ was refused", "stream": 'data: {"delta":{"text":"@@"}}', "path": "/home/u/keys/@@/run.log",
    "url-path": "GET https://gw.example/@@/v1/messages 401", "windows": "C:\\keys\\@@.txt not found", "model": '{"model":"@@"}', "short-option": "mysql -uroot -p @@ app",
    "refused": "@@ is not valid", "backslash-n": "refused:\\n@@\\nagain", "encoded": "https://a.example/?x%3D@@", "argument": "Client('@@')",
}  # fmt: skip
BARE: dict[str, Callable[[str], str]] = {name: _around(text) for name, text in _BARE.items()}


def left(shown: str, secret: str, least: int = 9) -> str:
    """Return a piece of a secret of at least so many characters that is still to be read in what is shown, or
    nothing.
    """
    bare = "".join(char for char in shown if not char.isspace() and char not in "│|>\\\"'+")
    for text in (shown, bare, urllib.parse.unquote(shown)):
        for start in range(len(secret) - least + 1):
            if secret[start : start + least] in text:
                return secret[start : start + least]
    return ""
