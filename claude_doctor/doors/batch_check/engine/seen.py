"""What a run has met: model names, each looked at once, and the shapes of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.reporter import Fault, Scope

# No model writes as many tokens.
_ANY = 1 << 62


class ModelSeen:
    """A model name met in this run: what it is, what is wrong with it, how often it came."""

    __slots__ = ("count", "faults", "model", "most", "number")

    def __init__(self, model: Model | None, faults: list[Fault], number: int) -> None:
        self.model = model
        self.faults = faults
        # What no check of max_tokens minds; of a model that is unknown or gone any number.
        self.most = model.max_output if model and model.max_output and model.state != "retired" else _ANY
        # Its part of the number of a shape, above the bits of the keys.
        self.number = (number & 0xFFFFFF) << 36
        self.count = 0


class Seen(dict[str, ModelSeen]):
    """The model names, by name; their own checks run when they are met first. `shapes` are numbers, the same
    for requests of one shape.
    """

    def __init__(self, scope: Scope, checks: Sequence[Callable[..., None]]) -> None:
        super().__init__()
        self.shapes: set[int] = set()
        self._scope = scope
        self._checks = checks

    def __missing__(self, name: str) -> ModelSeen:
        report = Reporter(self._scope)
        model = self._scope.models.get(name)
        for check in self._checks:
            check(model, name, report)
        seen = self[name] = ModelSeen(model, report.faults, hash(name))
        return seen
