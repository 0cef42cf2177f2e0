"""Text from outside made harmless for the format it goes to."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern
from claude_doctor.base.outside import Outside
from claude_doctor.base.text import INVISIBLE, clean

# A command to the log reader of a CI service: `##[error]`, `##vso[...]`.
_COMMAND = pattern(r"##(?=\w{0,20}\[)")
# What XML 1.0 forbids, even as a character reference, and the controls it allows and discourages.
_NO_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


# What a terminal acts on, a reader of lines splits at or nobody sees, and JSON leaves as it is: DEL, C1
# controls, line and paragraph separators, invisible characters, lone surrogates.
_NO_JSON = pattern(f"[{INVISIBLE}\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What GitHub makes a link of without being told to: addresses, mail, mentions, issues, commits.
_LINK = pattern(r"(?i)://|^\W{0,3}www\.|@\w|#\d|\bgh-\d|^\W{0,3}(?=[0-9a-f]{0,39}\d)[0-9a-f]{7,40}\W{0,3}$")


def kept(text: str) -> str:
    """Return text as it is: for a value of a document that is escaped as a whole."""
    return text


def terminal(text: Outside | str) -> str:
    """Return text for a line of a terminal, which `lines.write` looks at once more."""
    return text.to(clean) if isinstance(text, Outside) else clean(text)


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
    return _NO_JSON.sub(lambda found: _escaped(ord(found[0])), text)


def _escaped(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def markdown(text: Outside | str) -> str:
    """Return text as inert Markdown: no markup, no HTML, no mention, no link."""
    if isinstance(text, Outside):
        return text.to(markdown)
    return " ".join(_word(word) for word in clean(text).split()).replace("::", ":&#58;")


def _word(word: str) -> str:
    # What would become a link is code: no escape keeps GitHub from finding it in the finished page.
    if _LINK.search(word) and not _COMMAND.search(word) and "::" not in word:
        return "\\|".join(f"`{part}`" if part else "" for part in word.replace("`", "'").split("|"))
    word = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for char in "\\`*_[]()#|~!":
        word = word.replace(char, f"\\{char}")
    return word.replace("@", "&#64;").replace("://", "&#58;//").replace("www.", "www\\.")


def annotation(text: Outside | str) -> str:
    """Return text for the message of a GitHub workflow command."""
    if isinstance(text, Outside):
        return text.to(annotation)
    return _COMMAND.sub("# #", clean(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_of(text: Outside | str) -> str:
    """Return text for a property (title, file) of a GitHub workflow command."""
    if isinstance(text, Outside):
        return text.to(property_of)
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def xml(text: Outside | str) -> str:
    """Return text for XML, content or attribute; forbidden characters become the replacement character."""
    if isinstance(text, Outside):
        return text.to(xml)
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
