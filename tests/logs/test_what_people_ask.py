"""What people ask of a log, at the command: shares, faults, tokens, latency, limits, recovery; every number counted
by hand from the log that stands here.
"""

from __future__ import annotations

import json

import pytest

LIMIT = "This request would exceed your organization's rate limit of 30,000 input tokens per minute (org: o)."


def line(second, **more):
    return {"time": f"2026-11-20T04:{second // 60:02}:{second % 60:02}Z", **more}


def ok(second, **more):
    return line(second, level="info", msg="anthropic call ok", status=200, **more)


def failed(second, status, kind, message, **more):
    error = {"type": kind, "message": message}
    return line(second, level="error", msg="anthropic call failed", status=status, error=error, **more)


def overloaded(second, **more):
    return failed(second, 529, "overloaded_error", "Overloaded", **more)


# Eight requests: five went well, three failed (529, 529, 429); two tenants, two models, a wave that ends at 04:28:14.
LOG = [
    ok(0, model="claude-opus-5-5", tenant="acme", duration_ms=100,
       usage={"input_tokens": 10, "output_tokens": 5}),
    ok(1, model="claude-opus-5-5", tenant="acme", duration_ms=200),
    ok(2, model="claude-sonnet-5-5", extra={"tenant": "beta"}, latency_s=0.4),
    overloaded(10, model="claude-opus-5-5", tenant="acme", duration_ms=900,
               usage={"input_tokens": 70, "output_tokens": 2, "cache_read_input_tokens": 30}),
    failed(12, 429, "rate_limit_error", LIMIT, model="claude-opus-5-5", tenant="beta",
           headers={"anthropic-ratelimit-input-tokens-limit": "30000",
                    "anthropic-ratelimit-input-tokens-remaining": "600",
                    "anthropic-ratelimit-input-tokens-reset": "2026-11-20T04:01:00Z"}),
    overloaded(14, model="claude-opus-5-5", tenant="acme"),
    ok(28 * 60 + 14, model="claude-opus-5-5", tenant="acme", took="800ms"),
    ok(28 * 60 + 20, model="claude-sonnet-5-5", tenant="beta", duration_ms=1000),
]  # fmt: skip


@pytest.fixture
def log(tmp_path):
    def write(*records, name="a.jsonl"):
        path = tmp_path / name
        path.write_text(
            "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records),
            encoding="utf-8",
        )
        return str(path)

    return write


@pytest.fixture
def found(run, log):
    def call(*records, words=(), **more):
        done = run("tail", log(*records, **more), "--json", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call


def test_the_share_that_failed_by_model_and_by_any_field(found):
    outcomes = found(*LOG, words=["--by", "field:tenant"])["outcomes"]
    assert (outcomes["succeeded"], outcomes["failed"], outcomes["failed_share"]) == (5, 3, 0.375)
    assert outcomes["by"] == [
        {"key": "acme", "succeeded": 3, "failed": 2, "recovered": 0, "failed_share": 0.4},
        {"key": "beta", "succeeded": 2, "failed": 1, "recovered": 0, "failed_share": 0.3333},
    ]
    assert [(row["key"], row["failed_share"]) for row in outcomes["models"]] == [
        ("claude-opus-5-5", 0.5),
        ("claude-sonnet-5-5", 0.0),
    ]


def test_groups_of_a_field_of_a_fault_and_of_a_stream(found):
    def groups(by, *records):
        said = found(*records, words=["--by", by])
        assert said["by"] == by
        return [(item["key"], item["count"]) for item in said["groups"]]

    assert groups("field:tenant", *LOG) == [("acme", 2), ("beta", 1)]
    assert groups("fault", *LOG) == [("theirs", 2), ("yours", 1)]
    pods = [overloaded(1, kubernetes={"pod_name": "w-1"}), overloaded(2, kubernetes={"pod": {"name": "w-2"}}),
            overloaded(3, kubernetes={"pod_name": "w-1"})]  # fmt: skip
    assert groups("stream", *pods) == [("w-1", 2), ("w-2", 1)]
    assert groups("field:kubernetes.pod_name", *pods) == [("w-1", 2), (None, 1)]
    text = "2026-11-20T04:00:00Z ERROR tenant=acme anthropic request failed: 529 Overloaded"
    assert groups("field:tenant", text) == [("acme", 1)]


@pytest.mark.parametrize("name", ["content", "messages", "request.prompt", "system"])
def test_what_a_prompt_holds_is_no_field(found, name):
    said = found(overloaded(1, content="secret words", messages="secret words", system="secret words",
                            request={"prompt": "secret words"}), words=["--by", f"field:{name}"])  # fmt: skip
    assert "secret words" not in json.dumps(said)
    assert [item["key"] for item in said["groups"]] == [None]


def test_a_field_that_holds_a_key_is_masked(found):
    key = "sk-ant-api03-" + "a1B2" * 20 + "xyz"
    said = found(overloaded(1, tenant=key), words=["--by", "field:tenant"])
    assert key not in json.dumps(said)


@pytest.mark.parametrize("by", ["mood", "field:", "tenant", "field:" + "x" * 300])
def test_what_nothing_can_be_grouped_by_is_wrong_usage(run, log, by):
    done = run("tail", log(*LOG), "--by", by)
    assert done.returncode == 2
    assert "field:" in done.stderr


def test_without_a_success_nobody_knows_the_share(found):
    outcomes = found(*(item for item in LOG if item["status"] >= 400))["outcomes"]
    assert (outcomes["succeeded"], outcomes["failed"], outcomes["failed_share"]) == (0, 3, None)
    assert [row["failed_share"] for row in outcomes["models"]] == [None]


def test_a_model_that_no_success_names_has_no_share(found):
    outcomes = found(ok(1), overloaded(2, model="claude-opus-5-5"))["outcomes"]
    assert outcomes["failed_share"] == 0.5
    assert {row["key"]: row["failed_share"] for row in outcomes["models"]} == {
        "claude-opus-5-5": None,
        None: 0.0,
    }


def test_whose_fault_the_attempts_are(found):
    assert found(*LOG)["faults"] == {"theirs": 0.6667, "yours": 0.3333, "between": 0.0, "unknown": 0.0}


def test_tokens_of_failed_attempts_and_how_many_named_them(found):
    tokens = found(*LOG)["tokens"]
    assert (tokens["failed_input"], tokens["failed_output"]) == (100, 2)
    assert tokens["known_share"] == 0.3333
    assert (tokens["succeeded_input"], tokens["succeeded_output"]) == (10, 5)


def test_latency_of_good_and_failed_requests(found):
    latency = found(*LOG)["latency_ms"]
    good = latency["succeeded"]
    assert good["count"] == 5  # 100, 200, 400, 800 and 1000 ms
    assert good["p50"] == pytest.approx(400, rel=0.011)
    assert good["p95"] == pytest.approx(1000, rel=0.011)
    assert latency["failed"]["p50"] == pytest.approx(900, rel=0.011)
    assert latency["lost_ms"] == 900
    assert latency["waited_ms"] is None
    assert found(overloaded(1))["latency_ms"]["p50"] is None


@pytest.mark.parametrize("records", [[overloaded(1, duration=5)], [overloaded(1, elapsed=0.5)]])
def test_a_number_without_a_unit_is_no_duration(found, records):
    assert found(*records)["latency_ms"]["p50"] is None


def test_which_limit_how_much_is_left_and_when_it_is_full_again(found):
    assert found(*LOG)["limits"] == [
        {"limit": "input_tokens", "remaining": 600, "limit_value": 30000, "reset": "2026-11-20T04:01:00Z",
         "used_share": None, "lowest_left": 0.02, "hits": 1, "at": "2026-11-20T04:00:12.000Z"}
    ]  # fmt: skip


def test_headers_of_the_sdk_log_tell_the_limits(found):
    text = (
        "2026-11-20 04:20:05,000 DEBUG anthropic._base_client: HTTP Response: POST https://api.anthropic.com/v1"
        "/messages \"200 OK\" Headers({'request-id': 'req_1', 'anthropic-ratelimit-requests-limit': '50', "
        "'anthropic-ratelimit-requests-remaining': '7', 'anthropic-ratelimit-requests-reset': "
        "'2026-11-20T04:21:00Z'})"
    )
    (limit,) = found(text, name="a.log")["limits"]
    assert (limit["limit"], limit["remaining"], limit["limit_value"], limit["reset"]) == (
        "requests", 7, 50, "2026-11-20T04:21:00Z")  # fmt: skip


def test_the_reset_of_a_plan_is_never_masked(found):
    said = {"type": "assistant", "uuid": "a", "timestamp": "2026-11-20T10:00:00Z", "isApiErrorMessage": True,
            "message": {"model": "<synthetic>", "content": [
                {"type": "text", "text": "You've hit your limit · resets 3:20pm (America/New_York)"}]}}  # fmt: skip
    report = found(said, said | {"uuid": "b"})
    assert report["limits"][0]["reset"] == "3:20pm (America/New_York)"
    assert report["limits"][0]["hits"] == 2
    assert "resets 3:20pm (America/New_York)" in report["templates"][0]["template"]


def test_a_window_of_a_plan_tells_its_use(found):
    event = {"type": "rate_limit_event", "session_id": "s", "uuid": "u", "rate_limit_info": {
        "status": "allowed_warning", "resetsAt": 1795152000, "rateLimitType": "five_hour",
        "utilization": 0.529}}  # fmt: skip
    (limit,) = found(event)["limits"]
    assert (limit["limit"], limit["used_share"], limit["lowest_left"]) == ("five_hour", 0.529, 0.471)
    assert limit["reset"] == "2026-11-20T05:20:00Z"


def test_an_episode_says_when_it_recovered_and_what_failed_meanwhile(found):
    (episode,) = found(*LOG)["episodes"]
    assert (episode["count"], episode["attempts"]) == (2, 3)
    assert (episode["start"], episode["end"]) == ("2026-11-20T04:00:10.000Z", "2026-11-20T04:00:14.000Z")
    assert (episode["recovered"], episode["recovered_at"]) == (True, "2026-11-20T04:28:14.000Z")
    assert episode["recovery_s"] == 1684.0


def test_a_success_before_the_last_failure_is_no_recovery(found):
    (episode,) = found(overloaded(1), ok(2), overloaded(3))["episodes"]
    assert (episode["recovered"], episode["recovered_at"]) == (False, None)
    (episode,) = found(overloaded(1), overloaded(3))["episodes"]
    assert (episode["recovered"], episode["recovered_at"]) == (None, None)


def test_another_model_answered(found):
    """Two attempts of one call: the second goes to another model, and that one answers."""

    def attempt(second, kind, status, model):
        return {"claude_doctor": 1, "ts": f"2026-11-20T04:00:0{second}Z", "kind": kind, "status": status,
                "model": model, "call": "c1"}  # fmt: skip

    calls = (attempt(1, "retry", 529, "claude-opus-5-5"), attempt(2, "ok", 200, "claude-sonnet-5-5"))
    report = found(*calls)
    assert (report["failed_requests"], report["recovered"]) == (0, 1)
    assert report["fallbacks"] == {"count": 1, "by": {"claude-opus-5-5 -> claude-sonnet-5-5": 1}}


def test_people_read_it_in_sentences(run, log):
    shown = run("tail", log(*LOG)).stdout
    for words in (
        "5 succeeded: 37.5 % failed",
        "67 % theirs, 33 % yours",
        "input_tokens: 600 of 30,000 left, hit 1 time",
        "succeeded p50 399 ms",
    ):
        assert words in " ".join(shown.split()), shown


def test_both_roads_count_durations_alike(found):
    """The quick road must not pass over what stands in a logger's context."""
    simple = {"timestamp": "2026-11-20T04:20:28.664Z", "category": "overloaded_error", "status_code": 529,
              "message": "Overloaded", "context": {"operation": "a"}, "request": {"model": "claude-opus-5"}}  # fmt: skip
    timed = [simple | {"context": {"operation": "a", "duration_ms": 100 * at}} for at in range(1, 41)]
    report = found(simple, *timed, simple, *([simple] * 40))
    assert report["attempts"] == 82
    assert report["latency_ms"]["failed"]["count"] == 40
    assert report["latency_ms"]["lost_ms"] == 100 * 820
