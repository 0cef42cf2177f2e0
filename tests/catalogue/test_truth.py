"""Popular claims about the API, each stated rightly on the page where a reader would look for it."""

from __future__ import annotations

import re

import pytest

from claude_doctor.catalogue import pages
from tests.conftest import PAGES

BY_ID = {entry.id: entry for entry, _ in pages.read_entries(str(PAGES))[0]}
CLAIMS = {
    "error.type is the same on all deployments": (
        "invalid_request_error",
        r"Bedrock sends AWS exception names",
    ),
    "Bedrock wraps 500 as ValidationException": (
        "bedrock_validation_exception",
        r"does not wrap its own faults .*InternalServerException.*\(500\)",
    ),
    "a batch holds 10,000 requests and 250 MB": ("batch_error", r"100,000 requests or 256 MB"),
    "4xx are never retryable": ("invalid_request_error", r"retry 408, 409 and 429"),
    "failed requests are never billed": (
        "internal_server_error",
        r"disconnects or times out in a call that was on track is",
    ),
    "mid-stream failures are billed": ("streaming_error", r"[Nn]ot documented"),
    "retries pay the input again, caching cuts 90 %": ("internal_server_error", r"0\.025 on Fable 5\.1"),
    "streaming_error is a type": ("streaming_error", r"neither `streaming_error` nor `batch_error`"),
    "batch_error is a type": ("batch_error", r"(no|never|not)\b.*\btype"),
    "backoff tables for 529": ("overloaded_529", r"not official"),
    "backoff tables for streams": ("streaming_error", r"nobody's official numbers"),
    "403 covers billing": ("billing_error", r"out of date.*402"),
    "credit exhaustion is 402": ("credit_balance_too_low", r"\b400\b"),
    "roles must alternate": ("roles_must_alternate", r"combines consecutive turns"),
    "x-ratelimit headers": ("rate_limit_error", r"anthropic-ratelimit-"),
    "422 is a status of the API": ("http_422", r"cannot be confirmed"),
    "request_too_large is a normal SDK type": ("request_too_large_413", r"missing from the SDK's list"),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_claim_is_stated_rightly(claim):
    page_id, words = CLAIMS[claim]
    entry = BY_ID[page_id]
    text = " ".join(
        (entry.meaning, entry.billed, *entry.causes, *entry.fixes, *entry.platforms, *entry.notes)
    )
    assert re.search(words, text, re.S), text
    assert entry.sources


def test_the_defaults_of_the_sdks_are_said_where_they_matter():
    from claude_doctor.base import waits

    assert waits.sdk_total() == 1.5
    for page_id in ("overloaded_529", "rate_limit_error"):
        entry = BY_ID[page_id]
        assert "1.5 s" in " ".join((*entry.fixes, *entry.notes, *entry.causes))


def test_spend_caps_say_until_when():
    assert "00:00 UTC" in BY_ID["enforced_spend_limit_reached"].wait
    assert BY_ID["enforced_spend_limit_reached"].delays_s == ()
