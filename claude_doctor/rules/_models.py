"""What the models file says of each model, by any of its names."""

from __future__ import annotations

import os
from typing import Any

import msgspec

from claude_doctor.record import record

_FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "models.json")


@record
class Model:
    """One model. `None` stands for what is not known: a rule says nothing then.

    `family` is the id without `claude-` and date (opus-4-5). `thinking` maps enabled, adaptive, disabled, between_tools to whether
    they are accepted. `retires` is an ISO date only where it is a fixed day. `mid_system` is True, False or "ignored".
    """

    id: str
    family: str
    state: str
    retires: str | None
    replacement: str | None
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


class Models:
    """The models by id and alias, and the day the file was read."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.as_of: str = data.get("as_of", "")
        self.by_name: dict[str, Model] = {}
        for item in data.get("models", ()):
            model = _model(item)
            for name in (model.id, *item.get("aliases", ())):
                self.by_name[name] = model

    def get(self, name: str) -> Model | None:
        """Return a model by id or alias."""
        return self.by_name.get(name)


def read() -> Models:
    """Read the models file that comes with the package."""
    with open(_FILE, "rb") as file:
        return Models(msgspec.json.decode(file.read()))


def _model(item: dict[str, Any]) -> Model:
    def value(key: str) -> Any:
        found = item.get(key)
        return found["value"] if isinstance(found, dict) else found

    thinking = value("thinking")
    sampling = value("sampling_params") or {}
    retires = value("retires")
    efforts = value("effort_levels")
    mid_system = value("mid_conversation_system")
    return Model(
        id=item["id"],
        family=_family(item["id"]),
        state=item["state"],
        retires=retires if retires and retires[:2] == "20" else None,
        replacement=value("replacement"),
        context_window=value("context_window"),
        max_output=value("max_output_tokens"),
        batch_output_300k=value("batch_max_output_tokens_with_output_300k_beta"),
        thinking={name: bool(thinking[name]) for name in ("enabled", "adaptive", "disabled", "between_tools")} if thinking else None,
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
