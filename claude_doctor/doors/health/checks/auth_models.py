"""Is the credential accepted? One authenticated request, sent as the SDK would send it."""

from __future__ import annotations

from claude_doctor.doors.health.engine import api_faults, guard
from claude_doctor.doors.health.engine.board import Listing, needed
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, passed, skipped, warned
from claude_doctor.doors.health.settings import headers
from claude_doctor.doors.health.wire import post
from claude_doctor.facts import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, COST, OPTION = "auth.models", "auth", 200, "credential", ""
NEEDS = ("net.http", "cfg.credential", "cfg.key_kind", "cfg.headers")
VERIFIES = (
    "the key is accepted: GET /v1/models as the SDK sends it; organization, workspace, shape of the answer"
)
IS_LONG = True  # a profile or federation waits for the SDK; each request has its own limit
PATH = "/v1/models?limit=1000"
_SHOWN = 100


def run(state: State) -> Outcome:
    """List the models."""
    if state.options.no_auth:
        return skipped("--no-auth: no credential is sent")
    needed(state.board.http, "net.http")  # where it was not run, nothing is known of the way either
    refused = guard.clear_text(state)
    if refused:
        return refused
    failure = guard.obtain(state)
    if failure:
        return failure
    answer = _ask(state, "bearer", versions.NEWEST)
    if answer.status == 404 and not state.base.is_first_party and not answer.is_html:
        return _without_models(state, answer)
    problem = api_faults.refused(state, answer)
    if problem:
        return (
            _other_style(state, answer, lambda: _ask(state, "x-api-key", versions.NEWEST))
            or _other_version(state, answer)
            or problem
        )
    return _accepted(state, answer)


def _ask(state: State, style: str, version: str) -> Answer:
    return state.web().ask(
        "GET", PATH, headers.request_headers(state.credential, state.custom, style, version)
    )


def _without_models(state: State, answer: Answer) -> Outcome:
    """Tell a gateway that only lacks the list from one that is none: an empty body gets 400 where
    count_tokens is served.
    """
    second = post.post(state, "/v1/messages/count_tokens", {})
    if second.status in (404, 405, 501):
        return _only_messages(state, answer)
    if second.status in (400, 422) or second.is_api_error:
        words = f"{answer.speaker} has no /v1/models (404): what it serves is tested by the next checks."
        return warned(
            words,
            "Name the model to check.",
            "claude-doctor health --model MODEL",
            **dict(api_faults.facts(answer)),
        )
    return _no_endpoint(state, answer)


def _only_messages(state: State, answer: Answer) -> Outcome:
    """Tell a gateway that serves nothing but messages by an empty body, which cannot be billed: it is refused
    before anything is done.
    """
    third = post.post(state, "/v1/messages", {})
    if third.status in (401, 403):
        return _other_style(
            state, third, lambda: post.post(state, "/v1/messages", {}, style="x-api-key")
        ) or (api_faults.refused(state, third) or _no_endpoint(state, third))
    if third.status in (400, 422):
        words = (
            f"{answer.speaker} serves only POST /v1/messages (an empty one is refused "
            f"with {third.status}): the key was not proven."
        )
        facts = (*api_faults.facts(answer), ("key", "unproven"))
        return warned(
            words, "Test a real message.", "claude-doctor health --deep --model MODEL", **dict(facts)
        )
    return _no_endpoint(state, answer)


def _no_endpoint(state: State, answer: Answer) -> Outcome:
    return Outcome(
        FAIL,
        (
            f"Neither /v1/models nor /v1/messages/count_tokens is there (404 by {answer.speaker}): not an "
            "Anthropic-style endpoint."
        ),
        f"Correct host or path prefix in {state.base.source}.",
        f"curl -sv {state.base.url('/v1/models')}",
        "yours",
        api_faults.facts(answer),
        says=answer.as_sdk_text,
        entry="wrong_base_url_404",
    )


def _other_style(state: State, answer: Answer, ask: Callable[[], Answer]) -> Outcome | None:
    """Try x-api-key, at gateways only: any answer but another refusal shows that this header is read."""
    if answer.status not in (401, 403) or state.base.is_first_party or state.credential.way != "key":
        return None
    second = ask()
    if not 200 <= second.status < 500 or second.status in (401, 403, 407, 429):
        return None
    return Outcome(
        FAIL,
        (
            "The gateway takes the key as x-api-key but not as Authorization: Bearer, which is what the "
            "SDK sends since 2.0."
        ),
        "Send it as x-api-key too, or have the gateway read Authorization.",
        f'export {headers.VARIABLE}="x-api-key: ${state.credential.source}"',
        "between",
        api_faults.facts(answer),
        entry="gateway_wants_x_api_key",
    )


def _other_version(state: State, answer: Answer) -> Outcome | None:
    if answer.status != 400 or state.base.is_first_party or "version" not in answer.text.lower():
        return None
    second = _ask(state, "bearer", versions.OLD)
    if second.status != 200:
        return None
    new, old = versions.NEWEST, versions.OLD
    return Outcome(
        FAIL,
        f"The gateway refuses anthropic-version {new}, which the SDK sends since 2.0; {old} it takes.",
        f"Allow {new} in the gateway; until then send the old one.",
        f'export {headers.VARIABLE}="anthropic-version: {old}"',
        "between",
        api_faults.facts(answer),
        says=answer.as_sdk_text,
    )


def _accepted(state: State, answer: Answer) -> Outcome:
    rows = answer.json.get("data")
    if not isinstance(rows, list):
        return _no_list(state, answer)
    listed = [row for row in rows if isinstance(row, dict) and row.get("id")]
    is_api = all(row.get("type") == "model" and "display_name" in row for row in listed)
    state.board.listing = Listing(answer, listed, is_api)
    _choose(state, listed)
    organization, workspace = (
        answer.header("anthropic-organization-id"),
        answer.header("anthropic-workspace-id"),
    )
    facts: dict[str, object] = {
        "organization": organization or None,
        "workspace": workspace or None,
        "request_id": answer.request_id or None,
        "models": len(listed),
        "model_ids": [str(row["id"]) for row in listed[:_SHOWN]],
        "answered_by": answer.speaker,
    }
    if not is_api:
        words = (
            f"Accepted, but the list of models has not the API's shape (by {answer.speaker}): a gateway "
            "for another vendor's API?"
        )
        return warned(
            words, f"Check that {state.base.source} points to an Anthropic-style endpoint.", "", **facts
        )
    where = " · ".join(
        part
        for part in (
            f"organization {organization}" if organization else "",
            f"workspace {workspace}" if workspace else "",
        )
        if part
    )
    return passed(
        f"key accepted, {len(listed)} model{'' if len(listed) == 1 else 's'}{f' · {where}' if where else ''}",
        **facts,
    )


def _no_list(state: State, answer: Answer) -> Outcome:
    return Outcome(
        FAIL,
        f"200, but no list of models (by {answer.speaker}): another service answers there.",
        (
            f"Correct host or path prefix in {state.base.source}, or look at what the proxy or gateway "
            "sends it to."
        ),
        f"curl -sv {state.base.url('/v1/models')}",
        "yours" if state.base.source != "default" else "between",
        api_faults.facts(answer),
        entry="wrong_base_url_404",
    )


def _choose(state: State, listed: list[dict[str, object]]) -> None:
    if state.models or not listed:
        return
    alive = [row for row in listed if row.get("lifecycle") != "retired"] or listed
    newest = max(alive, key=lambda row: str(row.get("created_at") or row.get("created") or ""))
    state.models = (str(newest["id"]),)
    state.models_from = "the newest model the key can list"
