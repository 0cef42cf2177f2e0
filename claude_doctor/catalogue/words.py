"""A text as stems of its words: what the index of the pages holds, and what a paste is compared by."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern

_LONGEST = 40
_WORD = pattern(
    r"@[a-z][\w.-]{0,40}/[a-z][\w.-]{0,60}|[a-z]+(?:['’][a-z]+)?(?:[_-][a-z0-9]+)*|(?<![\w.])\d{2,6}(?![\w.])"
)
# What a printed object calls its fields is no sentence, nor is the path of an address, nor a frame of a stack
# (a path with a line's number: where the program was, not what it says).
_FIELD = pattern(r"""["']\w{1,40}\\{0,4}["']\s{0,4}:""")
_PATH = pattern(r"""(https?://[^/\s'"]{1,100})/[^\s'"]{0,500}""")
_FRAME = pattern(
    r"""(?<![\w.@+~/\\-])(?:file://|file "|[a-z]:|~|\.\.?)?[/\\](?!v1\b)"""
    r"""(?:[\w.@+~-]{1,80}[/\\]){2,}[\w.@+~-]{0,80}"""
    r"""(?:(?::\d{1,7}){1,2}|",\sline\s\d{1,7}(?:,\sin\s[\w<>.]{1,80})?)"""
    r"|traceback \(most recent call last\)"
)
_PARTS = pattern(r"[a-z]{2,}")
# Words of any sentence, and keys of any answer.
_EMPTY = frozenset(
    "a an and any are as at be been being but by can did do does for from had has have he her him his "
    "how i if in into is it its itself me my no"
    " of on or our she so some such than that the their them then there these they this those to up us "
    "was we were what when where which who why"
    " will with would you your also again once just may might could should must need needs shall got "
    "get http https www com org"
    " error errors type code status details none null true false please says said told".split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "ment")


def stems(text: str) -> list[str]:
    """Return the stems of a text in order, empty words left out; an identifier gives itself and its parts."""
    return [found for _, found in pairs(text)]


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, as they stand in lower case, with their stems."""
    found = []
    for word in _WORD.findall(_sentence(text)):
        if word[0] == "@":
            found += [(word, part) for name in word.split("/") for part in _identifier(name.strip("@."))]
        elif len(word) > _LONGEST:
            continue
        elif "_" in word or "-" in word:
            found += [(word, part) for part in _identifier(word)]
        elif word not in _EMPTY:
            found.append((word, stem(word)))
    return found


def _identifier(name: str) -> list[str]:
    return [name.replace("-", "_"), *(stem(part) for part in _PARTS.findall(name) if part not in _EMPTY)]


def is_package(word: str) -> bool:
    """Whether a word of `pairs` is the name of a package, as `@anthropic-ai/claude-code`."""
    return word[0] == "@"


def _sentence(text: str) -> str:
    return _FIELD.sub(" ", _FRAME.sub(" ", _PATH.sub(r"\1 ", text.lower())))


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
