"""What is known of each model, in words."""

from __future__ import annotations

from claude_doctor.base.outside import Outside
from claude_doctor.doors.models.report import ModelInfo, ModelList
from claude_doctor.facts import models

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def listed(wanted: list[str], today: str) -> ModelList:
    """Return the models asked for (any spelling), else all of them."""
    if not wanted:
        return ModelList(models.as_of(), today, tuple(_info(item, today) for item in models.data()["models"]))
    found: dict[str, ModelInfo] = {}
    unknown = []
    for name in wanted:
        item = models.find(name)
        if item is None:
            unknown.append(Outside(name))
        else:
            found[item["id"]] = _info(item, today)
    return ModelList(models.as_of(), today, tuple(found.values()), tuple(unknown), named=True)


def _info(item: dict[str, Any], today: str) -> ModelInfo:
    state = models.state(item["id"], today)
    if state is None:  # an id of the file is known by definition
        raise KeyError(item["id"])
    said = _value(item, "retires")
    return ModelInfo(
        item["id"],
        tuple(item["aliases"]),
        state.state,
        state.words,
        _value(item, "deprecated_at"),
        state.retires,
        said if isinstance(said, str) and state.retires is None else None,
        state.days_left,
        state.replacement,
        _value(item, "context_window"),
        _value(item, "max_output_tokens"),
        tuple(_refusals(item)) if state.state != models.RETIRED else ("every request",),
    )


def _value(item: dict[str, Any], key: str) -> Any:
    return (item.get(key) or {}).get("value")


def _refusals(item: dict[str, Any]) -> list[str]:
    found = []
    thinking = _value(item, "thinking") or {}
    found += [
        f"thinking type {kind}"
        for kind in ("enabled", "adaptive", "disabled", "between_tools")
        if thinking.get(kind) is False
    ]
    sampling = _value(item, "sampling_params") or {}
    for name in ("temperature", "top_p", "top_k"):
        value = sampling.get(name)
        if value is False:
            found.append(name)
        elif isinstance(value, str):
            found.append(f"{name} other than {value.removeprefix('only ')}")
    if _value(item, "prefill") is False:
        found.append("a prefilled answer")
    if _value(item, "forced_tool_use") is False:
        found.append("forced tool use")
    if _value(item, "mid_conversation_system") is False:
        found.append("system messages in the middle of a conversation")
    return found
