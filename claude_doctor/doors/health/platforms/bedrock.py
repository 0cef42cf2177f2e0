"""Amazon Bedrock: the client AnthropicBedrock."""

from __future__ import annotations

from urllib.parse import quote

from claude_doctor.doors.health.engine import bedrock_models, cloud_api, cloud_aws, cloud_calls
from claude_doctor.doors.health.settings import aws, aws_place, cloud
from claude_doctor.doors.health.settings.cloud import Cloud
from claude_doctor.doors.health.wire import post
from claude_doctor.facts import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK, SWITCH = "bedrock", "Amazon Bedrock", 10, "CLAUDE_CODE_USE_BEDROCK"
MARKS = ("AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_BEDROCK_BASE_URL")
_NO_REGION = (
    "ValueError: No AWS region was provided. Set the `aws_region` argument, the `AWS_REGION` / "
    "`AWS_DEFAULT_REGION` environment variable, or configure a region for your AWS profile."
)


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return region, endpoint and credential as the client finds them."""
    region, source = aws_place.region(environment, from_profile=True)
    if region:
        problem = aws_place.wrong(region, source)
    else:
        problem = aws_place.missing(environment, _NO_REGION, from_profile=True)
    default = f"https://bedrock-runtime.{region or 'us-east-1'}.amazonaws.com"
    return Cloud(
        ID,
        TITLE,
        "AnthropicBedrock",
        cloud.base(environment, "ANTHROPIC_BEDROCK_BASE_URL", default if problem is None else _anywhere()),
        (("region", region), ("region_from", source)),
        aws.source(environment, now, aws.BEARER),
        problem,
        aws_place.remarks(environment, from_profile=True),
        ("boto3",),
        "bedrock",
        "bedrock",
        cloud_aws.sts(environment, region),
        cloud_aws.endpoint(environment, "bedrock", f"https://bedrock.{region}.amazonaws.com"),
    )


def _anywhere() -> str:
    return "https://bedrock-runtime.us-east-1.amazonaws.com"


def identity(state: State) -> Outcome | None:
    """Ask STS who signs."""
    return cloud_aws.identity(state)


def model(state: State) -> Outcome | None:
    """Look the model up in the listings."""
    return bedrock_models.listed(state)


def access(state: State) -> Outcome | None:
    """Ask what stands between this account and the model."""
    return bedrock_models.allowed(state)


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    for name in state.models:
        body: dict[str, object] = {
            "anthropic_version": versions.NEWEST,
            "max_tokens": 1,
            "messages": post.MESSAGES,
        }
        answer = cloud_calls.ask(state, "POST", f"/model/{quote(name, safe='')}/invoke", body)
        failure = cloud_api.answered(state, answer, name)
        if failure:
            return failure
    return cloud_api.works(state)
