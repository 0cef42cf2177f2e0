"""Amazon Bedrock's endpoint that speaks the Claude API: the client AnthropicBedrockMantle."""

from __future__ import annotations

from claude_doctor.doors.health.engine import cloud_api, cloud_aws
from claude_doctor.doors.health.settings import aws, aws_place, cloud
from claude_doctor.doors.health.settings.cloud import Cloud

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK, SWITCH = "mantle", "Amazon Bedrock (Mantle)", 5, "CLAUDE_CODE_USE_MANTLE"
MARKS = ("ANTHROPIC_BEDROCK_MANTLE_BASE_URL",)
_BASE = "ANTHROPIC_BEDROCK_MANTLE_BASE_URL"
_NO_REGION = (
    "anthropic.AnthropicError: No AWS region or base URL found. Set `aws_region` in the constructor, the "
    "`AWS_REGION` / `AWS_DEFAULT_REGION` environment variable, or provide a `base_url` / "
    "`ANTHROPIC_BEDROCK_MANTLE_BASE_URL` environment variable."
)


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return region, endpoint and credential as the client finds them; the region is never a profile's."""
    region, source = aws_place.region(environment, from_profile=False)
    problem = aws_place.wrong(region, source) if region else None
    credential = aws.source(environment, now, aws.BEARER, "ANTHROPIC_AWS_API_KEY")
    if not region and (_BASE not in environment or credential.way not in ("bearer", "none")):
        problem = aws_place.missing(environment, _NO_REGION, from_profile=False)
    shown = region if region and problem is None else "us-east-1"
    return Cloud(
        ID,
        TITLE,
        "AnthropicBedrockMantle",
        cloud.base(environment, _BASE, f"https://bedrock-mantle.{shown}.api.aws/anthropic"),
        (("region", region), ("region_from", source)),
        credential,
        problem,
        aws_place.remarks(environment, from_profile=False),
        ("boto3",),
        "bedrock",
        "bedrock-mantle",
        cloud_aws.sts(environment, region),
    )


def identity(state: State) -> Outcome | None:
    """Ask STS who signs."""
    return cloud_aws.identity(state)


def model(state: State) -> Outcome | None:
    """There is no list of models here: count_tokens decides."""
    return None


def access(state: State) -> Outcome | None:
    """Count tokens: free, and it goes the whole way."""
    return cloud_api.counted(state)


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    return cloud_api.sent(state)
