"""Texts that act on who reads them: NAME -> payload. `ZZ` may come out, the rest must not act."""

from __future__ import annotations

EVIL = "evil.example"

# What a terminal acts on, and what a person cannot see.
CONTROLS = {
    "colour": "\x1b[31mZZ\x1b[0m",
    "link": f"\x1b]8;;http://{EVIL}\x07ZZ\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07ZZ",
    "title": "\x1b]0;ZZ\x07",
    "title with ST": "\x1b]0;ZZ\x1b\\",
    "8-bit CSI": "\x9b31mZZ",
    "8-bit OSC": "\x9d0;ZZ\x9c",
    "device": "\x1bP+q544e\x1b\\ZZ",
    "program": "\x1b_ZZ\x1b\\",
    "reset": "\x1bcZZ",
    "section of GitLab": "\x1b[0Ksection_start:1:ZZ\r\x1b[0KZZ",
} | {
    f"U+{ord(char):04X}": f"good{char}ZZ"
    for char in (
        "\r\b\x07\x00\x7f\x0b\x0c\x1c\x1f\x85\x90\x98\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
        "\u202a\u202d\u202e\u2060\u2061\u2066\u2067\u2069\u3164\ufe0f\ufeff\ufff9\U000e0041\U000e0100"
    )
}
# What a runner of CI acts on.
COMMANDS = {
    f"{name}{where}": before + text
    for name, text in {
        "error": "::error::ZZ",
        "stop": "::stop-commands::ZZ",
        "mask": "::add-mask::ZZ",
        "variable": "::set-env name=ZZ::1",
        "old": "##[error]ZZ",
        "azure": "##vso[task.setvariable variable=ZZ]1",
        "teamcity": "##teamcity[message text='ZZ']",
    }.items()
    for where, before in {
        "": "",
        ", new line": "x\n",
        ", indented": "x\n   ",
        ", CR": "x\r",
        ", tab": "x\n\t",
        ", separator": "x\u2028",
        ", form feed": "x\x0c",
    }.items()
}
# What Markdown, HTML and XML act on.
MARKS = {
    "link": f"[ZZ](http://{EVIL})",
    "reference": f"[ZZ][a]\n\n[a]: http://{EVIL}\n",
    "image": f"![ZZ](http://{EVIL}/x.png)",
    "autolink": f"<http://{EVIL}>",
    "bare": f"http://{EVIL}/ZZ",
    "bare https": f"see https://{EVIL}/ZZ.",
    "www": f"www.{EVIL}/ZZ",
    "mail": f"ZZ@{EVIL}",
    "tag": "<img src=x onerror=alert(1)>ZZ",
    "script": "<script>ZZ</script>",
    "comment": "<!-- ZZ",
    "details": "</details><details open>ZZ",
    "entity": "&lt;script&gt;ZZ",
    "fence": "```\nZZ\n# H\n```",
    "tildes": "~~~\nZZ\n# H\n~~~",
    "heading": "\n# ZZ\n",
    "under": "ZZ\n===",
    "rule": "\n---\nZZ",
    "list": "\n- [x] ZZ",
    "quote": "\n> ZZ",
    "table": "a | b | ZZ",
    "mention": "@org/team #123 ZZ",
    "foot": "[^1] ZZ",
    "sha": "GH-1 deadbeefdeadbeefdeadbeefdeadbeefdeadbeef ZZ",
    "backticks": "`` ZZ ` [b](http://evil.example)",
    "rich": "[red]ZZ[/red]",
    "rich link": f"[link=http://{EVIL}]ZZ[/link]",
    "rich end": "[/nope]ZZ",
    "emoji": ":smile: ZZ",
    "xml": "]]><!ENTITY x>ZZ",
    "percent": "100%0AZZ%25",
    "csv": "=cmd|ZZ",
}
ALL = {**CONTROLS, **COMMANDS, **MARKS}
