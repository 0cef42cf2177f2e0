"""What the models file says of each model, by any of its names."""

from __future__ import annotations

from typing import Any

from claude_doctor.base.record import record
from claude_doctor.facts import models as facts


@record
class Model:
    """One model. `None` stands for what is not known: a rule says nothing then.

    `family` is the id without `claude-` and date (opus-4-5). `thinking` maps enabled, adaptive, disabled,
    between_tools to whether they are accepted. `known` is its state on the day of the run. `mid_system` is
    True, False or "ignored".
    """

    id: str
    family: str
    known: facts.ModelState
    context_window: int | None
    max_output: int | None
    batch_output_300k: int | None
    thinking: dict[str, bool] | None
    thinks_by_default: bool | None
    sampling: bool | None
    prefill: bool | None
    forced_tool_use: bool | None
    efforts: tuple[str, ...] | None
    effort_default: str | None
    min_cacheable: int | None
    mid_system: bool | str | None

    @property
    def state(self) -> str:
        """Return active, deprecated or retired."""
        return self.known.state


class Models:
    """The models by id and alias as they are on a day, and the day the file was read."""

    def __init__(self, data: dict[str, Any], today: str) -> None:
        self.as_of: str = data["as_of"]
        self.by_name: dict[str, Model] = {}
        for item in data["models"]:
            known = facts.state(item["id"], today)
            if known is not None:
                self.by_name.update(dict.fromkeys((item["id"], *item["aliases"]), _model(item, known)))

    def get(self, name: str) -> Model | None:
        """Return a model by id or alias."""
        return self.by_name.get(name)


def read(today: str) -> Models:
    """Read the models file that comes with the package; `today` is an ISO date."""
    return Models(facts.data(), today)


def _model(item: dict[str, Any], known: facts.ModelState) -> Model:
    def value(key: str) -> Any:
        found = item.get(key)
        return found["value"] if isinstance(found, dict) else found

    thinking = value("thinking")
    sampling = value("sampling_params") or {}
    efforts = value("effort_levels")
    mid_system = value("mid_conversation_system")
    return Model(
        id=item["id"],
        family=_family(item["id"]),
        known=known,
        context_window=value("context_window"),
        max_output=value("max_output_tokens"),
        batch_output_300k=value("batch_max_output_tokens_with_output_300k_beta"),
        thinking={name: bool(thinking[name]) for name in ("enabled", "adaptive", "disabled", "between_tools")}
        if thinking
        else None,
        thinks_by_default="on" in thinking["default"] if thinking else None,
        sampling=None if item["state"] == "retired" else sampling.get("top_k") is True,
        prefill=value("prefill"),
        forced_tool_use=value("forced_tool_use"),
        efforts=None if efforts is None else tuple(efforts),
        effort_default=value("effort_default"),
        min_cacheable=value("min_cacheable_tokens"),
        mid_system="ignored" if isinstance(mid_system, str) else mid_system,
    )


def _family(model_id: str) -> str:
    name = model_id.removeprefix("claude-")
    head, _, tail = name.rpartition("-")
    return head if len(tail) == 8 and tail.isdigit() else name
