"""`--platform` means it: a page says only what holds there."""

from __future__ import annotations

import json

import pytest

from claude_doctor import catalogue
from claude_doctor.doors.explain.platform import _LABELS, _named, entry_for
from tests.conftest import Run

CHOICES = tuple(_LABELS)
ENTRIES = [entry for heading in catalogue.headings() if (entry := catalogue.find(heading.id))]


def test_the_choices_are_those_of_the_command() -> None:
    from claude_doctor.doors.explain.command import OPTIONS

    assert {option.dest: set(option.choices) for option in OPTIONS}["platform"] == set(CHOICES)


@pytest.mark.parametrize("platform", CHOICES)
def test_pages_with_platform_notes_differ(platform: str) -> None:
    noted = [entry for entry in ENTRIES if any(_named(note) for note in entry.platforms)]
    assert len(noted) > 20
    for entry in noted:
        found = entry_for(entry, platform)
        assert found != entry or all(platform in _named(note) for note in entry.platforms)
        assert all(platform in _named(note) for note in found.platforms)
        for other in CHOICES:
            kept = [
                note for note in found.platforms if other in _named(note) and platform not in _named(note)
            ]
            assert not kept


@pytest.mark.parametrize("platform", CHOICES)
def test_every_page_still_holds_an_answer(platform: str) -> None:
    for entry in ENTRIES:
        found = entry_for(entry, platform)
        assert found.fixes
        assert found.causes
        assert found.wait


@pytest.mark.parametrize(
    ("platform", "client"),
    [("bedrock", "AnthropicBedrock("), ("vertex", "AnthropicVertex("), ("foundry", "AnthropicFoundry(")],
)
def test_the_code_is_that_of_the_platforms_client(run: Run, platform: str, client: str) -> None:
    anthropic = pytest.importorskip("anthropic")
    assert hasattr(anthropic, client[:-1])
    shown = run("explain", "529", "--platform", platform).stdout
    assert f"anthropic.{client}" in shown
    assert "anthropic.Anthropic(" not in shown


def test_what_a_client_has_not_is_not_shown_for_it() -> None:
    for entry in ENTRIES:
        assert "batches" not in entry_for(entry, "bedrock").python
        assert "batches" not in entry_for(entry, "vertex").typescript
        assert entry_for(entry, "claude-code").python == ""


def test_notes_of_other_platforms_are_left_out_of_every_format(run: Run) -> None:
    for form in ("text", "markdown", "json"):
        shown = run("explain", "529", "--platform", "bedrock", "--format", form).stdout
        assert "ServiceUnavailableException" in shown
        assert "Resource exhausted" not in shown
        assert "OpenRouter" not in shown
    waits = {
        name: json.loads(run("explain", "529", "--json", "--platform", name).stdout)["diagnoses"][0]["retry"][
            "wait"
        ]
        for name in CHOICES
    }
    assert "Google advises" in waits["vertex"]
    assert "ten attempts" in waits["claude-code"]
    assert len(set(waits.values())) >= 4
