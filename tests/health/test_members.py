"""The folder is the registry: every check says what it must, runs after what it needs, is documented and is
tested.
"""

from __future__ import annotations

import re

import pytest

from claude_doctor import catalogue
from claude_doctor.base import registry
from claude_doctor.base.errors import UsageError
from claude_doctor.doors.health import checks
from claude_doctor.doors.health.engine import run as _run
from tests.conftest import ROOT, SOURCE
from tests.health.lab import running

MEMBERS = _run.members()
IDS = {member.ID for member in MEMBERS}


def by_id(member):
    return member.ID


@pytest.mark.parametrize("member", MEMBERS, ids=by_id)
def test_a_check_says_what_it_must(member):
    assert member.__name__.rsplit(".", 1)[-1] == member.ID.replace(".", "_")
    assert member.COST in {"none", "network", "credential", "billed"}
    assert set(member.NEEDS) <= IDS
    assert member.VERIFIES
    assert member.run.__doc__
    assert (member.COST == "billed") == (member.OPTION == "--deep")


@pytest.mark.parametrize("member", MEMBERS, ids=by_id)
def test_a_check_never_imports_a_sibling(member):
    with open(member.__file__, encoding="utf-8") as file:
        text = file.read()
    siblings = set(registry.names(checks)) - {member.__name__.rsplit(".", 1)[-1]}
    imported = set(
        re.findall(r"from claude_doctor\.doors\.health\.checks(?:\.(\w+))? import ([\w, ]+)", text)
    )
    names = {
        name for module, rest in imported for name in (module, *(part.strip() for part in rest.split(",")))
    }
    assert names.isdisjoint(siblings)


def test_ranks_are_unequal_and_needs_come_first():
    assert len({member.RANK for member in MEMBERS}) == len(MEMBERS)
    seen: set[str] = set()
    for member in MEMBERS:
        assert set(member.NEEDS) <= seen, member.ID
        seen.add(member.ID)


def test_what_sends_the_credential_needs_that_it_was_judged():
    needs = {member.ID: set(member.NEEDS) for member in MEMBERS}

    def all_needs(name):
        return needs[name].union(*(all_needs(need) for need in needs[name]))

    for member in MEMBERS:
        if member.ON_CLOUD and member.COST in {"credential", "billed"}:
            assert {"cloud.source", "cloud.region", "cfg.headers"} <= all_needs(member.ID), member.ID
        elif member.COST in {"credential", "billed"} and member.ID != "auth.models":
            assert "auth.models" in all_needs(member.ID), member.ID
    assert {"cfg.key_chars", "cfg.key_kind", "cfg.credential"} <= all_needs("auth.models")


@pytest.mark.parametrize("member", MEMBERS, ids=by_id)
def test_a_check_is_documented(member):
    text = (ROOT / "docs" / "health.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {re.escape(member.ID)}\n\n(.*?)(?=^### |\Z)", text, re.M | re.S)
    if section is None:  # a new one: its own words say what the docs would
        assert member.__doc__
        assert all(need in f"{member.__doc__} {member.run.__doc__}" for need in member.NEEDS)
        return
    assert all(f"`{need}`" in section[1] for need in member.NEEDS)
    assert not member.OPTION or member.OPTION in section[1]


@pytest.mark.parametrize("member", MEMBERS, ids=by_id)
def test_a_check_is_tested(member):
    expected = {name for row in running.table() for name in row["check"].split("|")}
    expected |= {name for row in running.controls() for name in (*row.get("warn", ()), *row.get("slow", ()))}
    if member.ID in expected:
        return
    name = member.ID.replace(".", "_")
    files = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "health").glob("test_*.py")
    }
    assert f"test_{name}.py" in files or any(name in text for text in files.values())


def chosen(only=(), skip=(), options=()):
    return [member.ID for member in _run.selected(MEMBERS, only, skip, options)]


def test_only_brings_along_what_is_needed():
    assert chosen(["net.tcp"]) == ["cfg.base_url", "cfg.proxy", "net.dns", "net.tcp"]
    assert chosen(["dns,tcp"]) == ["cfg.base_url", "cfg.proxy", "net.dns", "net.tcp"]


def test_what_has_an_option_runs_only_with_it():
    assert "api.message" not in chosen()
    assert "api.message" not in chosen(["api"])
    assert "api.message" in chosen(options=["--deep"])
    assert not {member.OPTION for member in MEMBERS if member.ID in chosen()} - {""}


@pytest.mark.parametrize(
    ("only", "skip", "words"),
    [
        (["api.message"], [], "api.message runs with --deep"),
        (["api.batches,api.idle"], [], "run with --batch or --idle"),
        (["net.tcp"], ["tcp"], "leave no check"),
    ],
)
def test_nothing_to_check_is_a_usage_mistake(only, skip, words):
    with pytest.raises(UsageError, match=words):
        chosen(only, skip)


def test_skip_wins():
    assert "sdk.request" not in chosen(skip=["sdk.request"])
    assert not {"auth.models", "auth.workspace"} & set(chosen(skip=["auth"]))


def test_an_unknown_word_is_a_usage_mistake():
    with pytest.raises(UsageError, match="no check or stage 'nonsense'"):
        chosen(["nonsense"])


def test_every_page_a_check_names_is_in_the_catalogue():
    known = set(catalogue.names())
    named = set()
    for path in sorted((SOURCE / "claude_doctor" / "doors" / "health").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"entry=\"(\w+)\"", text)) | set(
            re.findall(r"^ +\"(\w+)\",\n +\)$", text, re.M)
        )
    assert len(named) > 30
    assert named - known == set()
