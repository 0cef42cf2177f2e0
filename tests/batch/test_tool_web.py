"""Web tools."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

SEARCH = {"type": "web_search_20250305", "name": "web_search"}


def web(**more):
    return params(model="claude-opus-4-8", tools=[{**SEARCH, **more}])


@pytest.mark.parametrize(
    "domain",
    [
        "example.com",
        "docs.example.com",
        "example.com/blog",
        "example.com/*",
        "example.com/*/articles",
        "münchen.example",
    ],
)
def test_domains(domain):
    assert errors(web(allowed_domains=[domain])) == []


@pytest.mark.parametrize(
    "domain",
    ["https://example.com", "*.example.com", "ex*.com", "", "exa mple.com", "/blog", "example.com:443"],
)
def test_what_is_no_domain(domain):
    assert errors(web(blocked_domains=["a.example", domain])) == [
        ("tool-web-domain-format", "params.tools.0.blocked_domains.1")
    ]


def test_both_lists():
    assert errors(web(allowed_domains=["a.example"], blocked_domains=["b.example"])) == [
        ("tool-web-domains-both", "params.tools.0.blocked_domains")
    ]
    assert errors(web(allowed_domains=["a.example"], blocked_domains=None)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "USA"), ("country", ""), ("city", ""), ("timezone", "x" * 256), ("region", "")],
)
def test_locations(field, value):
    assert errors(web(user_location={"type": "approximate", field: value})) == [
        ("tool-web-user-location", f"params.tools.0.user_location.{field}")
    ]


def test_a_location_of_another_type_or_with_other_fields():
    assert errors(web(user_location={"type": "exact"})) == [
        ("tool-web-user-location", "params.tools.0.user_location.type")
    ]
    assert errors(web(user_location={"type": "approximate", "zip": "1"})) == [
        ("tool-web-user-location", "params.tools.0.user_location.zip")
    ]


@pytest.mark.parametrize(
    "kind", ["web_search_20260209", "web_fetch_20260209", "web_fetch_20260309", "web_search_20260318"]
)
def test_the_versions_that_filter(kind):
    tool = {"type": kind, "name": kind[:-9]}
    assert errors(params(model="claude-haiku-4-5", tools=[tool])) == [
        ("tool-web-20260209-needs-ptc", "params.tools.0.allowed_callers")
    ]
    assert errors(params(model="claude-haiku-4-5", tools=[{**tool, "allowed_callers": ["direct"]}])) == []
    old = {"type": "code_execution_20250825", "name": "code_execution"}
    assert errors(params(model="claude-opus-4-8", tools=[tool, old])) == [
        ("tool-web-20260209-old-code-exec", "params.tools.1.type")
    ]
    assert errors(params(model="claude-opus-4-8", tools=[SEARCH, old])) == []


def test_options_of_later_versions():
    assert errors(web(response_inclusion="full")) == [
        ("tool-web-version-fields", "params.tools.0.response_inclusion")
    ]
    late = {"type": "web_search_20260318", "name": "web_search", "response_inclusion": "full"}
    assert errors(params(model="claude-opus-4-8", tools=[late])) == []


@pytest.mark.parametrize("country", ["US", "DK", "GB", "XK", "de"])
def test_countries(country):
    assert errors(web(user_location={"type": "approximate", "country": country})) == []


@pytest.mark.parametrize("country", ["UK", "EU", "ZZ", "D1", "英国"])
def test_what_is_no_country(country):
    assert errors(web(user_location={"type": "approximate", "country": country})) == [
        ("tool-web-user-location", "params.tools.0.user_location.country")
    ]


def test_a_location_that_names_nothing_is_a_warning():
    assert found(web(user_location={"type": "approximate", "city": None})) == [
        ("tool-web-user-location", "warning", "params.tools.0.user_location")
    ]


ONLY = {"type": "only", "tools": [{"type": "tool_reference", "name": "find"}]}


def fetch(sources):
    tools = [{"name": "find", "input_schema": {"type": "object"}}]
    return params(
        model="claude-opus-4-8",
        tools=[{"type": "web_fetch_20250910", "name": "web_fetch", "url_sources": sources}, *tools],
    )


@pytest.mark.parametrize(
    "sources",
    [
        None,
        {},
        {"user_input": {"type": "none"}, "client_tool_results": ONLY, "server_tool_results": {"type": "all"}},
    ],
)
def test_where_addresses_may_come_from(sources):
    assert errors(fetch(sources)) == []


@pytest.mark.parametrize(
    ("sources", "place"),
    [
        ("all", ""),
        ({"user_input": ONLY}, ".user_input.type"),
        ({"client_tool_results": {"type": "only"}}, ".client_tool_results.tools"),
        ({"client_tool_results": {"type": "only", "tools": ["find"]}}, ".client_tool_results.tools.0"),
        ({"urls": {"type": "all"}}, ".urls"),
    ],
)
def test_sources_of_no_known_form(sources, place):
    assert [where for _, where in errors(fetch(sources))] == [f"params.tools.0.url_sources{place}"]


def test_sources_are_tools_of_the_request():
    lost = {
        "type": "except",
        "tools": [{"type": "tool_reference", "name": "find"}, {"type": "tool_reference", "name": "fetch"}],
    }
    place = "params.tools.0.url_sources.client_tool_results.tools.1.name"
    assert errors(fetch({"client_tool_results": lost})) == [("tool-reference-unknown", place)]


@pytest.mark.parametrize(
    ("country", "severities"), [("SG", ["warning"]), ("kz", ["warning"]), ("DE", []), ("UK", ["error"])]
)
def test_countries_that_were_seen_refused_are_doubtful(country, severities):
    tool = {
        "type": "web_search_20250305",
        "name": "web_search",
        "user_location": {"type": "approximate", "country": country},
    }
    assert [severity for _, severity, _ in found(params(tools=[tool]))] == severities
