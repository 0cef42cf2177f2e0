"""What the three platforms on AWS share: who the signer is, which models the listings know, where AWS's other
hosts are.
"""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import cloud_calls, cloud_faults
from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.state import State

_IDENTITY = b"Action=GetCallerIdentity&Version=2011-06-15"
_FORM = {"content-type": "application/x-www-form-urlencoded"}


def endpoint(environment: Mapping[str, str], service: str, default: str) -> str:
    """Return the address of a service of AWS: its own variable, the one for all, else the default."""
    if environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return default
    own = f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}"
    return environment.get(own) or environment.get("AWS_ENDPOINT_URL") or default


def sts(environment: Mapping[str, str], region: str) -> str:
    """Return the address of STS."""
    end = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return endpoint(environment, "sts", f"https://sts.{region}.{end}" if region else "")


def identity(state: State) -> Outcome | None:
    """Ask STS who signs: free, and every identity may ask it."""
    cloud = cloud_calls.cloud(state)
    if cloud.source.way in ("bearer", "key"):
        return skipped(f"{cloud.source.name} is sent as it is: nobody can be asked whose it is")
    failure = cloud_calls.obtain(state)
    if failure:
        return failure
    where = cloud_calls.elsewhere(state, cloud.token_url, "AWS_ENDPOINT_URL_STS")
    if isinstance(where, Outcome):
        return where
    plain, address = {**cloud_calls.AGENT, **_FORM}, where.base.url("/")
    headers = cloud_calls.authorized(state, "POST", address, plain, _IDENTITY, "sts")
    answer = where.web.ask("POST", "/", headers, content=_IDENTITY)
    if answer.status != 200:
        found = cloud_faults.refused(state, answer, where.base.host, "GetCallerIdentity")
        return (
            _with_secret(found, cloud.source.name) if "we calculated does not match" in answer.text else found
        )
    arn = _arn(answer.json, answer.text)
    return passed(f"AWS knows the signer: {arn or 'no name given'}", arn=arn or None, account=_account(arn))


def _with_secret(found: Outcome, name: str) -> Outcome:
    return replace(
        found,
        summary=f"AWS refuses the signature: the secret key from {name} is not that of the access key.",
        fix="Set access key and secret key anew, from one place; look for cut ends, blanks and quotes.",
        command="aws sts get-caller-identity",
    )


def _arn(data: object, text: str) -> str:
    if isinstance(data, dict):
        inner = data.get("GetCallerIdentityResponse", data)
        result = inner.get("GetCallerIdentityResult", inner) if isinstance(inner, dict) else {}
        return str(result.get("Arn") or "") if isinstance(result, dict) else ""
    return text.partition("<Arn>")[2].partition("</Arn>")[0][:300]


def _account(arn: str) -> str | None:
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 else None
