"""`--alert 'overloaded_529 > 5 in 1h'`: what is watched, above which number, within how much log time."""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.base.errors import UsageError
from claude_doctor.base.model import CATEGORIES
from claude_doctor.base.record import record
from claude_doctor.doors.tail.reading import times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event

FORM = (
    "an alert is written 'overloaded_529 > 5 in 1h', 'failed(429) >= 3 in 10m' or 'share(rate_limit) > "
    "20% in 10m', and may end in 'every 1d'"
)
MEASURES = ("count", "failed", "share")
_TOKEN = re.compile(r"\s*(>=|[>()%]|[^\s>()%]+)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@record
class Subject:
    """What an alert is about: `by` is any, status, class (4xx, 5xx), category or cause."""

    by: str
    name: str = ""
    type: str = ""

    def matches(self, event: Event, category: str | None) -> bool:
        """Whether a failed attempt is of this kind."""
        status = event.status or event.status_inferred
        if self.by == "status":
            return str(status) == self.name
        if self.by == "class":
            return status is not None and str(status)[0] == self.name
        if self.by == "category":
            return category == self.name
        return (
            self.by == "any" or event.diagnosis == self.name or (self.type != "" and event.type == self.type)
        )


@record
class Alert:
    """One rule. `window` and `every` (the pause after it fired) are microseconds; a share is in percent."""

    rule: str
    measure: str
    subject: Subject
    inclusive: bool
    limit: float
    window: int
    every: int

    def over(self, value: float) -> bool:
        """Whether a value is too high."""
        return value >= self.limit if self.inclusive else value > self.limit


def parse(rule: str) -> Alert:
    """Read an alert as it is written; UsageError says what was expected, and where."""
    reader = _Reader(rule)
    measure, subject = _measured(reader)
    operator = reader.take("> or >=", (">", ">="))
    limit = float(reader.number())
    if reader.next == "%":
        reader.step()
        if measure != "share":
            reader.fail("no percent sign: only share(...) is a percentage", back=True)
    elif measure == "share":
        reader.fail("% after the number: a share is a percentage")
    reader.take("the word in", ("in",))
    window = reader.span()
    every = window
    if reader.next == "every":
        reader.step()
        every = reader.span()
    if reader.next:
        reader.fail("the end, or every and a span")
    return Alert(rule, measure, subject, operator == ">=", limit, window, every)


def _measured(reader: _Reader) -> tuple[str, Subject]:
    word = reader.word("a cause, category, status, any, failed(...) or share(...)")
    if reader.next != "(":
        return "count", _subject(reader, word)
    if word not in MEASURES:
        reader.fail("failed(...), share(...) or count(...)", back=True)
    reader.step()
    inner = "any" if reader.next == ")" else reader.word("a cause, category, status or any")
    subject = _subject(reader, inner)
    reader.take("a closing parenthesis", (")",))
    return word, subject


def _subject(reader: _Reader, word: str) -> Subject:
    name = word.lower()
    if name in {"any", "*"}:
        return Subject("any")
    if re.fullmatch("[1-5]xx", name):
        return Subject("class", name[0])
    if re.fullmatch("[1-5][0-9][0-9]", name):
        return Subject("status", name)
    if name in CATEGORIES:
        return Subject("category", name)
    entry = None if name.isdigit() else catalogue.find(name)
    if entry is None:
        near = " or ".join(catalogue.nearest(name, 2)) or f"{', '.join(CATEGORIES[:3])} ..."
        reader.fail(f"a cause, category or status; no {word!r} is known (perhaps {near})", back=True)
    # The name of an API type means every error of that type, whatever its cause.
    return Subject("cause", entry.id, name if entry.type == name else "")


class _Reader:
    """The words of a rule, one after the other, with their places."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self._tokens = [(found[1], found.start(1)) for found in _TOKEN.finditer(rule)]
        self._at = 0

    @property
    def next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def step(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]

    def take(self, wanted: str, words: tuple[str, ...]) -> str:
        if self.next.lower() not in words:
            self.fail(wanted)
        return self.step()

    def word(self, wanted: str) -> str:
        if not self.next or self.next in {">", ">=", "(", ")", "%"}:
            self.fail(wanted)
        return self.step()

    def number(self) -> str:
        if not _NUMBER.fullmatch(self.next):
            self.fail("a number")
        return self.step()

    def span(self) -> int:
        length = times.span(self.next) if self.next else None
        if not length:
            self.fail("a span of time such as 30s, 10m, 1h or 7d")
        self.step()
        return length

    def fail(self, wanted: str, *, back: bool = False) -> NoReturn:
        """Raise, naming the place of the next word, or with `back` of the one just read."""
        at = self._at - back
        place = self._tokens[at][1] if at < len(self._tokens) else len(self.rule)
        found = f"{self.rule[place : place + 30]!r}" if place < len(self.rule) else "the end"
        raise UsageError(
            f"--alert {self.rule!r}: at character {place + 1} ({found}) expected {wanted}; {FORM}"
        )


if TYPE_CHECKING:
    from typing import NoReturn
