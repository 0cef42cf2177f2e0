"""What a machine made to be guessed by nobody: the look of a key, told from words, versions, paths and known
ids.
"""

from __future__ import annotations

from claude_doctor.base.lazy import pattern

# Ids that scripts join on, models, images and pictures in base64: as random as a key, and no secret.
_HARMLESS = pattern(
    r"(?:(?:req|toolu|srvtoolu|msg|msgbatch|file|call|wrkspc|org|container|skill|session|cse|env|ofid|batch"
    r"|resp|run|thread|asst|gen|evt|event"
    r"|user|acct|cus|mcptoolu|memory|compl?|trace|span|task|job|agent|vault|sesn|sevt)_|(?:chatcmpl"
    r"|cmpl|req|resp|msg|call|run|evt)-|claude-|anthropic\.|(?:us|eu|apac|global)\.anthropic\."
    r"|gpt-|gemini-|iVBORw0KGgo|/9j/|R0lGOD|UklGR|JVBERi|0x[0-9a-f]{1,16}$|Root=1-|sha(?:1|256|384"
    r"|512)[-:]|\.{0,2}/|~/)"
)
_UUID = pattern(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_LOOKED_AT = 128  # so many characters tell


def is_harmless(token: str) -> bool:
    """Say whether a token is of a kind that is random and yet no secret, uuids aside."""
    return _HARMLESS.match(token) is not None


def is_uuid(token: str) -> bool:
    """Say whether a token is a uuid and nothing else."""
    return _UUID.fullmatch(token) is not None


def is_made(token: str, least: float = 0.28, digits: int = 2) -> bool:
    """Say whether a token looks random: letters, digits and cases change far more often than in words, dates
    and versions.

    Of random base62 about 0.6 of all neighbours differ in kind, of hexadecimal 0.47, of capitals and digits
    0.3; of camelCase words 0.25, of names, dates and versions below 0.15.
    """
    changes = pairs = found = letters = 0
    before = ""
    for char in token[:_LOOKED_AT]:
        kind = "d" if char.isdigit() else "l" if char.islower() else "u" if char.isupper() else ""
        found += kind == "d"
        letters += kind in ("l", "u")
        if kind and before:
            pairs += 1
            changes += kind != before
        before = kind
    return found >= digits and letters >= 2 and pairs >= 10 and changes >= least * pairs
