"""A token of Google: from the machine's own server, a login, or the library that can sign for it."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import cloud_calls, cloud_faults
from claude_doctor.doors.health.engine.outcome import Outcome, failed_by, passed
from claude_doctor.doors.health.settings import gcp, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.cloud import Source

_TOKENS_COME_FROM = "https://oauth2.googleapis.com/token"
_PATH = "/computeMetadata/v1/instance/service-accounts/default/token"


def token_url(environment: Mapping[str, str], source: Source) -> str:
    """Return the address that the token comes from."""
    if source.way == "metadata":
        host = environment.get("GCE_METADATA_HOST") or environment.get("GCE_METADATA_ROOT")
        return f"http://{host or '169.254.169.254'}"
    if source.way == "asked":
        return str(gcp.data_of(source.file).get("token_uri") or _TOKENS_COME_FROM)
    return _TOKENS_COME_FROM if source.way == "user" else ""


def identity(state: State) -> Outcome | None:
    """Get a token, as the client does before its first request."""
    source = cloud_calls.cloud(state).source
    if source.way == "metadata":
        return _of_the_machine(state)
    if source.way == "user":
        return _of_the_login(state, gcp.data_of(source.file))
    found = cloud_calls.asked(state, "google", [source.file])
    if isinstance(found, Outcome):
        return found
    return _granted(state, str(found.get("token") or ""), source.name)


def _granted(state: State, token: str, name: str) -> Outcome:
    state.granted.token = token
    return passed(f"Google gives a token for {name}")


def _of_the_machine(state: State) -> Outcome:
    address = cloud_calls.cloud(state).token_url
    base = url.parsed(address, "GCE_METADATA_HOST", own_path=True)
    if base.problem:
        return failed_by(base.problem)
    web = state.elsewhere(address, "GCE_METADATA_HOST")
    answer = web.ask("GET", _PATH, {"metadata-flavor": "Google", "user-agent": "claude-doctor"}, seconds=3.0)
    if answer.status == 200 and isinstance(answer.json, dict) and answer.json.get("access_token"):
        return _granted(state, str(answer.json["access_token"]), "this machine")
    if answer.status == 404 and "google" in answer.header("metadata-flavor").lower():
        return cloud_faults.refused(state, answer, base.host)
    return failed_by(gcp.missing())


def _of_the_login(state: State, data: Mapping[str, object]) -> Outcome:
    body = urlencode(
        {
            "grant_type": "refresh_token",
            **{name: str(data.get(name) or "") for name in ("client_id", "client_secret", "refresh_token")},
        }
    ).encode()
    where = cloud_calls.elsewhere(state, _TOKENS_COME_FROM, "the token endpoint")
    if isinstance(where, Outcome):
        return where
    headers = {**cloud_calls.AGENT, "content-type": "application/x-www-form-urlencoded"}
    answer = where.web.ask("POST", "", headers, content=body)
    if answer.status != 200:
        return _no_token(answer.text, cloud_faults.refused(state, answer, where.base.host))
    token = answer.json.get("access_token") if isinstance(answer.json, dict) else ""
    return _granted(state, str(token or ""), cloud_calls.cloud(state).source.name)


def _no_token(text: str, outcome: Outcome) -> Outcome:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return outcome
    if not isinstance(data, dict) or not data.get("error"):
        return outcome
    words = f"{data.get('error')}: {data.get('error_description') or ''}"
    return replace(
        outcome,
        signal=None,
        says=f"google.auth.exceptions.RefreshError: ('{words}', {text[:500]})",
        entry="gcp_reauth_required",
        fault="yours",
    )
