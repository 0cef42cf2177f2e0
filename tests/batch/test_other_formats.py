"""Files of other platforms and other kinds: named once, or checked by the rules of their platform."""

from __future__ import annotations

import copy
import json

import pytest

from claude_doctor.base import registry
from claude_doctor.doors.batch_check import kinds
from claude_doctor.doors.batch_check.engine.kind import look, recognised
from claude_doctor.doors.batch_check.kinds.contract import Kind
from tests.conftest import GIVEN

FOREIGN = GIVEN / "batch-foreign"
NAMED = {
    "anthropic-in-openai-wrapper.jsonl": "claude_in_openai",
    "bare.jsonl": "bare",
    "batchobj.json": "batch_object",
    "bedrock-claude.jsonl": "bedrock",
    "dataprep-openai.jsonl": "openai",
    "finetune.jsonl": "finetune",
    "medmonics-gemini.jsonl": "gemini",
    "pyrepr.jsonl": "python_repr",
    "results.jsonl": "results",
    "vertex-claude.jsonl": "vertex",
    "x.csv": "csv",
}
OTHERS = sorted(set(NAMED) - {"bedrock-claude.jsonl", "vertex-claude.jsonl"})


def report(run, *words, stdin=None, code=None):
    done = run("batch-check", "--json", *words, stdin=stdin)
    assert code is None or done.returncode == code, done
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", OTHERS)
def test_another_kind_of_file_is_one_finding_that_names_it(run, name):
    found = report(run, str(FOREIGN / name), code=1)
    kind = registry.load(kinds, NAMED[name], Kind)
    (finding,) = found["findings"]
    assert finding["rule"] == "batch-other-format"
    assert kind.NAME in finding["message"]
    assert finding["fix"] == kind.WAY_OUT
    assert found["files"][0]["kind"] == kind.NAME


@pytest.mark.parametrize("name", ["empty.json", "pretty.jsonl"])
def test_a_batch_of_ours_is_none_of_them(run, name):
    found = report(run, str(FOREIGN / name), code=1)
    assert [one["rule"] for one in found["findings"]] != ["batch-other-format"]
    assert len(found["findings"]) == 1


@pytest.mark.parametrize("name", ["bedrock-claude.jsonl", "vertex-claude.jsonl"])
@pytest.mark.parametrize("words", [(), ("--fail-on", "warning")])
def test_a_right_file_of_another_platform_is_clean(run, name, words):
    found = report(run, str(FOREIGN / name), *words, code=0)
    assert found["summary"]["errors"] == found["summary"]["warnings"] == 0
    assert found["files"][0]["platform"] == NAMED[name]


@pytest.mark.parametrize("extra", [b"", b"\xef\xbb\xbf", b"\n \n"])
def test_a_kind_is_seen_behind_a_mark_and_blank_lines_and_in_a_head_that_is_cut(extra):
    for name, kind in NAMED.items():
        text = (FOREIGN / name).read_bytes()
        assert recognised(look(extra + text)) is registry.load(kinds, kind, Kind), name
    long = b'{"recordId": "R1", "modelInput": {"messages": [{"role": "user", "content": "' + b"x" * 100_000
    assert recognised(look(long)) is registry.load(kinds, "bedrock", Kind)
    long = b'{"custom_id": "R1", "request": {"messages": [{"role": "user", "content": "' + b"x" * 100_000
    assert recognised(look(long)) is registry.load(kinds, "vertex", Kind)
    long = b'{"custom_id": "R1", "params": {"messages": [{"role": "user", "content": "' + b"x" * 100_000
    assert recognised(look(long)) is None


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"recordId": "R1", "modelInput": {}, "modelOutput": {"content": []}}, "bedrock_output"),
        (
            {
                "id": "batch_req_1",
                "custom_id": "a",
                "response": {"status_code": 200, "body": {}},
                "error": None,
            },
            "openai_results",
        ),
        ({"object": "list", "data": [{"type": "message_batch", "id": "msgbatch_1"}]}, "batch_object"),
        ({"prompt": "q", "completion": "a"}, "finetune"),
        ({"key": "r1", "request": {"contents": []}}, "gemini"),
    ],
)
def test_other_kinds(item, kind):
    assert recognised(look(json.dumps(item).encode())) is registry.load(kinds, kind, Kind)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"custom_id": "a"},
        {"custom_id": "a", "model": "m", "messages": []},
        {"x": {"body": 1}},
        {"result": 5},
    ],
)
def test_what_nobody_knows_stays_a_batch(item):
    assert recognised(look(json.dumps(item).encode())) is None


def test_a_platform_that_is_named_decides(run):
    request = (
        b'{"custom_id": "a", "params": {"model": "claude-opus-5-5", "max_tokens": 5, "messages": [{"role": '
        b'"user", "content": "hi"}]}}\n'
    )
    found = report(run, "--platform", "bedrock", stdin=request, code=1)
    assert found["summary"]["by_rule"]["bedrock-record-shape"] == 1
    assert report(run, stdin=request, code=0)["summary"]["errors"] == 0


BODY = {
    "max_tokens": 256,
    "messages": [{"role": "user", "content": [{"type": "text", "text": "Name a colour."}]}],
}
BEDROCK = {"recordId": "REC1", "modelInput": {"anthropic_version": "bedrock-2023-05-31", **BODY}}
VERTEX = {"custom_id": "r-1", "request": {"anthropic_version": "vertex-2023-10-16", **BODY}}
GONE = object()
# (the record, path, new value, rule, place)
MUTATIONS = [
    (BEDROCK, ("recordId",), 5, "bedrock-record-id", "recordId"),
    (BEDROCK, ("recordId",), "doc-001", "bedrock-record-id", "recordId"),
    (BEDROCK, ("modelInput",), "hello", "bedrock-record-shape", "modelInput"),
    (BEDROCK, ("model",), "claude", "bedrock-record-shape", "model"),
    (
        BEDROCK,
        ("modelInput", "anthropic_version"),
        GONE,
        "bedrock-anthropic-version",
        "modelInput.anthropic_version",
    ),
    (
        BEDROCK,
        ("modelInput", "anthropic_version"),
        "2023-06-01",
        "bedrock-anthropic-version",
        "modelInput.anthropic_version",
    ),
    (BEDROCK, ("modelInput", "model"), "claude-opus-5-5", "bedrock-model-inside", "modelInput.model"),
    (BEDROCK, ("modelInput", "max_tokens"), GONE, "params-required-field", "modelInput.max_tokens"),
    (BEDROCK, ("modelInput", "max_tokens"), "256", "max-tokens-int", "modelInput.max_tokens"),
    (BEDROCK, ("modelInput", "messages"), [], "messages-empty", "modelInput.messages"),
    (BEDROCK, ("modelInput", "sytem"), "Be brief.", "params-unknown-field", "modelInput.sytem"),
    (BEDROCK, ("modelInput", "messages", 0, "role"), "human", "message-role", "modelInput.messages.0.role"),
    (
        BEDROCK,
        ("modelInput", "messages", 0, "content", 0, "text"),
        "",
        "text-empty",
        "modelInput.messages.0.content.0.text",
    ),
    (VERTEX, ("custom_id",), GONE, "vertex-custom-id", "custom_id"),
    (VERTEX, ("custom_id",), 7, "vertex-custom-id", "custom_id"),
    (VERTEX, ("request",), [1], "vertex-request-shape", "request"),
    (VERTEX, ("request", "anthropic_version"), GONE, "vertex-anthropic-version", "request.anthropic_version"),
    (
        VERTEX,
        ("request", "anthropic_version"),
        "bedrock-2023-05-31",
        "vertex-anthropic-version",
        "request.anthropic_version",
    ),
    (VERTEX, ("request", "model"), "claude-opus-5-5", "vertex-model-inside", "request.model"),
    (VERTEX, ("status",), "", "vertex-reserved-key", "status"),
    (VERTEX, ("request", "messages"), GONE, "params-required-field", "request.messages"),
    (VERTEX, ("request", "stop_sequences"), "END", "params-wrong-type", "request.stop_sequences"),
    (VERTEX, ("request", "thinking"), {"type": "auto"}, "thinking-type-invalid", "request.thinking.type"),
]


def changed(record, path, value):
    made = copy.deepcopy(record)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return made


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[f"{at}-{one[3]}" for at, one in enumerate(MUTATIONS)])
def test_one_change_to_a_record_of_a_platform_is_found_under_its_rule(run, tmp_path, mutation):
    record, path, value, rule, place = mutation
    name = "bedrock" if record is BEDROCK else "vertex"
    key = "recordId" if record is BEDROCK else "custom_id"
    file = tmp_path / "records.jsonl"
    others = [{**record, key: f"N{at}"} for at in range(100)]
    file.write_text(
        "".join(json.dumps(one) + "\n" for one in [*others, changed(record, path, value)]), encoding="utf-8"
    )
    found = report(run, str(file), "--fail-on", "warning", code=1)
    assert {(one["rule"], one["path"], one["line"]) for one in found["findings"]} == {(rule, place, 101)}
    assert found["files"][0]["platform"] == name


def test_what_is_wrong_with_the_file_of_a_platform(run, tmp_path):
    file = tmp_path / "records.json"
    file.write_text(
        "".join(json.dumps({**BEDROCK, "recordId": f"N{at % 99}"}) + "\n" for at in range(100)),
        encoding="utf-8",
    )
    found = report(run, str(file), code=0)
    assert found["summary"]["by_rule"] == {"bedrock-file-name": 1, "bedrock-record-id": 1}
    (twice,) = [one for one in found["findings"] if one["rule"] == "bedrock-record-id"]
    assert (twice["line"], twice["severity"], twice["path"]) == (100, "warning", "recordId")
    assert "custom_id" not in twice["message"]


@pytest.mark.parametrize(("count", "told"), [(99, 1), (100, 0), (50_000, 0), (50_001, 1)])
def test_how_many_records_a_bedrock_job_takes(run, tmp_path, count, told):
    file = tmp_path / "records.jsonl"
    record = json.dumps(BEDROCK)
    file.write_text("".join(record.replace("REC1", f"N{at}") + "\n" for at in range(count)), encoding="utf-8")
    assert report(run, str(file), code=0)["summary"]["by_rule"].get("bedrock-record-count", 0) == told


def test_one_request_counts_once_whatever_is_wrong_with_it(run, tmp_path):
    file = tmp_path / "records.jsonl"
    wrong = {"recordId": "R1", "modelInput": {"max_tokens": "5", "model": "x", "messages": []}}
    file.write_text(json.dumps(wrong) + "\n", encoding="utf-8")
    assert report(run, str(file), code=1)["summary"]["requests_that_would_fail"] == 1


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_every_format_names_it(run, form):
    done = run("batch-check", str(FOREIGN / "results.jsonl"), "--format", form)
    assert "results file" in done.stdout
    assert "claude-doctor tail FILE" in " ".join(done.stdout.split())
