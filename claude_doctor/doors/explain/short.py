"""The short form of a page as data: what it is, what to do, the wait, the cost, how sure, and what else it
may be.
"""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Diagnosis, Entry, Signal

MOST_FIXES = 3
# Words that stand before a full stop which ends no sentence.
_SHORTENED = ("e.g", "i.e", "etc", "vs", "no", "approx", "cf")
# A title begins with a capital; behind a status and a type only a name keeps it.
_SMALL = frozenset(
    (
        "The A An This That There No Not Too More Two Three One Your Another Every Both Something Only "
        "Several Some Nothing Input Request Requests"
    ).split()
)
RETRY = {
    "yes": "yes",
    "no": "no",
    "after_fix": "fix first",
    "after_wait": "after a wait",
    "conditional": "it depends",
}
DOUBT = {"certain": "", "likely": "Likely: ", "guess": "Only a guess: "}
SURE = {
    "documented": "documented",
    "observed": "observed, not documented",
    "inferred": "inferred, not documented: check before relying on it",
}


@record
class Short:
    """A page in brief. `fixes` are at most three, whole; `more` says how many the page has beside them;
    `read` is an ISO date.

    `here` is what the page says of the platform that was asked for.
    """

    head: str
    fault: str
    retry: str
    meaning: str
    fixes: tuple[str, ...]
    more: int
    wait: str
    cost: str
    related: tuple[str, ...]
    sure: str
    read: str
    here: tuple[str, ...] = ()


def of(found: Diagnosis, signal: Signal | None = None, platform: str | None = None) -> Short:
    """Return the short form of a diagnosis; a request id of the signal is
    put into the fix that asks for one.
    """
    entry = found.entry
    chosen = [entry.fixes[at - 1] for at in entry.short_fixes] or list(entry.fixes[:MOST_FIXES])
    return Short(
        head=DOUBT[found.confidence] + headline(entry),
        fault=entry.fault,
        retry=RETRY[entry.retryable],
        meaning=first_sentence(entry.meaning),
        fixes=tuple(_with_id(fix, signal.request_id if signal else None) for fix in chosen),
        more=len(entry.fixes) - len(chosen),
        wait=wait(entry),
        cost=entry.billed,
        related=entry.related,
        sure=SURE[entry.confidence],
        here=entry.platforms if platform else (),
        read=max((source.read for source in entry.sources), default=""),
    )


def headline(entry: Entry) -> str:
    """Return the title as people search for it: status and type first."""
    names = " ".join(
        str(part) for part in (entry.status if entry.status != 200 else None, entry.type) if part
    )
    if not names:
        return entry.title
    title = entry.title.removeprefix(f"{entry.status}: ").removeprefix(f"{entry.type}: ")
    first, space, rest = title.partition(" ")
    return f"{names}: {first.lower() if first in _SMALL else first}{space}{rest}"


def wait(entry: Entry) -> str:
    """Return when to send it again, in one line of words; the page's own
    sentence where it has no schedule.
    """
    if not entry.delays_s:
        return entry.wait
    steps = ", ".join(f"{step:g}" for step in entry.delays_s)
    if (
        entry.retryable == "yes"
        and entry.wait.startswith(("Retry after", "Retry with", "Wait 1 s"))
        and len(entry.wait) < 90
    ):
        return f"{steps} s with jitter" + (
            "; a retry-after header goes first" if entry.honour_retry_after else ""
        )
    return f"{entry.wait.rstrip('.')} ({steps} s)"


def first_sentence(text: str) -> str:
    """Return the first sentence; a full stop inside a name, a version or a known abbreviation does not end
    it.
    """
    text = " ".join(text.split())
    at = -1
    while True:
        found = [place for mark in ".!?" if (place := text.find(f"{mark} ", at + 1)) >= 0]
        if not found:
            return text
        at = min(found)
        before = text[:at].rsplit(" ", 1)[-1].lstrip("(").lower()
        inside = text.count("`", 0, at) % 2 == 1
        if not inside and before not in _SHORTENED and not text[at + 2 : at + 3].islower():
            return text[: at + 1]


def _with_id(fix: str, request_id: str | None) -> str:
    # What a page says further down, the short form does not show.
    fix = fix.replace(" (code below)", "").replace(", below)", ")")
    if not request_id or "request id" not in fix.lower() or request_id in fix:
        return fix
    return f"{fix.rstrip('.')}: {request_id}"
