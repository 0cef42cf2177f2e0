"""The certificates of the cloud's own library, which gets the tokens, beside those of the SDK."""

from __future__ import annotations

from claude_doctor.doors.health.engine.cloud_calls import cloud
from claude_doctor.doors.health.engine.outcome import Outcome, failed_by, passed, skipped, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cloud.stores", "cloud", 38, (), "none", ""
VERIFIES = "the certificates of botocore, google-auth or azure-core beside those of the SDK"
ON_CLOUD, ON_DIRECT = True, False


def run(state: State) -> Outcome:
    """Compare the two stores."""
    if not cloud(state).token_url.startswith("https"):
        return skipped("no token is fetched over TLS")
    second = state.second_trust()
    facts = {"sdk": state.trust.source, "library": second.source}
    if second.problem:
        return failed_by(second.problem, **facts)
    is_named = state.trust.source.startswith("SSL_CERT")
    if is_named and second.source in ("certifi", "system store"):
        words = (
            f"{state.trust.source} serves the SDK's own requests; tokens are fetched by another library, "
            f"which trusts {second.source} and never reads it."
        )
        name = "AWS_CA_BUNDLE" if cloud(state).service else "REQUESTS_CA_BUNDLE"
        return warned(
            words, f"Behind inspection set {name} too.", f'export {name}="${state.trust.source}"', **facts
        )
    return passed(f"SDK: {state.trust.source}; tokens: {second.source}", **facts)
