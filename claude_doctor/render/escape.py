"""Text from outside made harmless for the format it goes to."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern
from claude_doctor.base.text import clean

# A command to the log reader of a CI service: `##[error]`, `##vso[...]`.
_COMMAND = pattern(r"##(?=\w{0,20}\[)")
# What XML 1.0 forbids, even as a character reference, and the controls it allows and discourages.
_NO_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


# What a terminal acts on or a reader of lines splits at, and JSON leaves as it is: DEL, C1 controls, line and
# paragraph separators, direction marks, lone surrogates.
_NO_JSON = pattern("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def json_text(text: str) -> str:
    """Return a JSON document in which no character is left that a terminal
    or a reader of lines would act on.
    """
    if "##" in text:
        text = _COMMAND.sub(
            "#\\\\u0023", text
        )  # a service that reads commands finds them in the middle of a line too
    if text.isascii() and "\x7f" not in text:
        return text
    return _NO_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def markdown(text: str) -> str:
    """Return text as inert Markdown: no markup, no HTML, no mention, no link."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for char in "\\`*_[]()#|~!@":
        text = text.replace(char, f"\\{char}" if char != "@" else "&#64;")
    return " ".join(text.split()).replace("://", "&#58;//").replace("::", ":&#58;")


def annotation(text: str) -> str:
    """Return text for the message of a GitHub workflow command."""
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_of(text: str) -> str:
    """Return text for a property (title, file) of a GitHub workflow command."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def xml(text: str) -> str:
    """Return text for XML, content or attribute; forbidden characters become the replacement character."""
    text = _NO_XML.sub("\ufffd", text)
    commands = "##" in text
    for char, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("\n", "&#10;"),
        ("\t", "&#9;"),
        ("\r", "&#13;"),
    ):
        text = text.replace(char, entity)
    if not text.isascii():
        text = _NO_JSON.sub(lambda found: f"&#{ord(found[0])};", text)
    return _COMMAND.sub("#&#35;", text) if commands else text
