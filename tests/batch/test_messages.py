"""What the API says when a rule is broken is explained by the entry that the rule's page names."""

from __future__ import annotations

import json

import pytest

from claude_doctor.catalogue import _rulepages
from claude_doctor.commands.explain import explain
from tests.conftest import SHARED

FACTS = SHARED / "facts" / "rules.json"
PAGES = {page.shown.id: page for page in _rulepages.read()[0]}
RULES = json.loads(FACTS.read_text(encoding="utf-8")) if FACTS.exists() else []
VERBATIM = [
    pytest.param(rule["id"], rule["api_error"]["message_example"], rule["api_error"]["type"], id=rule["id"])
    for rule in RULES
    if rule.get("api_error") and rule["api_error"].get("message_example") and "..." not in rule["api_error"]["message_example"]
]


@pytest.mark.skipif(not RULES, reason="the facts lie beside the repository")
@pytest.mark.parametrize(("rule", "message", "kind"), VERBATIM)
def test_the_message_of_the_api_is_explained_by_the_entry_of_the_page(rule, message, kind):
    body = json.dumps({"type": "error", "error": {"type": kind or "invalid_request_error", "message": message}})
    found = explain(body).main.diagnoses
    page = PAGES[rule]
    if page.entry is None:
        pytest.fail(f"{rule}.md names no entry; explain gives {found[0].entry.id if found else None}")
    assert found[0].entry.id == page.entry
