"""Rows of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 100
NAME = "a table (CSV or TSV)"
WAY_OUT = 'Write one {"custom_id": ..., "params": ...} a row with a JSON library.'
# A line of headings: short names between separators.
_HEADINGS = re.compile(rb'[ \t]*"?[A-Za-z_][\w .\-]{0,60}"?(?:[,;\t][ \t]*"?[\w .\-]{1,60}"?)+[ \t]*\r?')


def recognise(head: Head) -> bool:
    """Whether the first line holds headings, and the next as many separators or more."""
    first, _, rest = head.text.partition(b"\n")
    if len(first) > 4096 or not _HEADINGS.fullmatch(first) or head.item:
        return False
    row = rest.partition(b"\n")[0]
    separator = max(b",;\t", key=lambda code: first.count(bytes([code])))
    return row.count(bytes([separator])) >= first.count(bytes([separator]))
