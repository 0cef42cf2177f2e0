"""What to quote in a ticket."""

import pytest

from claude_doctor.signals.readers import identifiers


@pytest.mark.parametrize(
    ("text", "field", "want"),
    [
        ("see req_011CAbCdEfGh.", "request_id", "req_011CAbCdEfGh"),
        ("model claude-opus-5-5 is", "model", "claude-opus-5-5"),
        (
            "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
            "model",
            "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
        ),
        ("claude-sonnet-4-5@20250929,", "model", "claude-sonnet-4-5@20250929"),
        ("retry-after: 30", "retry_after_s", 30.0),
        ("retry-after-ms=976000", "retry_after_s", 976.0),
        ("'Retry-After': '12.5'", "retry_after_s", 12.5),
        ("litellm.RateLimitError", "platform", "gateway:litellm"),
        ("https://x.services.ai.azure.com/anthropic", "platform", "foundry"),
    ],
)
def test_found(text, field, want):
    assert getattr(identifiers.read(text), field) == want


def test_nothing_to_find():
    assert (
        identifiers.read("claude-code failed after lunch").model is None
        if identifiers.read("claude-code failed after lunch")
        else True
    )
    assert identifiers.read("nothing here") is None


def test_the_cloud_behind_litellm():
    assert identifiers.read("litellm.RateLimitError: VertexAIException - {").platform == "vertex"
    assert identifiers.read("litellm.BadRequestError: BedrockException - {").platform == "bedrock"
