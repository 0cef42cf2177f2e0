"""Dictionaries as Python prints them: single quotes, None, True."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 110
NAME = "Python dictionaries as they are printed, not JSON"
WAY_OUT = "Write each line with `json.dumps(request)`, not with `str(request)` or `print(request)`."
_KEY = re.compile(rb"\s*\[?\s*\{\s*'[\w-]{1,64}'\s*:")


def recognise(head: Head) -> bool:
    """Whether the text begins with a dictionary whose first key has single quotes."""
    return bool(_KEY.match(head.text))
