"""The beta headers that a batch is created with."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

from claude_doctor.doors.batch_check.rules import beta_headers
from tests.batch.helper import found, params

RULE = "beta-header-unknown"
MADE_FOR = (2, 14)


def rules(*betas: str) -> list[str]:
    return [item[0] for item in found(params(), betas=betas)]


@pytest.mark.parametrize(
    "beta",
    [
        "efs-2026-10-01",
        "google-managed-data-controls-2026-09-01",
        "oauth-2025-04-20",
        "oidc-federation-2026-04-01",
        "claude-code-20250219",
        "mid-conversation-system-2026-04-07",
        "prompt-caching-scope-2026-01-05",
    ],
)
def test_what_live_requests_carry_is_known(beta):
    assert RULE not in rules(beta)


@pytest.mark.parametrize("beta", ["no-such-beta-2026-01-01", "efs-2026-10-02", "oauth-2025-04-21"])
def test_what_nobody_knows_is_a_warning(beta):
    assert RULE in rules(beta)


def test_every_beta_of_the_installed_sdk_is_known():
    try:
        version = metadata.version("anthropic")
    except metadata.PackageNotFoundError:
        pytest.skip("the SDK is not installed")
    if tuple(map(int, version.split(".")[:2])) > MADE_FOR:
        pytest.skip(f"anthropic {version} is newer than the one the list was read from")
    files = metadata.files("anthropic") or []
    path = next(str(file.locate()) for file in files if file.name == "anthropic_beta_param.py")
    betas = set(re.findall(r'"([a-z0-9-]+-\d{4}-\d\d-\d\d)"', Path(path).read_text(encoding="utf-8")))
    assert len(betas) >= 58
    assert betas - beta_headers.KNOWN == set()
