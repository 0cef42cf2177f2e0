"""What CI servers read: SARIF, JUnit, GitLab's code quality, annotations of GitHub at files of the
repository.
"""

from __future__ import annotations

import json
import subprocess
from xml.etree import ElementTree as ET

import pytest

from tests.batch import helper

LINES = [helper.line(helper.params(seed=at), f"r{at}") for at in range(12)] + [
    helper.line(helper.params(), "a b"),
    b"no json",
]
LEVELS = {"none", "note", "warning", "error"}
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "data dir").mkdir()
    (tmp_path / "data dir" / "batch ü.jsonl").write_bytes(b"\n".join(LINES) + b"\n")
    return tmp_path


def shown(run, repository, form):
    done = run("batch-check", "../data dir/batch ü.jsonl", "--format", form, cwd=folder(repository))
    assert done.returncode == 1, done
    return done.stdout


def folder(repository):
    (repository / "elsewhere").mkdir(exist_ok=True)
    return repository / "elsewhere"


def test_sarif_has_what_its_readers_ask_for(run, repository):
    log = json.loads(shown(run, repository, "sarif"))
    assert set(log) == {"$schema", "version", "runs"}  # the schema allows no other key of ours
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (made,) = log["runs"]
    driver = made["tool"]["driver"]
    assert driver["name"] == "claude-doctor"
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert len(rule["help"]["text"]) > 40
        assert rule["defaultConfiguration"]["level"] in LEVELS
    for result in made["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        assert result["partialFingerprints"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["artifactLocation"]["uri"] == "data%20dir/batch%20%C3%BC.jsonl"
            assert physical["region"]["startLine"] >= 1
    by_rule = {result["ruleId"]: result for result in made["results"]}
    assert by_rule["params-unknown-field"]["occurrenceCount"] == 12
    assert [
        one["physicalLocation"]["region"]["startLine"] for one in by_rule["params-unknown-field"]["locations"]
    ] == list(range(1, 11))
    assert len(by_rule) == len(made["results"]) == 3


def test_gitlab_names_the_file_of_the_repository(run, repository):
    issues = json.loads(shown(run, repository, "gitlab"))
    assert len(issues) == 14
    for issue in issues:
        assert issue["location"]["path"] == "data dir/batch ü.jsonl"
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["severity"] in SEVERITIES
        assert issue["description"]
        assert issue["check_name"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert json.loads(shown(run, repository, "gitlab")) == issues
    assert {issue["severity"] for issue in issues if issue["check_name"] == "custom-id-pattern"} == {
        "blocker"
    }


def test_junit_counts_what_it_holds(run, repository):
    suites = ET.fromstring(shown(run, repository, "junit"))
    (suite,) = suites
    assert (suites.tag, suite.tag, suite.get("name")) == ("testsuites", "testsuite", "data dir/batch ü.jsonl")
    assert int(suite.get("tests")) == len(suite.findall("testcase")) == 3
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) == 3
    assert {case.get("name") for case in suite} == {
        "params-unknown-field",
        "custom-id-pattern",
        "batch-line-not-object",
    }


def test_github_annotates_the_file_of_the_repository(run, repository):
    lines = shown(run, repository, "github").splitlines()
    assert lines
    assert all("file=data dir/batch ü.jsonl,line=" in line for line in lines)


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit", "github"])
def test_a_clean_file_and_standard_input(run, form):
    done = run("batch-check", "--format", form, stdin=helper.line(helper.params()))
    assert done.returncode == 0
    bad = run("batch-check", "--format", form, stdin=LINES[0])
    assert bad.returncode == 1
    if form == "sarif":
        assert json.loads(done.stdout)["runs"][0]["results"] == []
        assert len(json.loads(bad.stdout)["runs"][0]["results"]) == 1
    if form == "gitlab":
        assert json.loads(done.stdout) == []
    if form == "junit":
        assert 'failures="0"' in done.stdout


def test_hostile_names_stay_where_they_are(run, tmp_path):
    name = "x<]]>\x07&quot;.jsonl"
    (tmp_path / name).write_bytes(helper.line({**helper.params(), "a<b>\x1b[31m]]>": 1}, "r") + b"\n")
    for form in ("sarif", "gitlab"):
        json.loads(run("batch-check", name, "--format", form).stdout)
    junit = run("batch-check", name, "--format", "junit").stdout
    ET.fromstring(junit)
    assert "\x1b" not in junit


def test_what_became_of_a_batch_is_in_every_format(run, tmp_path):
    (tmp_path / "r.jsonl").write_bytes(helper.line(helper.params(), "a") + b"\n")
    (tmp_path / "o.jsonl").write_text('{"custom_id": "a", "result": {"type": "expired"}}\n')
    for form in ("sarif", "gitlab", "junit", "github", "markdown", "text", "json"):
        assert "expired" in run("batch-check", "r.jsonl", "--results", "o.jsonl", "--format", form).stdout
