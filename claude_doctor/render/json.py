"""One JSON document, indented, in which nothing is left that a terminal would act on."""

from __future__ import annotations

from claude_doctor.base import clock
from claude_doctor.base.version import __version__
from claude_doctor.facts import age
from claude_doctor.render.dumps import dumps
from claude_doctor.render.escape import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    from claude_doctor.render.style import Style

_PIECE = 1 << 16


def write(value: dict[str, Any], out: TextIO, style: Style) -> None:
    """Write a dictionary as a document, with what every document says: who wrote it, when, and of which day
    its facts are.
    """
    value["tool"] = {"name": "claude-doctor", "version": __version__}
    value["generated_at"] = clock.moment()
    value["facts_as_of"] = age.AS_OF
    if style.configured:
        value["configured_by"] = dict(style.configured)
    dump(value, out, style)


def dump(value: object, out: TextIO, style: Style) -> None:
    """Write a document whose keys somebody else has fixed (SARIF, code quality): nothing is added to it."""
    text = json_text(dumps(value, ascii_only=not style.unicode)) + "\n"
    # In pieces: of one very large write Python does not notice that the reader went away.
    for at in range(0, len(text), _PIECE):
        out.write(text[at : at + _PIECE])
