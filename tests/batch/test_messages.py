"""What the API says when a rule is broken is explained by the entry that the rule's page names."""

from __future__ import annotations

import json

import pytest

from claude_doctor.catalogue import rulepages
from claude_doctor.doors.explain.command import explain
from tests.conftest import GIVEN

FACTS = GIVEN / "facts" / "rule-messages.jsonl"
PAGES = {page.shown.id: page for page in rulepages.read()[0]}
VERBATIM = [
    pytest.param(rule, message, kind, id=rule)
    for rule, message, kind in map(json.loads, FACTS.read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(("rule", "message", "kind"), VERBATIM)
def test_the_message_of_the_api_is_explained_by_the_entry_of_the_page(rule, message, kind):
    body = json.dumps(
        {"type": "error", "error": {"type": kind or "invalid_request_error", "message": message}}
    )
    found = explain(body).main.diagnoses
    page = PAGES[rule]
    if page.entry is None:
        pytest.fail(f"{rule}.md names no entry; explain gives {found[0].entry.id if found else None}")
    assert found[0].entry.id == page.entry
