"""Every rule has its page; what a page shows as refused is found under its id, what it shows as accepted is
not.
"""

from __future__ import annotations

import json

import pytest

from claude_doctor.base.errors import PageError
from claude_doctor.catalogue import find, rulepages
from claude_doctor.catalogue import page as page_of
from tests.batch import helper

PAGES, FAULTS = rulepages.read()
BY_ID = {page.shown.id: page for page in PAGES}


def test_every_page_has_the_fixed_shape():
    assert not FAULTS, "\n".join(FAULTS)


def test_every_rule_of_a_module_has_a_page_and_every_visible_page_a_module():
    rules = helper.table().ids
    visible = {page.shown.id for page in PAGES if page.visible}
    assert set(rules) == visible, (
        f"no page: {sorted(set(rules) - visible)}; no module: {sorted(visible - set(rules))}"
    )


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_the_catalogue_entry_of_a_page_exists(rule):
    entry = BY_ID[rule].entry
    assert entry is None or find(entry) is not None, entry


@pytest.mark.parametrize(
    "rule", sorted(rule for rule, page in BY_ID.items() if page.when != "advice" and page.entry)
)
def test_a_page_states_the_status_and_type_of_its_entry(rule):
    entry, shown = find(BY_ID[rule].entry or ""), BY_ID[rule].shown
    assert entry is not None
    assert (shown.status, shown.type) == (entry.status, entry.type)
    # What is not refused is not repeated either; and of what an entry makes conditional, a rule may be the
    # case that needs a change.
    assert shown.retryable in (
        entry.retryable,
        "yes",
        "after_fix" if entry.retryable == "conditional" else "yes",
    )


@pytest.mark.parametrize(
    ("rule", "head", "retry"),
    [
        ("model-retired", "404 not_found_error", "not before the fix"),
        ("file-id-format", "404 not_found_error", "not before the fix"),
        ("limited-access-models", "404 not_found_error", "not before the fix"),
        ("batch-body-too-large", "413 request_too_large", "not before the fix"),
        ("batch-queue-limit", "429 rate_limit_error", "Wait until batches"),
        ("batch-expiry-24h", "batch-expiry-24h", "Submit the expired requests"),
        ("model-deprecated", "model-deprecated", "until the model's last day"),
        ("custom-id-length", "400 invalid_request_error", "not before the fix"),
    ],
)
def test_explain_prints_what_the_api_answers(run, rule, head, retry):
    text = run("explain", rule).stdout
    assert head in " ".join(text.splitlines()[:2])
    assert retry in " ".join(text.split())


@pytest.mark.parametrize(
    "line",
    [
        'status = "404"',
        "status = 404",
        'status = true\ntype = "x"',
        'retryable = "perhaps"',
        "wait = 3",
        "status = 404\ntype = 4",
    ],
)
def test_a_wrong_answer_in_a_page_is_refused(line):
    text = (
        '+++\ntitle = "x"\nseverity = "error"\nwhen = "result"\nconfidence = '
        f'"observed"\n{line}\n[[source]]\nwhere = "w"\nread = 2026-11-20\n+++\n\nLead.\n\n## Why\n\n- '
        "x\n\n## Fixes\n\n- y\n"
    )
    with pytest.raises(PageError):
        rulepages.rule_page(page_of.parse("x", text))


def lines_of(text: str) -> list[bytes]:
    """An example is params, or a whole request, or lines of JSONL."""
    try:
        value = json.loads(text)
    except ValueError:
        return [part.encode("utf-8", "surrogatepass") for part in text.split("\n")]
    if isinstance(value, dict) and not {"custom_id", "params"} & set(value):
        return [helper.line(value)]
    return [text.encode()] if "\n" not in text else [json.dumps(value).encode()]


def scope_of(page: rulepages.RulePage) -> dict[str, object]:
    scope: dict[str, object] = {"betas": page.betas}
    if page.version:
        scope["version"] = page.version
    if page.today:
        scope["today"] = page.today
    return scope


BAD = [(rule, at, text) for rule, page in sorted(BY_ID.items()) for at, text in enumerate(page.bad)]
GOOD = [(rule, at, text) for rule, page in sorted(BY_ID.items()) for at, text in enumerate(page.good)]


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(rule, text, id=f"{rule}-{at}") for rule, at, text in BAD]
)
def test_what_a_page_shows_as_refused_is_found_and_nothing_else(rule, text):
    found = helper.kept(lines_of(text), **scope_of(BY_ID[rule]))
    assert rule in {item[3] for item in found}, found
    assert {item[3] for item in found if item[4] == "error"} <= {rule}, found


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(rule, text, id=f"{rule}-{at}") for rule, at, text in GOOD]
)
def test_what_a_page_shows_as_accepted_is_accepted(rule, text):
    found = helper.kept(lines_of(text), **scope_of(BY_ID[rule]))
    assert rule not in {item[3] for item in found}, found
    assert not [item for item in found if item[4] == "error"], found
