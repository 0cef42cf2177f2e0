"""The questions to the other commands, made from what `preflight` was
asked: every option of theirs is data.
"""

from __future__ import annotations

from claude_doctor.base.options import Args
from claude_doctor.base.record import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMON = frozenset(Args.__match_args__)


def question(command: Any, args: Args, **values: object) -> Any:
    """Return the record a command is asked with: `values`, the common options of this run, and its own
    defaults.
    """
    found: dict[str, object] = {
        option.dest: [] if option.many else (False if option.kind == "flag" else option.default)
        for option in command.OPTIONS
    }
    common = {name: value for name, value in fields(args) if name in _COMMON}
    return command.ASKED(**{**found, **common, **values})
