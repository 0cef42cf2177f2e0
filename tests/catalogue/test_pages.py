"""Every page of the catalogue: its shape, its names, its links, its sources, and its own examples."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from claude_doctor import catalogue
from claude_doctor.base.model import CATEGORIES
from claude_doctor.catalogue import build, pages
from claude_doctor.doors.explain.command import explain
from tests import conftest

PAGES, FAULTS = pages.read_entries(str(conftest.PAGES))
ENTRIES = [entry for entry, _ in PAGES]
BY_ID = {entry.id: entry for entry in ENTRIES}
STATUS_PAGES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large_413",
    429: "rate_limit_error",
    500: "internal_server_error",
    502: "bad_gateway_502",
    503: "service_unavailable_503",
    504: "timeout_error",
    529: "overloaded_529",
}


def test_the_pages_have_no_faults():
    assert FAULTS == []
    assert pages.faults_between(ENTRIES) == []


@pytest.mark.parametrize(("status", "page_id"), list(STATUS_PAGES.items()))
def test_the_status_pages_of_the_contract(status, page_id):
    entry = catalogue.find(str(status))
    assert entry is not None
    assert (entry.id, entry.status) == (page_id, status)


@pytest.mark.parametrize(
    ("alias", "page_id"),
    [
        ("api_error", "internal_server_error"),
        ("overloaded_error", "overloaded_529"),
        ("OverloadedError", "overloaded_529"),
        ("request_too_large", "request_too_large_413"),
    ],
)
def test_aliases_of_the_contract(alias, page_id):
    assert catalogue.find(alias).id == page_id


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_page_says_what_a_reader_needs(entry):
    assert re.fullmatch(r"[a-z0-9_]+", entry.id)
    assert entry.wait
    assert entry.billed
    assert entry.sources
    assert entry.causes
    assert entry.fixes
    assert len(entry.meaning) > 40
    if entry.retryable in {"no", "after_fix"}:
        assert entry.delays_s == (), "a schedule for what waiting does not help"
    if entry.retryable == "yes":
        assert entry.delays_s, "retryable without a concrete schedule"
    assert list(entry.delays_s) == sorted(entry.delays_s)
    if entry.error_code:
        assert entry.error_code.lower() in pages.names_of(entry)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_addresses_are_well_formed(entry):
    for source in entry.sources:
        assert not source.where.startswith("http") or re.match(r"https?://[\w.-]+(/[^\s]*)?", source.where), (
            source.where
        )
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", source.read)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_its_examples_are_diagnosed_as_itself(entry):
    for example in entry.examples:
        report = explain(example)
        got = report.main.diagnoses[0].entry.id if report.main.diagnoses else None
        assert got == entry.id, example


def test_every_category_is_used():
    assert {entry.category for entry in ENTRIES} == set(CATEGORIES)


def test_topics_say_first_that_the_api_sends_no_such_type():
    for entry in (BY_ID["streaming_error"], BY_ID["batch_error"]):
        assert entry.topic
        first = entry.meaning.split(". ")[0]
        assert re.search(r"\b(no|not|never)\b", first), first


def test_the_generated_catalogue_is_a_fresh_build():
    from claude_doctor.catalogue import store

    for name, source in build.modules(PAGES).items():
        if name == "__init__.py":
            continue
        namespace: dict[str, object] = {}
        exec(source, namespace)
        namespace.pop("__builtins__")
        module = store.module(name[:-3])
        assert all(getattr(module, key) == value for key, value in namespace.items()), name


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "coverage").glob("*.json")), ids=lambda path: path.stem
)
def test_every_known_record_has_its_page(path):
    for record, page_id in json.loads(path.read_text(encoding="utf-8")).items():
        assert page_id in BY_ID, record
