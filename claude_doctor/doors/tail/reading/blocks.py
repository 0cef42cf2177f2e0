"""Which lines of a text log belong to one record: a line with a time or a level begins one, stacks and
chained tracebacks go on with it.
"""

from __future__ import annotations

import re

START = re.compile(
    r"\W{0,6}(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d:\d\d:\d\d|\d\d/[A-Z][a-z]{2}/\d{4}|[A-Z][a-z]{2} "
    r"[ \d]\d \d\d:\d\d|\d\d[-/]\d\d[-/ ]\d{2,4}|\d\d-\d\d \d\d:)"
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|[Ii]nfo|[Ww]arn|[Ee]rr|[Ff]ail"
    r"|[Dd]bug)\]?[: ]|[DIWEF], \[|[IWEF]\d{4} \d\d:|time=|ts=|level="
)
_CLASS = re.compile(
    r"(?:[\w$]+(?:[./\\]|::))*[A-Z]\w*(?:Error|Exception|Timeout|Failure|Interrupt"
    r"|Exit)\b(?: \[\w+\])?(?=:|$| \(|\[)|Error: |Exception in |Caused by: "
)
_CHAIN = (
    "During handling of the above exception",
    "The above exception was the direct cause",
    "Caused by: ",
    "Causes:",
    "Wrapped by:",
    "Previous exception",
)
_GOES_ON = (
    "at ",
    "... ",
    "Traceback (most recent",
    "For more information check",
    "}",
    "]",
    "<",
    "|",
    "+-",
    "^",
    'File "',
    "#0",
    "#1",
    "#2",
    "#3",
    "previous ",
    "Next ",
    "During ",
    "The above ",
)

_LOOSE = 4


class Block:
    """Where the lines of one stream stand: the record's number, and whether a traceback is being printed."""

    __slots__ = ("began", "home", "loose", "number", "stamped", "trace", "traced")

    def __init__(self) -> None:
        self.number = 0
        self.home = 0  # the last record that began with a time or level
        self.loose = 0  # lines since then that began records of their own
        self.stamped = False
        self.began = False  # the line before began the record
        self.trace = False  # inside a traceback, whose last line is not there yet
        self.traced = 0  # the record of the last traceback


class Blocks:
    """The records of one file: each has a number, whatever stream it came from."""

    __slots__ = ("_streams", "count")

    def __init__(self) -> None:
        self.count = 0
        self._streams: dict[str, Block] = {}

    def forget(self) -> None:
        """Forget all streams; numbers go on."""
        self._streams.clear()

    def step(self, text: str, stream: str, *, indented: bool) -> int:
        """Return the number of the record that a line belongs to."""
        block = self._streams.get(stream)
        if block is None:
            if len(self._streams) > 1000:
                self._streams.clear()
            block = self._streams[stream] = Block()
        if _is_start(text, block, indented=indented):
            self.count += 1
            block.number, block.began, block.trace = self.count, True, text.startswith("Traceback (most")
            block.stamped = START.match(text) is not None
            block.home, block.loose = (self.count, 0) if block.stamped else (block.home, block.loose + 1)
            if block.trace:
                block.traced = block.number
        return block.number


def _is_start(text: str, block: Block, *, indented: bool) -> bool:
    began, block.began = block.began, False
    if text.startswith(_CHAIN):
        block.number = block.traced or block.number
        block.trace = True
        return False
    if text.startswith("Traceback (most recent"):
        if block.home and not block.stamped and block.loose <= _LOOSE:
            block.number = block.home  # some words of the logger's stand between its line and the traceback
        elif not (began or block.trace) or block.number == 0:
            return True
        block.trace, block.traced = True, block.number
        return False
    if indented:
        block.began = began and not block.stamped
        return block.number == 0
    if START.match(text):
        return True
    if _CLASS.match(text):
        # The last line of a traceback, or the error below the line that tells of it.
        goes_on = block.trace or (began and block.stamped)
        block.trace = False
        if goes_on:
            block.traced = block.number
        return not goes_on
    return not text.startswith(_GOES_ON) and not block.trace
