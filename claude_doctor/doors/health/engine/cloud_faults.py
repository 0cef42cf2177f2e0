"""What the clouds answer: their errors in their own forms, and the page of the catalogue each leads to."""

from __future__ import annotations

import re

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

# What the catalogue calls the platforms of `health`, where it is another name.
_PLATFORMS = {"mantle": "bedrock", "google-cloud": "vertex"}
# The page of a status when the words lead nowhere, by platform.
_PAGES = {
    ("bedrock", 403): "bedrock_model_access_denied",
    ("mantle", 403): "bedrock_mantle_access_denied",
    ("vertex", 401): "vertex_unauthenticated",
    ("vertex", 403): "vertex_permission_denied",
    ("foundry", 401): "foundry_authentication_failed",
    ("foundry", 403): "foundry_permission_denied",
    ("claude-platform-on-aws", 403): "claude_platform_on_aws_forbidden",
}
# Words that are exact, where they alone are only a guess: which cloud speaks is known here.
_WORDS = (
    ("signature expired", "clock_skew"),
    ("signature not yet current", "clock_skew"),
    ("short-lived token", "clock_skew"),
    ("we calculated does not match", "aws_signature_invalid"),
    ("security token included in the request", "aws_credentials_invalid_or_expired"),
    ("invalid_grant", "gcp_reauth_required"),
    ("reauthentication is needed", "gcp_reauth_required"),
    ("sso token", "aws_sso_login_needed"),
    ("sso session", "aws_sso_login_needed"),
    ("aadsts", "azure_login_needed"),
    ("defaultazurecredential", "azure_login_needed"),
)
_NO_CREDENTIAL = {
    "vertex": "gcp_adc_missing",
    "google-cloud": "gcp_adc_missing",
    "foundry": "azure_login_needed",
}
_STATUS_PAGES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    500: "internal_server_error",
    503: "service_unavailable_503",
}
_XML = re.compile(r"<(Code|Message)>([^<]{0,2000})</")
_MOST = 6000


def page_of(text: str, platform: str) -> str:
    """Return the page of what a cloud's library says, by its words, else that of a missing credential."""
    low = text.lower()
    found = next((page for words, page in _WORDS if words in low), "")
    return found or _NO_CREDENTIAL.get(platform, "aws_credentials_missing")


def message(answer: Answer) -> tuple[str, str]:
    """Return type and words of an error of AWS, Google, Azure or the API, ("", "") when it is none."""
    data = answer.json
    if isinstance(data, list) and data:  # Vertex wraps some of its errors in a list
        data = data[0]
    if not isinstance(data, dict):
        found = dict(_XML.findall(answer.text[:_MOST]))
        return found.get("Code", ""), found.get("Message", "")
    inner = data.get("error")
    if isinstance(inner, dict):
        kind = inner.get("type") or inner.get("status") or inner.get("code") or ""
        return str(kind), str(inner.get("message") or "")
    if isinstance(inner, str):
        return inner, str(data.get("error_description") or inner)
    kind = answer.header("x-amzn-errortype") or str(data.get("__type") or data.get("code") or "")
    words = data.get("message") or data.get("Message") or ""
    return kind.rpartition("#")[2].partition(":")[0], str(words)


def refused(state: State, answer: Answer, host: str, call: str = "") -> Outcome:
    """Return the failure of an answer that is no success; `call` is the operation of AWS that was asked."""
    if answer.error is not None or not answer.status:
        return lost(host, answer.error or OSError("no answer"))
    kind, words = message(answer)
    said = f"{answer.status} {kind}: {words[:300]}".strip(" :").rstrip(".") or str(answer.status)
    signal = _signal(state, answer, kind, words, call)
    cloud = state.cloud
    platform = cloud.id if cloud else ""
    low = words.lower()
    page = (
        next((each for mark, each in _WORDS if mark in low), "")
        or _PAGES.get((platform, answer.status))
        or _STATUS_PAGES.get(answer.status, "")
    )
    fault = "theirs" if answer.status >= 500 else None
    facts = (
        ("status", answer.status),
        ("type", kind or None),
        ("message", words[:300] or None),
        ("host", host),
        ("request_id", answer.header("x-amzn-requestid") or answer.request_id or None),
    )
    return Outcome(
        FAIL,
        f"{host} refuses it ({said}).",
        fault=fault or _fault(signal, page),
        details=tuple((name, value) for name, value in facts if value is not None),
        signal=signal,
        entry=page,
    )


def _signal(state: State, answer: Answer, kind: str, words: str, call: str) -> Signal:
    from claude_doctor import signals

    if call and kind:
        text = (
            f"botocore.exceptions.ClientError: An error occurred ({kind}) when calling the {call} operation: "
            f"{words}"
        )
    else:
        text = f"Error code: {answer.status} - {answer.text[:_MOST]}"
    found = signals.read(text)
    name = state.cloud.id if state.cloud else ""
    return replace(found, platform=found.platform or _PLATFORMS.get(name, name) or None)


def _fault(signal: Signal, page: str) -> str:
    from claude_doctor import catalogue

    best = catalogue.diagnose(signal)
    entry = (
        best[0].entry if best and best[0].confidence != "guess" else catalogue.find(page) if page else None
    )
    return (entry.fault if entry else None) or "yours"


def lost(host: str, error: BaseException) -> Outcome:
    """Return the failure of another host of the cloud that could not be reached."""
    text = f"{type(error).__name__}: {error}"
    entry = "connection_error"
    low = text.lower()
    fix = f"Open the way to {host}: it is another host than that of the models."
    if "certificate" in low:
        entry = "tls_unknown_issuer"
        fix = (
            "Trust the authority in the store of the cloud's own library: AWS_CA_BUNDLE (botocore) or "
            "REQUESTS_CA_BUNDLE; SSL_CERT_FILE serves only the SDK."
        )
    elif "name" in low or "gaierror" in low or "address associated" in low:
        entry = "dns_not_found"
    elif isinstance(error, TimeoutError) or "timeout" in low:
        entry = "connection_timeout"
    elif "refused" in low:
        entry = "connection_refused"
    return Outcome(
        FAIL,
        f"{host} cannot be reached ({text[:200]}).",
        fix,
        f"curl -sv https://{host}/ -o /dev/null",
        "between",
        (("host", host),),
        error=error,
        entry=entry,
    )
