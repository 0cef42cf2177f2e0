"""For a person at a terminal without a query: a paste, or behind Enter a few questions."""

from __future__ import annotations

import sys

_PASTE_S = 0.1  # a paste comes at once, a person types more slowly
_STATUSES = {
    "4": (
        ("400", "the request was refused"),
        ("401", "the credential"),
        ("402", "billing"),
        ("403", "no permission"),
        ("404", "not found"),
        ("413", "too large"),
        ("429", "rate limit"),
    ),
    "5": (
        ("500", "internal error"),
        ("502", "bad gateway"),
        ("503", "unavailable"),
        ("504", "timeout"),
        ("529", "overloaded"),
    ),
}
_WITHOUT = (
    ("connection_error", "“Connection error.” or “fetch failed”"),
    ("request_timeout", "it timed out"),
    ("tls_self_signed_cert", "a certificate or TLS error"),
    ("dns_failure", "the name was not found"),
    ("streaming_error", "a stream broke or stopped"),
    ("batch_error", "a batch came back with errors"),
    ("credentials_missing", "no key was found"),
)


def ask() -> str:
    """Return a pasted text, or the name that the questions led to."""
    _say("Paste the error, then Enter on an empty line (or Ctrl-D); just Enter for a guided triage.\n")
    first = sys.stdin.readline()
    if not first:
        return ""
    if not first.strip():
        return _guided()
    lines = [first]
    while (line := sys.stdin.readline()) and (line.strip() or _is_more()):
        lines.append(line)
    return "".join(lines)


def _is_more() -> bool:
    """Whether more of a paste is waiting: an empty line inside it ends nothing."""
    import select

    try:
        return bool(select.select([sys.stdin], [], [], _PASTE_S)[0])
    except (OSError, ValueError):  # a console that cannot be asked
        return False


def _guided() -> str:
    answer = _choice("Is there an HTTP status code?", (("4", "yes, 4xx"), ("5", "yes, 5xx"), ("n", "no")))
    if answer in _STATUSES:
        return _choice("Which one?", _STATUSES[answer], free=True)
    return _choice("What does it look like?", _WITHOUT) if answer else ""


def _choice(question: str, options: tuple[tuple[str, str], ...], free: bool = False) -> str:
    _say(f"\n{question}\n")
    for number, (name, words) in enumerate(options, 1):
        _say(f"  {number}. {name if free else ''}{' ' if free else ''}{words}\n")
    while True:
        _say("> ")
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer in ("q", "quit"):
            return ""
        if answer.isdigit() and 1 <= int(answer) <= len(options):
            return options[int(answer) - 1][0]
        if free and answer.isdigit() and len(answer) == 3:
            return answer
        names = [
            name for name, words in options if answer and (answer == name or words.lower().startswith(answer))
        ]
        if len(names) == 1:
            return names[0]
        _say(f"a number from 1 to {len(options)}, or q to leave\n")


def _say(text: str) -> None:
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()
