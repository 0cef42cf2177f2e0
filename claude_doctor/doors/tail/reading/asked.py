"""What the lines around a failure say of it: whom a line before it asked, which piece of work it is about,
and whether a calm line seems to end its loop.

All is remembered for a bounded number of lines of one stream.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import evidence, loop, subject, vendors
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.fields import IMPLIED
from claude_doctor.doors.tail.reading.told import WORDS, retried

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Key

_STREAMS = 1000
# What the inside of an object that was printed over several lines begins with.
_INSIDE = "'}])"
_HEAD = 300
# Lines after which what was asked, a loop and the wording of a failure are forgotten.
_ASKED = 3
_CURLED = 8
_LOOP = 200
_WORDING = 2000
_MOST = 200
_TRIES = re.compile(r"\b(?:attempt|try|retry) ?#?\d", re.I)
_CLIENTS = frozenset(
    ("http_client_text", "access_text", "python_sdk_debug", "ts_sdk_debug", "ts_sdk_console")
)
_HOST = re.compile(
    r"https?://(?:[^/\s@]{1,80}@)?([\w.-]+)|\b([\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ai|dev"
    r"|local)):\d{2,5}\b"
    r"|\b(?:to|from|calling|at) ([\w-]+(?:\.[\w-]+){1,4}\.?[a-z]{2,})\b"
)
_OURS = re.compile(
    r"(?:^|\.)(?:anthropic|claude)\.(?:com|ai)$|^bedrock-runtime\.|aiplatform\.googleapis\.com$"
)
# A request that is about to be sent, not a page of help.
_ASKS = re.compile(
    r"\b(?:POST|calling|call to|request(?:ing)?|sending|connect\w*|connection|asking|url)\b", re.I
)
_STATUS = re.compile(
    r"\b(?:[Ss]tatus(?:[ _][Cc]ode)?|HTTP|returned error|[Ee]rror code|[Rr]esponse code|responded with|code)"
    r"(?:\W{1,3}|=)([45]\d\d)(?![\w.%]|,\d)|(?<![\w.:=/#-])([45]\d\d) (?:[A-Z][a-z]+ ?){1,3}(?:$|[:(,.])"
)
# Only Claude's API sends this status with this word.
_OWN = re.compile(r"(?<![\w.:=/#-])529 \(?Overloaded\b", re.I)
_CURL = re.compile(r"curl: \((\d{1,2})\) ")
_FINE = re.compile(r"\b[Ss]tatus\W{0,3}20\d\b")
_CUT = re.compile(
    r"peer closed connection|incomplete (?:chunked )?(?:read|message)|IncompleteRead"
    r"|[Pp]remature (?:close|end)"
    r"|stream (?:ended|closed|interrupted|aborted)|: terminated\b|response ended prematurely|unexpected EOF"
)
_BAD = re.compile(
    r"\b(?:ERR(?:OR)?|CRITICAL|FATAL|WARN(?:ING)?|SEVERE|[Ff]ail(?:ed|ure|ing|s)?|[Ee]rrors?|[Ww]arn(?:ing)?"
    r"|fatal|crit|gave up|giving up|[Tt]imed? ?out|skipp\w+|abort\w*|refused|[Tt]raceback|without"
    r"|\w+(?:Error|Exception))\b"
)


class Stream:
    """What was said last in one stream of a file."""

    __slots__ = (
        "asked",
        "cut",
        "failed",
        "heads",
        "last",
        "line",
        "loops",
        "number",
        "since",
        "status",
        "units",
    )

    def __init__(self) -> None:
        self.line = 0
        self.since = 0  # the first line of the block before this one
        self.asked: int | None = None  # the line that asked Claude
        self.cut: int | None = None  # the line that said that the answer began
        self.number = 0  # of what was asked
        self.failed = 0  # failures since, the line of the last one, and its status
        self.last = 0
        self.status: int | None = None
        self.heads: dict[str, int] = {}  # the wording of Claude's failures, and the line that had it last
        self.loops: dict[str, int] = {}  # who tries again
        self.units: tuple[Key, ...] = ()  # what the record at hand is about

    def turn(self) -> None:
        """Forget what stood before the block that ends now."""
        self.asked = None if self.asked is not None and self.asked < self.since else self.asked
        self.cut = None if self.cut is not None and self.cut < self.since else self.cut
        if self.last < self.since:
            self.failed, self.status = 0, None
        self.heads = {head: line for head, line in self.heads.items() if line >= self.since}
        self.loops = {who: line for who, line in self.loops.items() if line >= self.since}
        self.since = self.line + 1


class Asked:
    """The streams of one file."""

    __slots__ = ("_streams",)

    def __init__(self) -> None:
        self._streams: dict[str, Stream] = {}

    def turn(self) -> None:
        """Begin with the next block of the file."""
        for held in self._streams.values():
            held.turn()

    def placed(
        self, events: list[Event], text: str, stream: str, *, starts: bool, indented: bool
    ) -> list[Event]:
        """Return the events of a line of text with what the lines before it say; `starts` says that the line
        begins a record.
        """
        held = self._streams.get(stream)
        if held is None:
            if len(self._streams) >= _STREAMS:
                self._streams.clear()
            held = self._streams[stream] = Stream()
        held.line += 1
        if starts:
            held.units = ()
            if held.loops or any(char.isdigit() for char in text[:_HEAD]):
                held.units = subject.units(text[:_HEAD])
        said = [event for event in events if event.kind != "noise" or event.link or event.other]
        if said:
            for event in said:
                _known(event, text, held)
            return events
        if events or indented or text[:1] in _INSIDE:
            return events
        return _unsaid(text, held)

    def recalled(self, events: list[Event], stream: str) -> None:
        """Join the failures of a record that stands between lines of text to the line that told of it."""
        held = self._streams.get(stream)
        if held is not None and held.failed:
            held.line += 1
            for event in events:
                if event.is_error:
                    _again(event, held)


def _known(event: Event, text: str, held: Stream) -> None:
    """Remember what a line that was understood says, and give it the piece of work it is about."""
    if event.other:
        held.asked = held.cut = None
        return
    if event.link == "retrying":
        held.loops["\0"] = held.line
    if not event.is_error or event.kind not in {"terminal", "retry", "attempt"}:
        held.cut = held.line if event.link == "new" and event.kind == "ok" else held.cut
        if event.kind == "ok":
            held.asked = None
        elif event.link == "closes" and "://" in text:
            _address(text, held)
        return
    held.cut = None
    if event.link or event.block < 0 or any(key[0] not in {"turn", "unit"} for key in event.gives):
        return
    if event.format not in _CLIENTS:
        _aimed(event, text, held)
    _again(event, held)


def _again(event: Event, held: Stream) -> None:
    """Join the body of an answer, or the words of its failure, to the client's line about it."""
    if held.asked is not None and not held.failed:
        held.asked = None  # this is what became of it
    if held.failed and held.line - held.last <= _CURLED and event.kind == "terminal":
        if (event.status or IMPLIED.get(event.type or "")) == held.status:
            event.looks, event.joined = (("open", "asked", held.number),), True
        held.failed = 0


def _aimed(event: Event, text: str, held: Stream) -> None:
    units = held.units or subject.units(text[:_HEAD])
    event.units = units
    keys = tuple(("open", *unit) for unit in units)
    event.gives = (*event.gives, *keys)
    if (event.retry or {}).get("attempt") != 1:  # the first attempt begins another request
        event.looks = (*event.looks, *keys)
    head = subject.head(text[:_HEAD])
    if _TRIES.search(text[:_HEAD]) and event.kind == "retry" and "attempt" in (event.retry or {}):
        if len(held.heads) >= _MOST:
            held.heads.clear()
        held.heads[head] = held.line
    if event.kind == "retry":
        who = subject.tag(text[:_HEAD])
        if len(held.loops) >= _MOST:
            held.loops.clear()
        held.loops[who] = held.line
        event.gives = (*event.gives, ("open", "by", who))


def _address(text: str, held: Stream) -> None:
    for found in _HOST.finditer(text[:_HEAD]):
        if _OURS.search(found[1] or found[2] or found[3]):
            if _ASKS.search(text[:_HEAD]):
                held.asked, held.failed = held.line, 0
                held.number += 1
        else:
            held.asked = None
            held.cut = None
        return


def _unsaid(text: str, held: Stream) -> list[Event]:
    """Return what a line says in the light of those before it."""
    head = text[:_HEAD]
    if held.asked is not None or "nthropic" in head or "claude." in head:
        _address(text, held)
        if held.asked == held.line:
            return []
    if _BAD.search(head) or _CURL.search(head):
        return _failure(text, head, held)
    if held.asked is not None and not held.failed and _FINE.search(head):
        held.asked = None
    if not subject.is_calm_end(head):
        return []
    return _ended(head, held)


def _failure(text: str, head: str, held: Stream) -> list[Event]:
    curl = _CURL.search(head)
    asked = held.asked is not None and held.line - held.asked <= (_CURLED if curl else _ASKED)
    cut = held.cut is not None and held.line - held.cut <= _ASKED and _CUT.search(head)
    known = held.heads.get(subject.head(head))
    known_words = known is not None and _TRIES.search(head) and held.line - known <= _WORDING
    own = _OWN.search(head)
    if not (asked or cut or known_words or own) or _is_others(head):
        return []
    found = _STATUS.search(head)
    words = WORDS.search(head) or cut or (curl and not found)
    if not (found or words or own):
        if asked and not curl and not text.startswith(("Caused by", "\tat", "at ")):
            held.asked = None if held.failed else held.asked
        return []
    event = Event("terminal", message=text.strip())
    if found or own:
        event.status = int(found[1] or found[2]) if found else 529
    else:
        event.network = "connection_error"
    loop.numbered(event, text)
    retried(event, head) if not event.gives else None
    if asked:
        key = ("open", "asked", held.number)
        event.looks = event.gives = (key,)
        if curl:
            event.kind = "retry"  # it says so of each attempt, and nothing of the end
        held.failed += 1
        held.last, held.status = held.line, event.status
        held.asked = held.line if curl else (None if event.kind == "terminal" else held.line)
    held.cut = None
    _aimed(event, text, held)
    return [event]


def _is_others(head: str) -> bool:
    for found in _HOST.finditer(head):
        if not _OURS.search(found[1] or found[2] or found[3]):
            return True
    return evidence.other(head) is not None or vendors.is_other_model(head)


def _ended(head: str, held: Stream) -> list[Event]:
    """Return the end of a loop that a calm line seems to tell of."""
    looks: tuple[Key, ...] = ()
    if held.asked is not None and held.failed:
        looks = (("open", "asked", held.number),)
        held.asked = None
    elif held.loops:
        who = subject.tag(head)
        looks = tuple(("open", *unit) for unit in held.units)
        at = held.loops.get(who)
        if at is not None and held.line - at <= _LOOP:
            looks = (*looks, ("open", "by", who))
            del held.loops[who]
    return [Event("noise", link="seems", looks=looks, units=held.units)] if looks else []
