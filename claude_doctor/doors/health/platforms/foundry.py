"""Microsoft Foundry: the client AnthropicFoundry."""

from __future__ import annotations

from claude_doctor.doors.health.engine import cloud_api, cloud_calls
from claude_doctor.doors.health.engine.outcome import Outcome, Problem, failed_by, passed, skipped
from claude_doctor.doors.health.settings import azure, cloud, jwt
from claude_doctor.doors.health.settings.cloud import Cloud

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.state import State

ID, TITLE, RANK, SWITCH = "foundry", "Microsoft Foundry", 60, "CLAUDE_CODE_USE_FOUNDRY"
_RESOURCE, _BASE = "ANTHROPIC_FOUNDRY_RESOURCE", "ANTHROPIC_FOUNDRY_BASE_URL"
MARKS = (azure.KEY, _RESOURCE, _BASE)
_END = "services.ai.azure.com"
_AUDIENCES = ("https://cognitiveservices.azure.com", "https://ai.azure.com")


def settled(environment: Mapping[str, str], now: float) -> Cloud:
    """Return resource, endpoint and credential as the client finds them."""
    del now
    resource = environment.get(_RESOURCE, "")
    is_name = bool(resource) and "." not in resource and "/" not in resource
    default = f"https://{resource if is_name else 'RESOURCE'}.{_END}/anthropic"
    return Cloud(
        ID,
        TITLE,
        "AnthropicFoundry",
        cloud.base(environment, _BASE, default),
        (("resource", resource if is_name else ""),),
        azure.source(environment),
        _problem(environment, resource, is_name=is_name),
        (),
        (),
        "",
    )


def _problem(environment: Mapping[str, str], resource: str, *, is_name: bool) -> Problem | None:
    if _RESOURCE in environment and _BASE in environment:
        return Problem(
            f"{_RESOURCE} and {_BASE} are both set: the client refuses to be made.",
            "Unset one of them.",
            f"unset {_RESOURCE}",
            "ValueError: base_url and resource are mutually exclusive",
            "foundry_resource_missing",
        )
    if _BASE in environment:
        return _wrong_base(environment[_BASE])
    if not resource:
        return Problem(
            f"No resource: neither {_RESOURCE} nor {_BASE} is set.",
            f"Set {_RESOURCE} to the name of the resource, without its domain.",
            f"export {_RESOURCE}=NAME",
            "ValueError: Must provide one of the `base_url` or `resource` arguments, or the "
            "`ANTHROPIC_FOUNDRY_RESOURCE` environment variable",
            "foundry_resource_missing",
        )
    if is_name:
        return None
    name = resource.rpartition("@")[2].partition("://")[2] or resource.rpartition("@")[2]
    name = name.partition(".")[0].partition("/")[0]
    return Problem(
        f"{_RESOURCE} is an address; only the name of the resource stands there: the client adds "
        f".{_END}/anthropic.",
        f"Write the bare name in {_RESOURCE}.",
        f"export {_RESOURCE}={name if name.replace('-', '').isalnum() and '@' not in resource else 'NAME'}",
        entry="foundry_resource_missing",
    )


def _wrong_base(text: str) -> Problem | None:
    if "@" in text or text.rstrip("/").endswith("/anthropic") or ".azure.com" not in text:
        return None
    return Problem(
        f"{_BASE} does not end in /anthropic: other APIs of the resource lie there.",
        f"Add /anthropic to {_BASE}.",
        f'export {_BASE}="${{{_BASE}%/}}/anthropic"',
        "Error code: 404 - Requested API is currently not supported",
        "foundry_api_not_supported",
    )


def identity(state: State) -> Outcome | None:
    """Get a token of Entra and read its audience and end; a key has no identity to ask for."""
    source = cloud_calls.cloud(state).source
    if source.way != "asked":
        return skipped(f"{source.name} is sent as it is: nobody can be asked whose it is")
    found = cloud_calls.asked(state, "azure", [azure.SCOPE])
    if isinstance(found, Outcome):
        return found
    token = str(found.get("token") or "")
    state.granted.token = token
    claims = jwt.claims(token)
    audience = str(claims.get("aud") or "").rstrip("/")
    if audience and audience not in _AUDIENCES:
        return failed_by(
            Problem(
                f"The token of Entra is for {audience}, not for Foundry.",
                f"Ask for the scope {azure.SCOPE}.",
                "",
                "Error code: 401 - Access token is missing, invalid, audience is incorrect",
                "azure_login_needed",
            )
        )
    return passed(f"Entra gives a token ({source.name})", audience=audience or None)


def model(state: State) -> Outcome | None:
    """Deployments are listed nowhere for a key: count_tokens decides."""
    return None


def access(state: State) -> Outcome | None:
    """Count tokens: free, and it goes the whole way."""
    return cloud_api.counted(state)


def message(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    return cloud_api.sent(state)
