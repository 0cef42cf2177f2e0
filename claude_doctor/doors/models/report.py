"""What `models` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.outside import Outside

MODEL, BETA = "model", "beta"
ERROR, WARNING, NOTE = "error", "warning", "note"


@record
class ModelInfo:
    """One model on a day: `retires` is an ISO date or None, `retires_words` what the source says where it
    names no day.

    Limits are in tokens, None where unknown. `refuses` are sentences about what the model turns away.
    """

    id: str
    aliases: tuple[str, ...]
    state: str
    words: str
    deprecated_at: str | None
    retires: str | None
    retires_words: str | None
    days_left: int | None
    replacement: str | None
    context_window: int | None
    max_output_tokens: int | None
    refuses: tuple[str, ...]


@record
class ModelList:
    """The report of `models`: the models asked for (else all), and the names nobody knows."""

    as_of: str
    today: str
    models: tuple[ModelInfo, ...]
    unknown: tuple[Outside, ...] = ()
    named: bool = False


@record
class Place:
    """A name found in a file: `kind` is model or beta, `severity` error, warning or note; line and column
    count from 1.

    `name` is as it is written, `id` the model's own; `state` is retired, deprecated or, of a beta, ended.
    """

    severity: str
    kind: str
    name: Outside
    id: Outside
    state: str
    file: Outside
    line: int
    column: int
    message: Outside
    fix: Outside
    retires: str | None = None
    replacement: str | None = None


@record
class Search:
    """The report of `models --in`: what was found, in how many files, and what was left out, as (reason,
    files).
    """

    as_of: str
    today: str
    within_days: int
    paths: tuple[Outside, ...]
    files: int
    found: tuple[Place, ...]
    skipped: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[tuple[Outside, Outside], ...] = ()

    @property
    def errors(self) -> int:
        """How many names are of models that are retired."""
        return sum(place.severity == ERROR for place in self.found)

    @property
    def warnings(self) -> int:
        """How many names are of what ends soon, or is of no use any more."""
        return sum(place.severity == WARNING for place in self.found)
