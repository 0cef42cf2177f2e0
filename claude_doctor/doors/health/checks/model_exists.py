"""Whether this key can use the model, and for how long it will be there."""

from __future__ import annotations

import shlex
from urllib.parse import quote

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine import lifecycle as _lifecycle
from claude_doctor.doors.health.engine.board import needed
from claude_doctor.doors.health.engine.http_faults import foreign
from claude_doctor.doors.health.engine.outcome import (
    FAIL,
    MissingNeedError,
    Outcome,
    passed,
    skipped,
    warned,
)
from claude_doctor.doors.health.settings import headers as _config_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "model.exists",
    "model",
    220,
    ("auth.models", "cfg.model"),
    "credential",
    "",
)
VERIFIES = "GET /v1/models/{id}: lifecycle, retirement date, limits; near names when it is unknown"


def run(state: State) -> Outcome:
    """Ask for each model; the first that is wrong decides."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    if state.board.listing is None:
        return skipped("the list of models is not served here")
    if not state.models:
        return skipped("no model was asked for and none is listed")
    outcomes = [_one(state, model) for model in state.models]
    worst = next((o for status in ("fail", "warn") for o in outcomes if o.status == status), None)
    if worst:
        return replace(
            worst, summary=" ".join(outcome.summary for outcome in outcomes if outcome.status == worst.status)
        )
    if len(outcomes) == 1:
        return outcomes[0]
    return passed(
        "; ".join(outcome.summary for outcome in outcomes),
        models=[dict(outcome.details) for outcome in outcomes],
    )


def _one(state: State, model: str) -> Outcome:
    answer = state.web().ask(
        "GET",
        f"/v1/models/{quote(model, safe='')}",
        _config_headers.request_headers(state.credential, state.custom),
    )
    if answer.status == 404 and not foreign(state, answer):
        return _unknown(state, model, answer)
    problem = api_faults.refused(state, answer)
    if problem:
        return problem
    return _found(state, model, answer.json)


def _found(state: State, model: str, info: dict[str, Any]) -> Outcome:
    facts = {
        name: info.get(name)
        for name in ("id", "lifecycle", "retires_at", "max_input_tokens", "max_tokens")
        if info.get(name) is not None
    }
    if info.get("lifecycle") == "retired":
        return _retired(state, model, info.get("retires_at"), facts)
    left = _lifecycle.days(info.get("retires_at"), state.now())
    why = f" ({state.models_from})" if state.models_from else ""
    if info.get("lifecycle") == "deprecated" or (left is not None and left < _lifecycle.NEAR_DAYS):
        when = (
            f", in {left} days" if left is not None and left >= 0 else ", overdue" if left is not None else ""
        )
        words = (
            f"{model} is deprecated: it retires "
            f"on {str(info.get('retires_at') or 'a date not yet named')[:10]}{when}."
        )
        return warned(
            words,
            f"Move to a newer model, like {_newest(state)}.",
            f"claude-doctor health --model {shlex.quote(_newest(state))}",
            **facts,
        )
    shown = model if info.get("id") in (None, model) else f"{model} ({info['id']})"
    return passed(f"{shown} is {info.get('lifecycle') or 'there'}{why}", **facts)


def _retired(state: State, model: str, when: object, facts: dict[str, Any]) -> Outcome:
    words = f"{model} was retired on {str(when)[:10] if when else 'an earlier day'}: requests for it fail."
    known = _lifecycle.known(model, state.now())
    newer = (known.replacement if known else None) or _newest(state)
    return Outcome(
        FAIL,
        words,
        f"Ask for a newer model, like {newer}.",
        f"claude-doctor health --model {shlex.quote(newer)}",
        "yours",
        tuple(facts.items()),
        entry="model_retired",
    )


def _unknown(state: State, model: str, answer: Answer) -> Outcome:
    listing = needed(state.board.listing, "auth.models")
    ids = [str(row["id"]) for row in listing.rows]
    if model in ids:
        return warned(
            f"{model} is listed, but {answer.speaker} does not serve GET /v1/models/{model}.",
            "",
            "",
            models=[model],
        )
    if not listing.is_api:
        words = (
            f"{answer.speaker} does not know {model!r} (404), but its list is not the API's either: the "
            "next checks decide."
        )
        return warned(
            words,
            "Test a real message.",
            f"claude-doctor health --deep --model {shlex.quote(model)}",
            models=[model],
        )
    known = _lifecycle.known(model, state.now())
    retired = _in_history(state, model)
    if retired or (known and known.state == _lifecycle.RETIRED):
        return _retired(
            state, model, retired.get("retires_at") if retired else known and known.retires, {"id": model}
        )
    return _misnamed(model, answer, ids)


def _misnamed(model: str, answer: Answer, ids: list[str]) -> Outcome:
    """Return the failure of a name that never was a model of this key, with the names nearest to it."""
    near = _near(model, ids)
    hint = f" Nearest: {', '.join(near)}." if near else f" It can use {len(ids)} models." if ids else ""
    fix = (
        f"Ask for {' or '.join(near)}."
        if near
        else f"Ask for a model the key has, like {ids[0]}."
        if ids
        else "Correct the name of the model."
    )
    command = (
        f"claude-doctor health --model {shlex.quote(near[0])}"
        if near
        else "claude-doctor health --only auth.models --json"
    )
    return Outcome(
        FAIL,
        f"This key has no model {model!r} (404).{hint}",
        fix,
        command,
        "yours",
        (*api_faults.facts(answer), ("nearest", near)),
        says=f"{answer.as_sdk_text}\nmodel: {model}",
        entry="model_not_found",
    )


def _in_history(state: State, model: str) -> dict[str, Any] | None:
    headers = _config_headers.request_headers(state.credential, state.custom)
    answer = state.web().ask("GET", "/v1/models?limit=1000&lifecycle[]=retired", headers)
    rows = answer.json.get("data") if answer.status == 200 and isinstance(answer.json, dict) else None
    found = (
        [
            row
            for row in rows
            if isinstance(row, dict) and row.get("id") == model and row.get("lifecycle") == "retired"
        ]
        if isinstance(rows, list)
        else []
    )
    return found[0] if found else None


def _near(model: str, ids: list[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(model, ids, n=3, cutoff=0.5)


def _newest(state: State) -> str:
    listed = needed(state.board.listing, "auth.models").rows
    active = [row for row in listed if row.get("lifecycle") == "active"] or listed
    return str(max(active, key=lambda row: str(row.get("created_at") or ""))["id"]) if active else "MODEL"
