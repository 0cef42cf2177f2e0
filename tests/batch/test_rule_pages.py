"""Every rule has its page; what a page shows as refused is found under its id, what it shows as accepted is not."""

from __future__ import annotations

import json

import pytest

from claude_doctor.catalogue import _rulepages, find
from claude_doctor.rules import _walk
from tests.batch import helper

PAGES, FAULTS = _rulepages.read()
BY_ID = {page.shown.id: page for page in PAGES}


def test_every_page_has_the_fixed_shape():
    assert not FAULTS, "\n".join(FAULTS)


def test_every_rule_of_a_module_has_a_page_and_every_visible_page_a_module():
    rules = helper.table().ids
    visible = {page.shown.id for page in PAGES if page.visible}
    assert set(rules) == visible, f"no page: {sorted(set(rules) - visible)}; no module: {sorted(visible - set(rules))}"


def test_anchors_are_those_that_exist():
    assert set(helper.table().checks) <= set(_walk.anchors())


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_the_catalogue_entry_of_a_page_exists(rule):
    entry = BY_ID[rule].entry
    assert entry is None or find(entry) is not None, entry


def lines_of(text: str) -> list[bytes]:
    """An example is params, or a whole request, or lines of JSONL."""
    try:
        value = json.loads(text)
    except ValueError:
        return [part.encode("utf-8", "surrogatepass") for part in text.split("\n")]
    if isinstance(value, dict) and not {"custom_id", "params"} & set(value):
        return [helper.line(value)]
    return [text.encode()] if "\n" not in text else [json.dumps(value).encode()]


def scope_of(page: _rulepages.RulePage) -> dict[str, object]:
    scope: dict[str, object] = {"betas": page.betas}
    if page.version:
        scope["version"] = page.version
    if page.today:
        scope["today"] = page.today
    return scope


BAD = [(rule, at, text) for rule, page in sorted(BY_ID.items()) for at, text in enumerate(page.bad)]
GOOD = [(rule, at, text) for rule, page in sorted(BY_ID.items()) for at, text in enumerate(page.good)]


@pytest.mark.parametrize(("rule", "text"), [pytest.param(rule, text, id=f"{rule}-{at}") for rule, at, text in BAD])
def test_what_a_page_shows_as_refused_is_found_and_nothing_else(rule, text):
    found = helper.kept(lines_of(text), **scope_of(BY_ID[rule]))
    assert rule in {item[3] for item in found}, found
    assert {item[3] for item in found if item[4] == "error"} <= {rule}, found


@pytest.mark.parametrize(("rule", "text"), [pytest.param(rule, text, id=f"{rule}-{at}") for rule, at, text in GOOD])
def test_what_a_page_shows_as_accepted_is_accepted(rule, text):
    found = helper.kept(lines_of(text), **scope_of(BY_ID[rule]))
    assert rule not in {item[3] for item in found}, found
    assert not [item for item in found if item[4] == "error"], found
