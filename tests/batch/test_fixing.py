"""`--fix` and `--fix-unsafe`: what is written passes, and differs from the input only where it says."""

from __future__ import annotations

import copy
import json
import os
import stat
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from claude_doctor.base import registry
from claude_doctor.doors.batch_check import fixes
from claude_doctor.doors.batch_check.engine.fixing import Fixing
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.batch_check.fixes.contract import Fix
from tests.batch import helper
from tests.batch.test_corpus import VALID

GONE = object()
# Each breaks one request in a way that has a repair: (name, what to do with the element).
MUTATIONS = {
    "stream": lambda item: item["params"].update(stream=True),
    "unknown": lambda item: item["params"].update(seed=7, response_format={"type": "json_object"}),
    "kwargs": lambda item: item["params"].update(timeout=30),
    "betas": lambda item: item["params"].update(betas=["files-api-2025-04-14"]),
    "beside": lambda item: item.update(method="POST"),
    "in a message": lambda item: item["params"]["messages"][0].update(zzz=1),
    "id pattern": lambda item: item.update(custom_id=item["custom_id"] + " ü/x"),
    "id length": lambda item: item.update(custom_id=item["custom_id"] * 80),
    "id type": lambda item: item.update(custom_id=5),
    "id missing": lambda item: item.pop("custom_id"),
    "id twice": lambda item: item.update(custom_id="twice"),
    "max_tokens": lambda item: item["params"].update(max_tokens=5_000_000),
    "several": lambda item: item["params"].update(stream=True, max_tokens=5_000_000, user="u"),
}


def samples() -> dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]]:
    found = defaultdict(list)
    for path in VALID:
        data = json.loads(path.read_text(encoding="utf-8"))
        if "params" in data:
            found[(data["anthropic_version"], tuple(data["betas"]))].append(data["params"])
    return found


SAMPLES = samples()


def differences(a: Any, b: Any, place: tuple[Any, ...] = ()) -> set[str]:
    if isinstance(a, dict) and isinstance(b, dict):
        found = set()
        for key in a.keys() | b.keys():
            found |= differences(a.get(key, GONE), b.get(key, GONE), (*place, key))
        return found
    if isinstance(a, list) and isinstance(b, list):
        found = set()
        for at in range(max(len(a), len(b))):
            found |= differences(a[at] if at < len(a) else GONE, b[at] if at < len(b) else GONE, (*place, at))
        return found
    return set() if a == b and type(a) is type(b) else {".".join(map(str, place))}


def repaired(tmp_path, items, version=helper.NEWEST, betas=(), unsafe=True):
    """Write the elements, repair them: (elements afterwards, the report)."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    before = source.read_bytes()
    scope = Scope(version, frozenset(betas), helper.TODAY, helper.models())
    report = Fixing(scope, helper.table(), unsafe, 1_000_000).run(
        str(source), str(target), force=True, taken=()
    )
    assert source.read_bytes() == before
    assert stat.S_IMODE(os.stat(target).st_mode) == 0o600
    return [json.loads(line) for line in target.read_bytes().splitlines()], report


@pytest.mark.parametrize("kind", sorted(MUTATIONS))
def test_a_repaired_file_passes_and_differs_only_where_it_says(tmp_path, kind):
    for (version, betas), group in SAMPLES.items():
        items = [{"custom_id": f"r{at}", "params": copy.deepcopy(params)} for at, params in enumerate(group)]
        for item in items:
            MUTATIONS[kind](item)
        known = [helper.models().get(params["model"]) for params in group]
        if kind in (
            "max_tokens",
            "several",
        ):  # of a model whose limit nobody knows nothing is found, and nothing repaired
            items = [item for item, model in zip(items, known, strict=True) if model and model.max_output]
        after, report = repaired(tmp_path, items, version, betas)
        lines = [json.dumps(item).encode() for item in after]
        errors = [one for one in helper.kept(lines, version=version, betas=betas) if one[4] == "error"]
        assert errors == []
        told = defaultdict(set)
        for change in report.lines:
            told[change.index].add(change.path)
        for index, (item, now) in enumerate(zip(items, after, strict=True)):
            assert differences(item, now) == told[index], (kind, item)
        if kind != "id twice":
            assert sum(count for _, count in report.counts) >= len(items)


def test_what_is_right_is_not_touched(tmp_path):
    for (version, betas), group in SAMPLES.items():
        items = [{"custom_id": f"r{at}", "params": params} for at, params in enumerate(group)]
        after, report = repaired(tmp_path, items, version, betas)
        assert (after, report.lines, report.about, report.ids_file) == (items, (), (), "")
        assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "in.jsonl").read_bytes()


def test_a_name_near_a_known_one_is_never_removed(tmp_path):
    wrong = {"sytem": "x", "temprature": 0.5, "max_token": 5, "Messages": [], "toolchoice": {}}
    items = [{"custom_id": "a", "parms": {}, "params": {**helper.params(), **wrong, "seed": 1}}]
    (after,), report = repaired(tmp_path, items)
    assert [change.path for change in report.lines] == ["params.seed"]
    assert wrong.items() <= after["params"].items()
    assert "parms" in after


@pytest.mark.parametrize(
    ("params", "rule", "after"),
    [
        (helper.params(model="claude-3-opus-20240229"), "model-retired", {"model": "claude-opus-4-8"}),
        (
            helper.params(temperature=0.5, top_k=3),
            "v20261021-sampling-params",
            {"temperature": GONE, "top_k": GONE},
        ),
        (
            helper.params(messages=[*helper.HELLO, {"role": "assistant", "content": "It"}]),
            "prefill-unsupported",
            {"messages": helper.HELLO},
        ),
    ],
)
def test_what_needs_a_decision(tmp_path, params, rule, after):
    (now,), report = repaired(tmp_path, [{"custom_id": "a", "params": params}])
    assert rule in dict(report.counts)
    assert {key: now["params"].get(key, GONE) for key in after} == after
    assert helper.errors(now["params"]) == []
    (same,), safe = repaired(tmp_path, [{"custom_id": "a", "params": params}], unsafe=False)
    assert (same["params"], safe.lines) == (params, ())


def test_new_ids_are_like_no_other_and_the_map_says_what_they_were(tmp_path):
    ids = ["a-b", "a b", "a/b", "a-b", None, "row-5", "x" * 90, "x" * 80]
    items = [{"custom_id": custom_id, "params": helper.params()} for custom_id in ids]
    after, report = repaired(tmp_path, items)
    now = [item["custom_id"] for item in after]
    assert len(set(now)) == len(ids)
    assert helper.checked([json.dumps(item).encode() for item in after]).tally.counts.total() == 0
    known = json.loads(Path(report.ids_file).read_text(encoding="utf-8"))
    assert {new: known.get(new, new) for new in now} == dict(zip(now, ids, strict=True))
    assert stat.S_IMODE(os.stat(report.ids_file).st_mode) == 0o600


@pytest.mark.parametrize("form", ["marked", "blank", "spread", "object", "array", "stream"])
def test_the_safe_repair_as_a_command(run, tmp_path, form):
    items = [{"custom_id": name, "params": helper.params()} for name in ("a", "b")]
    lines = [json.dumps(item) for item in items]
    text = {
        "marked": "\ufeff" + "\n".join(lines),
        "blank": "\n\n\n".join(lines) + "\n\n",
        "spread": "\n".join(json.dumps(item, indent=2) for item in items),
        "object": json.dumps({"requests": items}),
        "array": json.dumps(items),
        "stream": "\n".join(lines).replace('"params": {', '"params": {"stream": true, '),
    }[form]
    (tmp_path / "in").write_text(text, encoding="utf-8")
    done = run("batch-check", str(tmp_path / "in"), "--fix", str(tmp_path / "out.jsonl"), "--json")
    assert done.returncode == 0, done
    report = json.loads(done.stdout)
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()] == items
    assert len(report["fixed"]["around"]) + len(report["fixed"]["changes"]) >= 1
    assert report["summary"]["errors"] == 0
    assert (tmp_path / "in").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "line",
    [
        {"method": "POST", "url": "/v1/messages", "custom_id": "a", "body": helper.params()},
        helper.params(),
    ],
)
def test_another_wrapper_is_exchanged_by_the_unsafe_repair_only(run, tmp_path, line):
    (tmp_path / "in").write_text(json.dumps(line) + "\n")
    out = tmp_path / "out"
    assert run("batch-check", str(tmp_path / "in"), "--fix", str(out)).returncode == 2
    assert not out.exists()
    assert run("batch-check", str(tmp_path / "in"), "--fix-unsafe", str(out)).returncode == 0
    assert json.loads(out.read_text())["params"] == helper.params()


def test_the_exit_code_is_that_of_the_written_file_and_diff_shows_each_change(run, tmp_path):
    lines = [helper.line(helper.params(seed=at, system=f"secret words {at}"), f"r{at}") for at in range(9)]
    (tmp_path / "in").write_bytes(b"\n".join(lines) + b"\n")
    out = str(tmp_path / "out")
    assert run("batch-check", str(tmp_path / "in")).returncode == 1
    assert run("batch-check", str(tmp_path / "in"), "--fix", out).returncode == 1
    done = run("batch-check", str(tmp_path / "in"), "--fix-unsafe", out, "--force", "--diff")
    assert done.returncode == 0, done
    assert all(f"r{at}: params.seed: {at} → removed" in " ".join(done.stdout.split()) for at in range(9))
    assert "secret words" not in done.stdout
    assert run("batch-check", str(tmp_path / "in"), "--fix-unsafe", out).returncode == 2  # it exists


@pytest.mark.parametrize(
    "words",
    [
        ("--fix", "a", "--fix-unsafe", "b"),
        ("--diff",),
        ("--fix", "a", "--split", "d"),
        ("--fix", "{}"),
        ("--fix", "-"),
    ],
)
def test_what_does_not_go_together(run, tmp_path, words):
    (tmp_path / "in").write_bytes(helper.line(helper.params()))
    words = [str(tmp_path / "in") if word == "{}" else word for word in words]
    assert run("batch-check", str(tmp_path / "in"), *words, cwd=tmp_path).returncode == 2
    assert (tmp_path / "in").read_bytes() == helper.line(helper.params())


@pytest.mark.parametrize("member", registry.names(fixes))
def test_every_repair_is_for_rules_that_exist(member):
    module = registry.load(fixes, member, Fix)
    assert module.RULES
    assert set(module.RULES) <= set(helper.table().ids)
    assert member in (
        "betas",
        "custom_ids",
        "max_tokens",
        "prefill",
        "retired_model",
        "sampling",
        "stream",
        "unknown_names",
    )
