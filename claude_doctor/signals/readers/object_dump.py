"""Bodies as the SDKs of other languages print them: `{type=error, error={...}}` in Java, `{:type=>"error"}`
in Ruby.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 72

_JAVA_TYPE = pattern(r"\berror=\{[^{}]{0,300}?\btype=([a-z]\w{2,60})\b")
_JAVA_MESSAGE = pattern(r"\bmessage=(.{0,8192})", re.S)
_JAVA_REQUEST = pattern(r"\brequest_?[iI]d=(req_\w+)")
# The message is the last field of its object, and may itself hold commas and braces.
_JAVA_ENDS = (pattern(r"\}, ?request_?[iI]d="), pattern(r"\}\}|, ?(?:type|details)=\w+\}|\}\s*$"))
_SYMBOL = pattern(r":\"?([A-Za-z_]\w*)\"?\s*=>\s*")
_STRING = pattern(r"(?<=[\"'])\s*=>\s*")


def read(text: str) -> Seen | None:
    """Read a Java or Kotlin map; write a Ruby or PHP hash as JSON and hand it on."""
    if "=>" in text:
        written = _STRING.sub(": ", _SYMBOL.sub(r'"\1": ', text)).replace(": nil", ": null")
        return Seen(rest=written) if written != text else None
    kind = _JAVA_TYPE.search(text) if "error={" in text else None
    if not kind:
        return None
    request = _JAVA_REQUEST.search(text, kind.start())
    found = _JAVA_MESSAGE.search(text, kind.start())
    message = _cut(found[1]) if found else None
    return Seen(
        rest=message or None,
        type=kind[1],
        message=message or None,
        request_id=request[1] if request else None,
        sealed=True,
    )


def _cut(text: str) -> str:
    end = next((end for ends in _JAVA_ENDS if (end := ends.search(text))), None)
    return text[: end.start() if end else None].strip()
