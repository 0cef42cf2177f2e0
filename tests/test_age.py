"""How old the facts are: worked out from a day in one place, said on standard error from 45 days on, beside
what is not known always.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from claude_doctor import __version__
from claude_doctor.doors.explain.command import explain
from claude_doctor.facts import age, betas, models, versions
from tests import dated

READ = date.fromisoformat(age.AS_OF)
UNKNOWN = (
    '{"type":"error","error":{"type":"api_error","message":"Look.",'
    '"details":{"error_code":"thing_created_partly"}}}'
)
NO_MODEL = '{"type":"error","error":{"type":"not_found_error","message":"model: claude-nobody-9"}}'
REQUEST = {
    "custom_id": "a",
    "params": {"model": "claude-opus-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]},
}


def after(days: int) -> str:
    return (READ + timedelta(days=days)).isoformat()


def test_it_is_the_age_of_the_oldest_part():
    assert min(models.as_of(), betas.AS_OF, versions.AS_OF) == age.AS_OF


def test_days_are_counted_as_the_calendar_does():
    for days in range(0, 4000, 7):
        assert age.age(after(days)).days == days


@pytest.mark.parametrize(
    ("days", "is_old"), [(-400, False), (0, False), (44, False), (45, True), (400, True)]
)
def test_old_begins_at_45_days(days, is_old):
    found = age.age(after(days))
    assert (found.days, found.is_old) == (max(days, 0), is_old)
    assert age.age("").days == 0


@pytest.mark.parametrize("day", ["tomorrow", "2026-12", "2026/12/01"])
def test_what_is_no_date_is_refused(day):
    with pytest.raises(ValueError, match="."):
        age.age(day)


@pytest.mark.parametrize(
    ("days", "words"), [(0, age.AS_OF), (1, f"{age.AS_OF}, 1 day ago"), (63, f"{age.AS_OF}, 63 days ago")]
)
def test_it_stands_beside_an_unknown_code_and_model(days, words):
    for text in (UNKNOWN, NO_MODEL, "thing_not_ready_for_use"):
        assert words in explain(text, today=after(days)).main.diagnoses[0].notes[-1]
    assert "not among" not in " ".join(
        explain(NO_MODEL.replace("nobody-9", "opus-5-5"), today=after(days)).main.diagnoses[0].notes
    )


@pytest.mark.parametrize("name", ["explain", "batch-check", "tail", "health"])
def test_old_facts_are_told_once_on_standard_error_alone(run, tmp_path, name):
    (tmp_path / "in.jsonl").write_text(json.dumps(REQUEST) + "\n", encoding="utf-8")
    words = {"explain": ["529"], "health": ["--list-checks"]}.get(name, ["in.jsonl"])
    young, old = dated.environment(tmp_path, after(44)), dated.environment(tmp_path, after(45))
    assert "days old" not in run(name, *words, env=young).stderr
    for form in ("text", "json"):
        done = run(name, *words, "--format", form, env=old)
        assert done.stderr.count(f"45 days old (of {age.AS_OF})") == 1
        assert "days old" not in done.stdout
        assert (
            "days old" not in run(name, *words, "--format", form, env=old | {"CLAUDE_DOCTOR_AGE": "0"}).stderr
        )


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "529"],
        ["explain", "--list"],
        ["batch-check", "in.jsonl"],
        ["batch-check", "--list-rules"],
        ["tail", "in.jsonl"],
        ["health", "--list-checks"],
    ],
    ids=" ".join,
)
def test_every_document_says_who_wrote_it_when_and_of_which_day_its_facts_are(run, tmp_path, words):
    (tmp_path / "in.jsonl").write_text(json.dumps(REQUEST) + "\n", encoding="utf-8")
    found = json.loads(run(*words, "--json", env=dated.environment(tmp_path, "2026-12-05")).stdout)
    assert found["tool"] == {"name": "claude-doctor", "version": __version__}
    assert found["facts_as_of"] == age.AS_OF
    when = datetime.strptime(found["generated_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(0) <= when - datetime(2026, 12, 5, 12, tzinfo=UTC) < timedelta(hours=1)
