"""What failures may be grouped by."""

from __future__ import annotations

from claude_doctor.base.errors import UsageError

BY = ("cause", "fault", "category", "status", "type", "model", "platform", "file", "stream")
_FIELD = "field:"
_LONGEST = 200


def grouped(by: str) -> None:
    """Refuse what nothing can be grouped by, with UsageError."""
    if by in BY:
        return
    if by.startswith(_FIELD):
        if by.removeprefix(_FIELD).rpartition(".")[2].strip() and len(by) <= _LONGEST:
            return
        raise UsageError("--by field:NAME names a key of the records, such as field:tenant")
    near = f"; did you mean field:{by}?" if by.isidentifier() else ""
    raise UsageError(f"--by {by!r}: give {', '.join(BY)} or field:NAME{near}")


def apart(by: str) -> str:
    """Return what cells are kept apart by beside the usual, "" for what they hold anyway."""
    return by if by in {"file", "stream"} or by.startswith(_FIELD) else ""
