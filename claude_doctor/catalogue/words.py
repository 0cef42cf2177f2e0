"""A text as stems of its words: what the index of the pages holds, and what a paste is asked for."""

from __future__ import annotations

from claude_doctor.lazy import pattern

TOP = 4000  # characters of a text that are looked at
LONGEST = 40
_WORD = pattern(r"[a-z]+(?:['’][a-z]+)?(?:[_-][a-z0-9]+)*|(?<![\w.])\d{2,6}(?![\w.])")
_PARTS = pattern(r"[a-z]{2,}")
# Words that stand in any sentence; what they deny or compare is told by the words beside them.
_EMPTY = frozenset(
    "a an and any are as at be been being but by can did do does for from had has have he her him his how i if in into is it its itself me my no nor"
    " of on or our she so some such than that the their them then there these they this those to up us was we were what when where which who why"
    " will with would you your also again once just may might could should must need needs shall got get gets error errors message type request"
    " please code status details none null true false http https www com org says said told".split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "ment")
_DENIED = ("unsupported", "invalid", "unauthorized", "unavailable", "unexpected", "unknown", "unable", "cannot", "disallowed", "impossible")


def stems(text: str) -> list[str]:
    """Return the stems of a text in order, empty words left out; an identifier gives itself and its parts."""
    found = []
    for word in _WORD.findall(text[:TOP].lower()):
        if len(word) > LONGEST:
            continue
        if "_" in word or "-" in word:
            found.append(word.replace("-", "_"))
            found += [stem(part) for part in _PARTS.findall(word) if part not in _EMPTY]
        elif word not in _EMPTY:
            found.append(stem(word))
    return found


def stem(word: str) -> str:
    """Return a word without its commonest English endings."""
    word = word.partition("'")[0].partition("’")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
