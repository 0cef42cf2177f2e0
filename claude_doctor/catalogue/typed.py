"""Words that people type where they have no message: `batch expired`, in any order, with or without "Claude
API".
"""

from __future__ import annotations

MOST = 8
# Words that are in such a query and say nothing about which page is meant.
_FILLERS = frozenset(
    ("a", "an", "the", "is", "my", "in", "of", "claude", "anthropic", "api", "error", "errors")
)


def key(words: str) -> str:
    """Return what two queries with the same words have in common; "" for one that is empty or has too many
    words.
    """
    if len(words) > 120:
        return ""
    found = [word.strip(".,:;!?'\"`()") for word in words.lower().replace("_", " ").replace("-", " ").split()]
    kept = sorted({word for word in found if word and word not in _FILLERS})
    return " ".join(kept) if len(kept) <= MOST else ""
