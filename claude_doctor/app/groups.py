"""Which limits a request falls under: place, credential, and the bucket of its model. Each group has a pace
and a budget of its own.
"""

from __future__ import annotations

import hashlib
import re
import threading
from typing import TYPE_CHECKING, Any

from claude_doctor.app.budget import Bucket
from claude_doctor.app.pace import Pacer

if TYPE_CHECKING:
    from claude_doctor.app.policy import Policy

_DATE = re.compile(r"[-@]20\d{6}|-v\d+(?::\d+)?$|-latest$")
# Models that share one rate limit (platform docs, rate limits, read 2026-11-20): Opus 4.5 to 4.8, Sonnet 4.5
# and 4.6.
_SHARED = (
    (re.compile(r"claude-opus-4-[5-8]$"), "claude-opus-4-5..8"),
    (re.compile(r"claude-sonnet-4-[56]$"), "claude-sonnet-4-5..6"),
)
_MOST = 1000
# The hosts that the SDK's clients ask (anthropic 2.14.0: their base URLs, read 2026-11-30).
_PLATFORMS = (
    (re.compile(r"api\.anthropic\.com$"), "claude-api"),
    (re.compile(r"aws-external-anthropic\.[\w-]+\.api\.aws$"), "claude-platform-on-aws"),
    (re.compile(r"bedrock[\w-]*\.[\w-]+\.(?:amazonaws\.com|api\.aws)$"), "bedrock"),
    (re.compile(r"(?:[\w-]+-)?aiplatform\.(?:\w+\.rep\.)?googleapis\.com$"), "vertex"),
    (re.compile(r"[\w-]+\.services\.ai\.azure\.com$"), "foundry"),
)


class Group:
    """The state of one limit group: what is shared by all its calls. Hold `lock` to use it."""

    __slots__ = ("bucket", "last", "lock", "name", "pacer")

    def __init__(self, name: str, policy: Policy) -> None:
        self.name = name
        self.lock = threading.Lock()
        self.bucket = Bucket(policy.budget)
        self.pacer = Pacer(policy.pace) if policy.pace is not None else None
        self.last: Any = None  # the last refusal, raised again where a call cannot get its turn in time


class Groups:
    """All groups of one Doctor."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._lock = threading.Lock()
        self._groups: dict[tuple[str, str], Group] = {}

    def of(self, place: str, bucket: str) -> Group:
        """Return the group of a place (address and credential) and a bucket."""
        found = self._groups.get((place, bucket))
        if found is None:
            with self._lock:
                if len(self._groups) >= _MOST:
                    self._groups.clear()
                found = self._groups.setdefault((place, bucket), Group(bucket, self._policy))
        return found

    def rates(self) -> list[tuple[str, float]]:
        """Return name and rate (requests a second) of the groups in distress."""
        paced = ((group.name, group.pacer.rate) for group in self.all() if group.pacer)
        return [(name, rate) for name, rate in paced if rate is not None]

    def all(self) -> list[Group]:
        """Return the groups."""
        return list(self._groups.values())


def bucket_of(path: str, model: object) -> str:
    """Return what a request is limited by: the model's family, else the first two parts of the path."""
    if not isinstance(model, str):
        return "/".join(path.partition("?")[0].split("/")[:3])
    name = model[max(model.find("claude"), 0) :]
    name = _DATE.sub("", _DATE.sub("", name))
    for pattern, shared in _SHARED:
        if pattern.match(name):
            return shared
    return name[:100]


def platform_of(place: str) -> str | None:
    """Return whose address a place is, in the words of the catalogue; None for another one."""
    host = place.partition("://")[2].partition(" ")[0].partition(":")[0].rstrip(".").lower()
    return next((name for hosts, name in _PLATFORMS if hosts.match(host)), None)


def place_of(client: object) -> str:
    """Return the address and a fingerprint of the credential of a client;
    the credential itself is not kept.
    """
    secrets = (
        getattr(client, name, None) for name in ("api_key", "auth_token", "aws_access_key", "access_token")
    )
    secret = next((value for value in secrets if isinstance(value, str) and value), "")
    mark = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:8] if secret else "-"
    url = getattr(client, "base_url", "")
    return f"{getattr(url, 'scheme', '')}://{getattr(url, 'host', url)} {mark}"
