"""Claude on Google Cloud, managed by Anthropic: the client AnthropicGoogleCloud."""

from __future__ import annotations

from claude_doctor.doors.health.engine import cloud_api, cloud_google
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import cloud, gcp
from claude_doctor.doors.health.settings.cloud import Cloud

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK = "google-cloud", "Claude on Google Cloud", 50
SWITCH = "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD"
_PROJECT, _WORKSPACE = "ANTHROPIC_GOOGLE_CLOUD_PROJECT", "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID"
_LOCATION, _BASE = "ANTHROPIC_GOOGLE_CLOUD_LOCATION", "ANTHROPIC_GOOGLE_CLOUD_BASE_URL"
MARKS = (_PROJECT, _WORKSPACE, _BASE)
_NO_PROJECT = (
    "ValueError: No `project` was provided. Pass `project`, set the `ANTHROPIC_GOOGLE_CLOUD_PROJECT` "
    "environment variable, or provide `base_url` directly."
)
_NO_WORKSPACE = (
    "anthropic.AnthropicError: No workspace ID found. Set the `workspace_id` argument or the "
    "`ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID` environment variable."
)


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return project, workspace, endpoint and credential as the client finds them."""
    del now
    source = gcp.source(environment)
    project = cloud.first(environment, _PROJECT, "GOOGLE_CLOUD_PROJECT")[1]
    if not project and source.file:
        data = gcp.data_of(source.file)
        project = str(data.get("project_id") or data.get("quota_project_id") or "")
    workspace = environment.get(_WORKSPACE, "")
    location = environment.get(_LOCATION) or "global"
    path = f"/v1/projects/{project or 'PROJECT'}/locations/{location}/workspaces/{workspace or 'WORKSPACE'}"
    return Cloud(
        ID,
        TITLE,
        "AnthropicGoogleCloud",
        cloud.base(environment, _BASE, f"https://claude.googleapis.com{path}/invoke"),
        (("project", project), ("workspace", workspace), ("location", location)),
        source,
        _problem(environment, project, workspace),
        (),
        ("google.auth",),
        "google_cloud",
        token_url=cloud_google.token_url(environment, source),
    )


def _problem(environment: Mapping[str, str], project: str, workspace: str) -> Problem | None:
    if _BASE in environment:
        return None
    if not project:
        return Problem(
            f"No project: neither {_PROJECT} nor GOOGLE_CLOUD_PROJECT is set, and the credentials name none.",
            f"Set {_PROJECT}.",
            f"export {_PROJECT}=PROJECT",
            _NO_PROJECT,
            "vertex_project_missing",
        )
    if workspace:
        return None
    return Problem(
        f"No workspace: {_WORKSPACE} is not set.",
        f"Set {_WORKSPACE} to the id of the workspace (wrkspc_…).",
        f"export {_WORKSPACE}=wrkspc_…",
        _NO_WORKSPACE,
        "aws_workspace_id_missing",
    )


def identity(state: State) -> Outcome | None:
    """Get a token."""
    return cloud_google.identity(state)


def model(state: State) -> Outcome | None:
    """List the models."""
    return cloud_api.listed(state)


def access(state: State) -> Outcome | None:
    """Count tokens: free, and it goes the whole way."""
    return cloud_api.counted(state)


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    return cloud_api.sent(state)
