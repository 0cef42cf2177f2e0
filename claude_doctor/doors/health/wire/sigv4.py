"""AWS Signature Version 4 with the standard library: the headers that a request needs."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.settings.cloud import Keys

_KEPT = "-_.~"


def signed(  # noqa: PLR0913  # all of these are signed
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    keys: Keys,
    *,
    region: str,
    service: str,
    now: float,
) -> dict[str, str]:
    """Return the headers with date, token and signature added; `now` in seconds since the epoch."""
    parts = urlsplit(url)
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    made = {name.lower(): value for name, value in headers.items()}
    made |= {"host": parts.netloc, "x-amz-date": stamp}
    if keys.session:
        made["x-amz-security-token"] = keys.session
    covered = sorted(name for name in made if name != "user-agent")  # a proxy may change that one
    names = ";".join(covered)
    canonical = "\n".join(
        (
            method,
            quote(parts.path or "/", safe=f"/{_KEPT}"),
            _query(parts.query),
            *(f"{name}:{' '.join(made[name].split())}" for name in covered),
            "",
            names,
            hashlib.sha256(body).hexdigest(),
        )
    )
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{keys.secret}".encode()
    for part in (stamp[:8], region, service, "aws4_request"):
        key = _hmac(key, part)
    made["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={keys.access}/{scope}, SignedHeaders={names}, "
        f"Signature={_hmac(key, text).hex()}"
    )
    return made


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _query(text: str) -> str:
    pairs = sorted(
        (quote(name, safe=_KEPT), quote(value, safe=_KEPT))
        for name, value in parse_qsl(text, keep_blank_values=True)
    )
    return "&".join(f"{name}={value}" for name, value in pairs)
