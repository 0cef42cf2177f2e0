"""Google Vertex AI: the client AnthropicVertex."""

from __future__ import annotations

from urllib.parse import quote

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import cloud_api, cloud_calls, cloud_google
from claude_doctor.doors.health.engine.outcome import Problem, passed
from claude_doctor.doors.health.settings import cloud, gcp
from claude_doctor.doors.health.settings.cloud import Cloud
from claude_doctor.doors.health.wire import post
from claude_doctor.facts import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK, SWITCH = "vertex", "Google Vertex AI", 40, "CLAUDE_CODE_USE_VERTEX"
_PROJECT, _REGION, _BASE = "ANTHROPIC_VERTEX_PROJECT_ID", "CLOUD_ML_REGION", "ANTHROPIC_VERTEX_BASE_URL"
MARKS = (_PROJECT, _REGION, _BASE)
_OF_MODELS = "VERTEX_REGION_CLAUDE_"
_HOSTS = {
    "global": "aiplatform.googleapis.com",
    "us": "aiplatform.us.rep.googleapis.com",
    "eu": "aiplatform.eu.rep.googleapis.com",
}
_NO_REGION = (
    "ValueError: No region was given. The client should be instantiated with the `region` argument or the "
    "`CLOUD_ML_REGION` environment variable should be set."
)
_NO_PROJECT = (
    "RuntimeError: No project_id was given and it could not be resolved from credentials. The client should "
    "be instantiated with the `project_id` argument or the `ANTHROPIC_VERTEX_PROJECT_ID` environment "
    "variable should be set."
)


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return region, project, endpoint and credential as the client finds them."""
    del now
    region, project = environment.get(_REGION, ""), environment.get(_PROJECT, "")
    problem = _problem(environment, region, project)
    host = _HOSTS.get(region) or f"{region}-aiplatform.googleapis.com"
    default = f"https://{host}/v1" if region and problem is None else f"https://{_HOSTS['global']}/v1"
    source = gcp.source(environment)
    return Cloud(
        ID,
        TITLE,
        "AnthropicVertex",
        cloud.base(environment, _BASE, default),
        (("region", region), ("project", project)),
        source,
        problem,
        _remarks(environment, region),
        ("google.auth",),
        "vertex",
        token_url=cloud_google.token_url(environment, source),
    )


def _problem(environment: Mapping[str, str], region: str, project: str) -> Problem | None:
    if not region:
        empty = "is set but empty" if _REGION in environment else "is not set"
        return Problem(
            f"No region: {_REGION} {empty}.",
            f"Set {_REGION} to global, or to a location that serves the model.",
            f"export {_REGION}=global",
            _NO_REGION,
            "vertex_region_missing",
        )
    wrong = gcp.wrong_location(region, _REGION)
    if wrong or project:
        return wrong
    name, value = cloud.first(environment, "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT")
    also = f" {name} is set, which this client does not read." if name else ""
    found = gcp.data_of(gcp.source(environment).file) if gcp.source(environment).file else {}
    of_file = str(found.get("project_id") or found.get("quota_project_id") or "")
    if of_file and not also:
        also = " The project of the credentials is not used: the address is built before they are read."
    return Problem(
        f"No project: {_PROJECT} is not set.{also}",
        f"Set {_PROJECT} to the project in which the models are enabled.",
        f"export {_PROJECT}={value or of_file or 'PROJECT'}",
        _NO_PROJECT,
        "vertex_project_missing",
    )


def _remarks(environment: Mapping[str, str], region: str) -> tuple[str, ...]:
    own = sorted(
        name for name in environment if name.startswith(_OF_MODELS) and environment[name] not in ("", region)
    )
    if not own:
        return ()
    return (f"{', '.join(own)}: Claude Code asks for those models in another region than {region}",)


def identity(state: State) -> Outcome | None:
    """Get a token."""
    return cloud_google.identity(state)


def model(state: State) -> Outcome | None:
    """There is no list of Claude's models here: count_tokens decides."""
    return None


def _path(state: State, model: str, verb: str) -> str:
    found = cloud_calls.cloud(state)
    place = f"/projects/{found.part('project')}/locations/{found.part('region')}"
    return f"{place}/publishers/anthropic/models/{quote(model, safe='@')}:{verb}"


def access(state: State) -> Outcome | None:
    """Count tokens: free, and it goes the whole way."""
    for name in cloud_api.models(state):
        body: dict[str, object] = {
            "anthropic_version": versions.NEWEST,
            "model": name,
            "messages": post.MESSAGES,
        }
        answer = cloud_calls.ask(state, "POST", _path(state, "count-tokens", "rawPredict"), body)
        failure = cloud_api.counting(state, answer, name)
        if failure:
            return replace(failure, details=(*failure.details, ("model", name)))
    return passed(f"{', '.join(state.models)} takes a request; nothing was billed")


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    for name in cloud_api.models(state):
        body: dict[str, object] = {
            "anthropic_version": versions.NEWEST,
            "max_tokens": 1,
            "messages": post.MESSAGES,
        }
        answer = cloud_calls.ask(state, "POST", _path(state, name, "rawPredict"), body)
        failure = cloud_api.answered(state, answer, name)
        if failure:
            return failure
    return cloud_api.works(state)
