"""Advice that looks at the log: never more retries where they are used up, and the words of who retries."""

from __future__ import annotations

import json
import random

import pytest

from claude_doctor import catalogue
from claude_doctor.doors.tail.counting import advice
from claude_doctor.doors.tail.counting.advice import Tried
from claude_doctor.doors.tail.counting.diagnose import page
from claude_doctor.doors.tail.counting.sketch import Sketch

LOAD = [
    entry.id
    for entry in (page(heading.id) for heading in catalogue.headings())
    if entry
    and entry.category in {"server", "rate_limit"}
    and entry.retryable in {"yes", "after_wait", "conditional"}
]


def says_more(fixes):
    return [
        fix
        for fix in fixes
        if "max_retries=5" in fix or "raise `max_retries`" in fix or "max_retries=10" in fix
    ]


def test_the_pages_do_say_it_to_one_script():
    assert any(says_more(advice.fixes(page(name), Tried(), ())) for name in LOAD)


@pytest.mark.parametrize("seen", [Tried(attempts=10), Tried(workers=3), Tried(per_minute=120)])
def test_no_page_asks_for_more_retries_where_they_are_used_up(seen):
    for name in LOAD:
        fixes = advice.fixes(page(name), seen, ("claude-api",))
        assert fixes, name
        assert not says_more(fixes), (name, fixes)
        assert "more retries" in fixes[0], (name, fixes[0])


@pytest.mark.parametrize(
    ("platform", "words"),
    [("claude-code", "CLAUDE_CODE_MAX_RETRIES"), ("gateway:litellm", "router_settings"),
     ("gateway:openrouter", "Openrouter stands between")],
)  # fmt: skip
def test_who_retries_is_named_in_its_own_words(platform, words):
    for name in LOAD:
        fixes = advice.fixes(page(name), Tried(), (platform,))
        assert words in fixes[0], (name, fixes[0])
        assert "max_retries" not in " ".join(fixes), (name, fixes)


def test_what_must_be_fixed_first_keeps_its_page():
    entry = page("prompt_too_long")
    assert advice.fixes(entry, Tried(attempts=50), ("claude-code",)) == entry.fixes
    assert advice.fixes(None, Tried(), ()) == ()


def test_a_log_of_ten_attempts_at_the_command(run, tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        {"timestamp": f"2026-11-20T10:00:{at:02}Z", "level": "error", "message": (
            f"[anthropic] 529 overloaded, attempt {at}/10 failed")}
        for at in range(1, 11)
    ]  # fmt: skip
    path.write_text("".join(f"{row['timestamp']} ERROR {row['message']}\n" for row in rows), encoding="utf-8")
    found = json.loads(run("tail", str(path), "--json").stdout)
    assert found["retries"]["most_attempts"] == 10
    (group,) = found["groups"]
    assert group["fixes"][0].startswith("The log shows 10 attempts of one request")
    assert not says_more(group["fixes"])


def test_quantiles_are_within_a_percent_and_add_up_in_any_groups():
    chance = random.Random(7)
    values = [chance.lognormvariate(6, 2) for _ in range(5000)]
    whole, parts = Sketch(), [Sketch() for _ in range(7)]
    for at, value in enumerate(values):
        whole.add(value)
        parts[at % 7].add(value)
    chance.shuffle(parts)
    while len(parts) > 1:
        parts[0].merge(parts.pop())
    assert parts[0].buckets == whole.buckets
    values.sort()
    for share in (0.5, 0.95):
        assert whole.quantile(share) == pytest.approx(values[int(share * 5000) - 1], rel=0.0101)
    for value in values:
        whole.add(value, -1)
    assert whole.buckets == {}
    assert whole.quantile(0.5) is None
    again = Sketch()
    again.load(json.loads(json.dumps(parts[0].dump())))
    assert again.buckets == parts[0].buckets
