"""What tools put in front of each line they collect: docker compose, kubectl, stern, syslog, Heroku, Fly."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import decode
from claude_doctor.doors.tail.reading.event import Inner

RANK = 90
TAKES = str
_PREFIX = re.compile(
    r"(?:[\w.-]{1,64}\s{0,24}\| |\[pod/[^\]\s]{1,200}\] "  # docker compose, kubectl logs --prefix
    r"|(?:[+-] )?[\w.-]{1,100} › [\w.-]{1,64} (?:\| )?|[a-z][\w-]{1,80} [a-z][\w-]{0,40} (?=\{\")"  # stern
    # gh run view --log, GitHub Actions
    r"|[^\t\n]{1,80}\t[^\t\n]{1,80}\t(?=\d{4}-\d\d-\d\dT)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z (?=##\[)"
    # syslog, Heroku
    r"|(?:<\d{1,3}>1? ?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+(?:Z"
    r"|[+-]\d\d:\d\d)) (?:[\w.:-]{1,100} )?[\w./-]{1,64}\[[\w.]{1,24}\]:? )"
)


_NAME = re.compile(r"([\w.-]{1,64}?)\s{0,24}\| |\[pod/([^\]\s]{1,200})\] ")


def read(text: str) -> Inner | None:
    """Hand on what stands behind the prefix, with the time in it."""
    found = _PREFIX.match(text)
    rest = text[found.end() :].strip() if found else ""
    if not found or not rest:
        return None
    named = _NAME.match(found[0])
    return Inner(
        text[found.end() :].rstrip(), decode.time_in(found[0]), stream=named[1] or named[2] if named else ""
    )
