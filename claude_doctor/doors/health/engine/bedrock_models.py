"""Which name of a model Bedrock takes here, and what stands between an account and it: asked for free."""

from __future__ import annotations

import re
from urllib.parse import quote

from claude_doctor.doors.health.engine import cloud_calls, cloud_faults
from claude_doctor.doors.health.engine.outcome import FAIL, WARN, Outcome, passed, skipped, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

_GEOGRAPHY = re.compile(r"(?:[a-z]{2,6}(?:-gov)?)\.(?=anthropic\.)")
_SHOWN = 5
_PROFILES = "/inference-profiles?maxResults=1000"
_MODELS = "/foundation-models?byProvider=Anthropic"
_ON_DEMAND = (
    "Error code: 400 - Invocation of model ID {model} with on-demand throughput isn't supported. Retry your "
    "request with the ID or ARN of an inference profile that contains this model."
)


def _bare(model: str) -> str:
    return _GEOGRAPHY.sub("", model, count=1)


def listed(state: State) -> Outcome | None:
    """Compare the models with the profiles and models of this region; a refused listing is a warning only,
    since a message may be allowed all the same.
    """
    failure = cloud_calls.obtain(state)
    if failure:
        return failure
    where = _control(state)
    if isinstance(where, Outcome):
        return where
    answers = [cloud_calls.ask(state, "GET", path, at=where) for path in (_PROFILES, _MODELS)]
    bad = next((answer for answer in answers if answer.status != 200), None)
    if bad is not None:
        return _not_listed(state, bad, where.base.host)
    profiles = _ids(answers[0], "inferenceProfileSummaries", "inferenceProfileId")
    models = _ids(answers[1], "modelSummaries", "modelId")
    if not state.models:
        claudes = [
            each for each in profiles if ".anthropic.claude" in each or each.startswith("anthropic.claude")
        ]
        if not claudes:
            return warned("No profile of a Claude model is listed in this region.", "Try another region.")
        state.models, state.models_from = (claudes[0],), "the first profile listed"
    on_demand = _on_demand(answers[1])
    for model in state.models:
        wrong = _wrong(model, profiles, models, on_demand)
        if wrong:
            return wrong
    return passed(f"{', '.join(state.models)} is one here", profiles=profiles[:100], models=models[:100])


def _control(state: State) -> cloud_calls.Elsewhere | Outcome:
    found = cloud_calls.cloud(state)
    return cloud_calls.elsewhere(state, found.control_url, "AWS_ENDPOINT_URL_BEDROCK")


def _not_listed(state: State, answer: Answer, host: str) -> Outcome:
    found = cloud_faults.refused(state, answer, host, "ListInferenceProfiles")
    if answer.status in (403, 400) and _is_permission(answer):
        words = f"The models could not be listed ({answer.status}); a message may be allowed all the same."
        return Outcome(
            WARN,
            words,
            "Allow bedrock:ListInferenceProfiles and bedrock:ListFoundationModels, or test with --deep.",
            "claude-doctor health --deep",
            details=found.details,
        )
    return found


def _is_permission(answer: Answer) -> bool:
    return "is not authorized to perform" in answer.text and "explicit deny" not in answer.text


def _ids(answer: Answer, group: str, name: str) -> list[str]:
    rows = answer.json.get(group) if isinstance(answer.json, dict) else None
    return [str(row[name]) for row in rows or () if isinstance(row, dict) and row.get(name)]


def _on_demand(answer: Answer) -> set[str]:
    rows: list[Any] = answer.json.get("modelSummaries") or []
    return {
        str(row.get("modelId"))
        for row in rows
        if isinstance(row, dict) and "ON_DEMAND" in (row.get("inferenceTypesSupported") or ["ON_DEMAND"])
    }


def _wrong(model: str, profiles: list[str], models: list[str], on_demand: set[str]) -> Outcome | None:
    if model in profiles or model in on_demand or model.startswith("arn:"):
        return None
    bare = _bare(model)
    near = [each for each in profiles if _bare(each) == bare] or [
        each for each in (*profiles, *sorted(on_demand)) if _plain(model) in each
    ]
    fix = f"Ask for {' or '.join(near[:_SHOWN])}." if near else "Ask for a profile or model that is listed."
    command = (
        f"claude-doctor health --model {near[0]}"
        if near
        else "claude-doctor health --only cloud.model --json"
    )
    if model in models:
        words, says = f"{model} is served through inference profiles only.", _ON_DEMAND.format(model=model)
        entry = "bedrock_on_demand_unsupported"
    else:
        words, says = (
            f"{model} is no model or profile here.",
            ("Error code: 400 - The provided model identifier is invalid."),
        )
        entry = "bedrock_invalid_model_id"
    details = (("nearest", near[:_SHOWN]), ("profiles", profiles[:100]))
    return Outcome(FAIL, words, fix, command, "yours", details, says=says, entry=entry)


def _plain(model: str) -> str:
    return _bare(model).removeprefix("anthropic.").partition("@")[0]


def allowed(state: State) -> Outcome | None:
    """Ask for the availability of each model to this account and region, and for the use-case form."""
    if not state.models:
        return skipped("no model to ask for: name one with --model")
    failure = cloud_calls.obtain(state)
    if failure:
        return failure
    where = _control(state)
    if isinstance(where, Outcome):
        return where
    for model in state.models:
        if model.startswith("arn:"):
            continue
        path = f"/foundation-model-availability/{quote(_bare(model), safe='')}"
        answer = cloud_calls.ask(state, "GET", path, at=where)
        if answer.status != 200:
            return _unknown(state, answer, where.base.host)
        problem = _unavailable(model, answer) or _form(state, where, model)
        if problem:
            return problem
    return passed(f"this account may use {', '.join(state.models)}; nothing was billed")


def _unknown(state: State, answer: Answer, host: str) -> Outcome:
    found = cloud_faults.refused(state, answer, host, "GetFoundationModelAvailability")
    if (
        answer.status in (403, 404, 405)
        and "explicit deny" not in answer.text
        and (_is_permission(answer) or answer.status != 403)
    ):
        words = f"Whether the account may use the model was not told ({answer.status})."
        return Outcome(
            WARN,
            words,
            "Allow bedrock:GetFoundationModelAvailability, or test a message with --deep.",
            "claude-doctor health --deep",
            details=found.details,
        )
    return found


def _unavailable(model: str, answer: Answer) -> Outcome | None:
    data = answer.json if isinstance(answer.json, dict) else {}
    agreement = data.get("agreementAvailability")
    status = agreement.get("status") if isinstance(agreement, dict) else None
    facts = tuple((name, data.get(name)) for name in sorted(data) if isinstance(data.get(name), str))
    if data.get("regionAvailability") == "NOT_AVAILABLE":
        return Outcome(
            FAIL,
            f"{model} is not served in this region.",
            "Choose a region that has it, or a profile that reaches one.",
            "export AWS_REGION=us-east-1",
            "yours",
            facts,
            entry="bedrock_invalid_model_id",
        )
    if status in ("NOT_AVAILABLE", "ERROR") or data.get("entitlementAvailability") == "NOT_AVAILABLE":
        return Outcome(
            FAIL,
            f"The account has no agreement for {model} yet (AWS Marketplace).",
            "Let somebody with aws-marketplace:Subscribe and aws-marketplace:ViewSubscriptions call the "
            "model once, or grant these to this role.",
            "",
            "yours",
            facts,
            entry="bedrock_model_access_denied",
        )
    if data.get("authorizationStatus") == "NOT_AUTHORIZED":
        return Outcome(
            FAIL,
            f"The account is not authorised to use {model}.",
            "Allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on the model and the "
            "profile; ask whether a service control policy denies it.",
            "",
            "yours",
            facts,
            entry="bedrock_model_access_denied",
        )
    return None


def _form(state: State, where: cloud_calls.Elsewhere, model: str) -> Outcome | None:
    """Return the failure of a use-case form that nobody has sent in; None when it is there or unknown."""
    answer = cloud_calls.ask(state, "GET", "/use-case-for-model-access", at=where)
    if answer.status != 404:
        return None
    kind, words = cloud_faults.message(answer)
    if kind != "ResourceNotFoundException":
        return None
    return Outcome(
        FAIL,
        f"{model}: Anthropic's use-case form has not been sent in for this account.",
        "Fill it in once for the account (Bedrock console, Model catalog); it takes up to 15 minutes.",
        "",
        "yours",
        (("message", words[:300]),),
        says="Error code: 404 - Model use case details have not been submitted for this account. Fill out "
        "the Anthropic use case details form before using the model.",
        entry="bedrock_use_case_form_missing",
    )
