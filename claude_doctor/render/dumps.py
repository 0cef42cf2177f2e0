"""`json.dumps(value, indent=2)` without importing the json package, which costs as much as a tenth of an
interpreter's start.
"""

from __future__ import annotations

from claude_doctor.base.outside import Outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


def dumps(value: Any, *, ascii_only: bool = False) -> str:
    """Return a value of dictionaries, lists, strings, numbers, booleans and None as JSON; a test holds it to
    json.dumps. Text from outside is masked here, and made harmless with the whole document (`json_text`).
    """
    return "".join(_parts(value, _quoter(ascii_only), "\n"))


def _quoter(ascii_only: bool) -> Callable[[str], str]:
    try:
        from _json import encode_basestring, encode_basestring_ascii  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # an interpreter without the C helpers
        from json.encoder import encode_basestring, encode_basestring_ascii
    quote: Callable[[str], str] = encode_basestring_ascii if ascii_only else encode_basestring
    return quote


def _parts(value: Any, quote: Callable[[str], str], newline: str) -> Iterator[str]:
    if isinstance(value, str):
        yield quote(value)
    elif isinstance(value, Outside):
        yield value.to(quote)
    elif value is None or isinstance(value, bool):
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, (int, float)):
        yield repr(value)
    elif isinstance(value, dict):
        yield from _held(
            "{", "}", ((_key(key, quote) + ": ", item) for key, item in value.items()), quote, newline
        )
    else:
        yield from _held("[", "]", (("", item) for item in value), quote, newline)


def _key(key: object, quote: Callable[[str], str]) -> str:
    return key.to(quote) if isinstance(key, Outside) else quote(str(key))


def _held(
    opening: str, closing: str, items: Iterator[tuple[str, Any]], quote: Callable[[str], str], newline: str
) -> Iterator[str]:
    inner = newline + "  "
    lead = opening + inner
    for name, item in items:
        yield lead + name
        yield from _parts(item, quote, inner)
        lead = "," + inner
    yield opening + closing if lead.startswith(opening) else newline + closing
