"""Claude Platform on AWS: the client AnthropicAWS."""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import cloud_api, cloud_aws
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import aws, aws_place, cloud
from claude_doctor.doors.health.settings.cloud import Cloud, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK = "claude-platform-on-aws", "Claude Platform on AWS", 30
SWITCH = "CLAUDE_CODE_USE_ANTHROPIC_AWS"
_KEY, _WORKSPACE, _BASE = "ANTHROPIC_AWS_API_KEY", "ANTHROPIC_AWS_WORKSPACE_ID", "ANTHROPIC_AWS_BASE_URL"
MARKS = (_KEY, _WORKSPACE, _BASE)
_NO_REGION = (
    "anthropic.AnthropicError: No AWS region was provided. Set the `aws_region` argument or the "
    "`AWS_REGION`/`AWS_DEFAULT_REGION` environment variable."
)
_NO_WORKSPACE = (
    "anthropic.AnthropicError: No workspace ID found. Set the `workspace_id` argument or the "
    "`ANTHROPIC_AWS_WORKSPACE_ID` environment variable."
)


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return region, workspace, endpoint and credential as the client finds them."""
    region, source = aws_place.region(environment, from_profile=False)
    credential = _source(environment, now)
    workspace = environment.get(_WORKSPACE, "")
    shown = region or "us-east-1"
    return Cloud(
        ID,
        TITLE,
        "AnthropicAWS",
        cloud.base(environment, _BASE, f"https://aws-external-anthropic.{shown}.api.aws"),
        (("region", region), ("region_from", source), ("workspace", workspace)),
        credential,
        _problem(environment, region, source, credential),
        aws_place.remarks(environment, from_profile=False),
        ("boto3",),
        "aws",
        "aws-external-anthropic",
        cloud_aws.sts(environment, region),
    )


def _source(environment: Mapping[str, str], now: float) -> Source:
    found = aws.source(environment, now, _KEY)
    if environment.get(_KEY) != "":
        return found
    return replace(
        found,
        problem=Problem(
            f"{_KEY} is set to an empty string, which this client takes for a key: every call fails.",
            f"Unset {_KEY}, or give it a value.",
            f"unset {_KEY}",
            "anthropic.APIConnectionError: Connection error.",
            "aws_credentials_missing",
        ),
    )


def _problem(environment: Mapping[str, str], region: str, source: str, credential: Source) -> Problem | None:
    if region:
        wrong = aws_place.wrong(region, source)
        if wrong:
            return wrong
    elif _BASE not in environment or credential.way not in ("bearer", "none"):
        return aws_place.missing(environment, _NO_REGION, from_profile=False)
    if environment.get(_WORKSPACE):
        return None
    empty = "is set but empty" if _WORKSPACE in environment else "is not set"
    return Problem(
        f"No workspace: {_WORKSPACE} {empty}.",
        f"Set {_WORKSPACE} to the id of the workspace (wrkspc_…), from the platform's console in AWS.",
        f"export {_WORKSPACE}=wrkspc_…",
        _NO_WORKSPACE,
        "aws_workspace_id_missing",
    )


def identity(state: State) -> Outcome | None:
    """Ask STS who signs."""
    return cloud_aws.identity(state)


def model(state: State) -> Outcome | None:
    """List the models: the platform has all of the Claude API."""
    return cloud_api.listed(state)


def access(state: State) -> Outcome | None:
    """Count tokens: free, and it goes the whole way."""
    return cloud_api.counted(state)


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    return cloud_api.sent(state)
