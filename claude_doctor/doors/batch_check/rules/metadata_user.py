"""metadata.user_id: an opaque id, not too long, nothing that names a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Metadata

LONGEST = 512
FORMERLY = 256
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,64}(?:\.[^@\s.]{1,64}){1,8}").fullmatch
_PHONE = re.compile(r"(?:\+|00)[\d\s()./-]{7,24}").fullmatch
_PLACE = "params.metadata.user_id"


@rule("metadata-user-id-length", "metadata-pii", at=param(Params.metadata))
def user(metadata: Metadata, _place: str, request: Request) -> None:
    """Never quote the id: only its length and what it looks like."""
    value = metadata.user_id
    if not isinstance(value, str):
        return
    if len(value) > FORMERLY:
        severity = "" if len(value) > LONGEST else "warning"
        most = LONGEST if len(value) > LONGEST else FORMERLY
        words = (
            f"user_id has {len(value)} characters; {most} are allowed"
            f"{'' if severity == '' else ' by older gateways'}"
        )
        request.found("metadata-user-id-length", _PLACE, words, "Use a hash or a UUID.", severity)
    if "@" in value:
        what = "an email address" if _EMAIL(value) else ""
    else:
        number = value.strip()
        what = (
            "a phone number"
            if number[:1] in ("+", "0") and _PHONE(number) and sum(map(str.isdigit, value)) >= 7
            else ""
        )
    if what:
        request.found(
            "metadata-pii",
            _PLACE,
            f"user_id looks like {what}",
            "Use a hash or a UUID: the id must not name a person.",
        )
