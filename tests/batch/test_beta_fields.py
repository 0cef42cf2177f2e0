"""Beta parameters and their headers."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params


@pytest.mark.parametrize(
    ("field", "value", "beta"),
    [
        ("context_management", {"edits": []}, "context-management-2025-06-27"),
        ("context_management", {"edits": [{"type": "compact_20260112"}]}, "compact-2026-01-12"),
        ("compaction", {"type": "summarize"}, "compact-2026-09-04"),
        ("billing_policy", {"type": "billing_policy", "bill_to": "self"}, "user-profiles-billing-2026-10-01"),
    ],
)
def test_with_and_without(field, value, beta):
    request = params(model="claude-opus-5", **{field: value})
    assert errors(request) == [("beta-field-without-header", f"params.{field}")]
    assert errors(request, betas=(beta,)) == []


def test_null_is_absent():
    assert errors({**params(model="claude-opus-5"), "context_management": None}) == []


def test_an_effort_in_the_conversation_is_a_warning():
    def said(**message):
        messages = [
            {"role": "user", "content": "a"},
            {"role": "system", **message},
            {"role": "assistant", "content": "b"},
            {"role": "user", "content": "c"},
        ]
        return lambda *betas: [
            item
            for item in found(params(messages=messages), betas=betas)
            if item[0] == "beta-field-without-header"
        ]

    place = "params.messages.1.output_config"
    assert said(output_config={"effort": "low"})() == [("beta-field-without-header", "warning", place)]
    assert said(output_config={"effort": "low"})("mid-conversation-output-config-2026-07-01") == []
    assert said(content="b", output_config={"effort": None})() == []
