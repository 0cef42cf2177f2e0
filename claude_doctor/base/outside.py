"""Text that came from outside: it can be kept, compared and joined, and printed by naming what for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Outside:
    """Words of an input, file, reply, configuration, option or name, as reports and messages hold them.

    No `str`: `to(escape)` is the one way out, which masks secrets and then makes the text harmless for the
    output that `escape` stands for (`render.escape.terminal`, `markdown`, `annotation`, `xml`, `kept` for a
    JSON document that is escaped as a whole). Joined with `+`, `said` or `joined` it stays Outside, our own
    words with it. What was masked already, perhaps with more knowledge than a mask has (the credential of
    this run, the name before a value that was cut), says so with `is_masked`, and is not read again.

    Where a text is wanted without an escape (`str`, an f-string, `%`) TypeError is raised: a placeholder
    would hide the mistake, and harmless for a terminal is not harmless for Markdown. tools/outside_types.py
    has mypy refuse the same, so that no person meets it. `repr`, which no view uses, is masked and ASCII.
    """

    __slots__ = ("_is_masked", "_text")

    def __init__(self, text: str, *, is_masked: bool = False) -> None:
        self._text = text
        self._is_masked = is_masked

    def to(self, escape: Callable[[str], str]) -> str:
        """Return the text masked, then escaped."""
        text = self._text
        if not self._is_masked and text:
            from claude_doctor.base.mask import masked

            text = masked(text)
        return escape(text)

    def cut(self, shorten: Callable[[str], str]) -> Outside:
        """Return the text masked and shortened, so that no half of a secret is left; still Outside."""
        return Outside(self.to(shorten), is_masked=True)

    def lines(self) -> list[Outside]:
        """Return its lines."""
        return [Outside(line, is_masked=True) for line in self.to(lambda text: text).split("\n")]

    def startswith(self, start: str | tuple[str, ...]) -> bool:
        """Whether it begins with words of ours."""
        return self._text.startswith(start)

    def without(self, start: str) -> Outside:
        """Return it without words of ours at its start."""
        return Outside(self._text.removeprefix(start), is_masked=self._is_masked)

    def __add__(self, other: Outside | str) -> Outside:
        return joined("", (self, other))

    def __radd__(self, other: str) -> Outside:
        return joined("", (other, self))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __contains__(self, words: Outside | str) -> bool:
        return _plain(words) in self._text

    def __eq__(self, other: object) -> bool:
        return self._text == (other._text if isinstance(other, Outside) else other)

    def __lt__(self, other: Outside | str) -> bool:
        return self._text < _plain(other)

    def __hash__(self) -> int:
        return hash(self._text)

    def __str__(self) -> str:
        raise TypeError("text from outside is printed with .to(escape)")

    def __format__(self, how: str) -> str:
        raise TypeError("text from outside is printed with .to(escape)")

    def __repr__(self) -> str:
        return f"Outside({self.to(ascii)})"

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (self._text, self._is_masked)


def joined(between: str, parts: Iterable[Outside | str]) -> Outside:
    """Return parts, ours and from outside, as one text."""
    kept = list(parts)
    masked = all(part._is_masked for part in kept if isinstance(part, Outside))  # noqa: SLF001  # its own kind
    return Outside(between.join(map(_plain, kept)), is_masked=masked)


def said(sentence: str, *parts: Outside | str | int) -> Outside:
    """Return a sentence of ours with parts in the places of its `{}`."""
    pieces = list(_pieces(sentence.split("{}"), parts))
    return joined("", pieces)


def _pieces(ours: list[str], parts: tuple[Outside | str | int, ...]) -> Iterator[Outside | str]:
    yield ours[0]
    for part, words in zip(parts, ours[1:], strict=True):
        yield str(part) if isinstance(part, int) else part
        yield words


def _plain(part: Outside | str) -> str:
    return part._text if isinstance(part, Outside) else part  # noqa: SLF001  # its own kind


def _made(text: str, is_masked: bool) -> Outside:  # what a pickle calls
    return Outside(text, is_masked=is_masked)
