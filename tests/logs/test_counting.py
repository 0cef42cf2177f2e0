"""The sums: causes, templates, series, episodes, periods, malformed lines; the hot path counts what the
general one counts.
"""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_doctor.doors.tail.counting import alerts
from claude_doctor.doors.tail.counting import report as _report
from claude_doctor.doors.tail.counting import templates as _templates
from claude_doctor.doors.tail.counting.pipeline import Options, Pipeline
from claude_doctor.doors.tail.counting.summary import MINUTE, Summary
from claude_doctor.doors.tail.reading import lines as logs

MINUTE_0 = "2026-11-20T04:{:02}:{:02}Z"


def simple(
    minute: int = 0, second: int = 0, status: int | None = 529, message: str = "Overloaded", **more: object
) -> dict[str, object]:
    base = {
        "timestamp": MINUTE_0.format(minute, second),
        "category": "server",
        "status_code": status,
        "message": message,
    }
    return base | {"context": None, "request": {"model": "claude-opus-5"}} | more


def report(pipeline, **view: object):
    pipeline.flush()
    return _report.summary(pipeline.summary, _report.View(**view))


def test_causes_models_ids_and_shares(read):
    found = report(
        read(
            simple(), simple(context={"request_id": "req_1"}), simple(status=401, message="invalid x-api-key")
        )
    )
    first = found.groups[0]
    assert (first.diagnosis, first.count, first.failed, first.share) == ("overloaded_529", 2, 2, 0.6667)
    assert first.models == (("claude-opus-5", 2),)
    assert first.request_ids == ("req_1",)
    assert found.groups[1].diagnosis == "invalid_api_key"
    assert (found.failed_requests, found.attempts, found.unjoined) == (3, 3, 0)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("status", {"529", "401"}),
        ("category", {"server", "auth"}),
        ("model", {"claude-opus-5"}),
        ("file", {"a.log"}),
        ("type", {None}),
    ],
)
def test_other_groupings(read, by, keys):
    found = report(
        read(
            simple(),
            simple(status=401, message="invalid x-api-key"),
            options=Options(apart="file" if by == "file" else ""),
        ),
        by=by,
    )
    assert {group.key for group in found.groups} == keys
    assert sum(group.count for group in found.groups) == 2


def test_series_and_period(read):
    found = report(read(simple(0), simple(0, 30), simple(2)))
    assert [(bucket.count, dict(bucket.by)) for bucket in found.series] == [
        (2, {"overloaded_529": 2}),
        (1, {"overloaded_529": 1}),
    ]
    assert found.series[1].start - found.series[0].start == 2 * MINUTE
    assert found.last - found.first == 2 * MINUTE


def test_episodes_end_after_a_pause_and_say_whether_it_recovered(read):
    ok = {"time": MINUTE_0.format(20, 0), "level": "INFO", "msg": "claude call ok", "status": 200}
    lines = [simple(0), simple(1), simple(2), ok, simple(40), simple(41)]
    found = report(read(*lines)).episodes
    assert [(item.count, item.recovered) for item in found] == [(3, True), (2, False)]
    assert [(item.recovered) for item in report(read(*lines[:3])).episodes] == [None]


def test_templates(read):
    lines = [
        simple(status=400, message=f"prompt is too long: {n} tokens > 200000 maximum")
        for n in range(200_001, 200_011)
    ]
    found = report(read(*lines)).templates
    assert [(item.template, item.count) for item in found] == [
        ("prompt is too long: # tokens > # maximum", 10)
    ]


def test_malformed_lines_are_counted_and_kept(read):
    found = report(read(simple(), '{"timestamp": "2026', "ERROR:root:Overloaded", "", "   ", '["a"]'))
    assert found.files[0].malformed == 3
    assert [number for _, number, _ in found.malformed] == [2, 3, 6]
    assert found.files[0].events == 1


def test_a_record_written_twice_on_one_line_is_malformed_and_two_records_are_two_events(read):
    twice = json.dumps(simple()) * 2
    two = json.dumps(simple()) + json.dumps(simple(1))
    found = report(read(simple(), twice, two))
    assert (found.files[0].malformed, found.files[0].events, found.files[0].repaired) == (2, 3, 2)


def test_naive_times_are_counted(read):
    found = read(
        simple(), simple(timestamp="2026-11-20T04:00:00"), simple(timestamp="2026-11-20T04:00:00.664123")
    )
    found.flush()
    assert found.summary.naive == 2


def test_errors_without_a_status_are_a_class_of_their_own(read):
    found = report(read(simple(status=None, message="Connection error.", category="network")))
    assert found.groups[0].category == "network"
    assert dict(found.groups[0].statuses) == {"none": 1}


def test_the_series_stays_small(read):
    sums = Summary()
    for minute in range(20_000):
        sums.step(minute * MINUTE, "overloaded_529", 1)
    assert len(sums.series) <= 1440
    assert sum(row["overloaded_529"] for row in sums.series.values()) == 20_000
    assert sums.bucket == 16 * MINUTE


def test_parts_with_steps_of_different_size_add_up():
    coarse, fine = Summary(), Summary()
    for minute in range(3000):
        coarse.step(minute * MINUTE, "a", 1)
    fine.step(MINUTE, "a", 1)
    fine.merge(coarse)
    assert sum(row["a"] for row in fine.series.values()) == 3001
    assert fine.bucket == coarse.bucket


MESSAGES = (
    "Overloaded",
    "Internal server error",
    "prompt is too long: {} tokens > 200000 maximum",
    "messages.{}.content.{}.image.source.base64: image exceeds 5 MB maximum: {} bytes > 5242880 bytes",
    (
        "This request would exceed your organization's rate limit of {} input tokens per minute (model: "
        "claude-opus-4-{})."
    ),
    "model: claude-3-opus-20240229-{}",
    "<html><title>502 Bad Gateway {}</title></html>",
    (
        "Error code: 529 - {{'type': 'error', 'error': {{'type': 'overloaded_error', 'message': "
        "'Overloaded {}'}}}}"
    ),
)


def mixed(seed: int, count: int) -> list[bytes]:
    """Lines of both common shapes with repeats, damage, other zones, missing fields, in an order that is not
    quite that of time.
    """
    chance = random.Random(seed)
    lines: list[bytes] = []
    for number in range(count):
        message = chance.choice(MESSAGES)
        message = message.format(*(chance.randint(1, 9) for _ in range(message.count("{}"))))
        status, kind = chance.choice(
            [
                (529, "overloaded_error"),
                (400, "invalid_request_error"),
                (404, "not_found_error"),
                (None, "network"),
                (200, "ok"),
            ]
        )
        stamp = MINUTE_0.format(number * 40 // count + chance.randint(0, 2), chance.randint(0, 59))
        stamp = chance.choice(
            [stamp] * 8 + [stamp.replace("Z", "+00:00")] * 8 + [stamp.replace("Z", "+02:00"), stamp[:-1]]
        )
        name = f"req_{number}" if chance.random() < 0.7 else None
        model = chance.choice(["claude-opus-5", "claude-haiku-4-5", None])
        if chance.random() < 0.5:
            context = chance.choice([{"request_id": name}, "job", None])
            record = {
                "timestamp": stamp,
                "category": kind,
                "status_code": status,
                "message": message,
                "context": context,
                "request": {"model": model},
            }
        else:
            body = {"type": "error", "error": {"type": kind, "message": message}, "request_id": name}
            record = {
                "ts": stamp,
                "level": "ERROR",
                "status": status,
                "request_id": name,
                "body": body,
                "model": model,
            }
        line = json.dumps(record)
        damage = chance.random()
        lines.append(
            (line[: len(line) // 2] if damage < 0.02 else line + line if damage < 0.04 else line).encode()
        )
        if chance.random() < 0.05 * (seed % 3):
            lines.append(chance.choice(lines[-50:]))
    return lines


def sums(pipeline) -> dict[str, object]:
    summary = pipeline.summary
    cells = {
        key: (c.count, c.failed, c.recovered, c.first, c.last)
        for key, c in summary.cells.items()
        if c.count or c.failed or c.recovered
    }
    series = {
        start: {key: number for key, number in row.items() if number} for start, row in summary.series.items()
    }
    numbers = {
        path: (n.lines, n.events, n.errors, n.malformed, n.repaired) for path, n in summary.files.items()
    }
    templates = {key: number for key, number in summary.templates.items() if number}
    return {
        "cells": cells,
        "series": {k: v for k, v in series.items() if v},
        "files": numbers,
        "templates": templates,
        "naive": summary.naive,
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_hot_path_counts_what_the_general_path_counts(read, seed):
    lines = mixed(seed, 1500)
    hot, general = read(*lines), read(*lines, seen=[])
    assert hot._hot.taken > 200
    found, wanted = sums(hot), sums(general)
    for part in found:
        assert found[part] == wanted[part], part


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [message.format(7, 8, 9) for message in MESSAGES]
            + ["Overloaded 5", "Overloaded. Request req_01 on attempt 3"]
        )
    )
)
def test_learned_templates_are_those_of_the_mask(messages):
    templates = _templates.Templates()
    for message in messages:
        assert templates.of(message) == _templates.mask(message)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.binary(max_size=400), max_size=20))
def test_arbitrary_bytes_never_crash_it(lines):
    pipeline = Pipeline(Options())
    for is_json in (True, False):
        pipeline.open(f"{is_json}", is_json)
        pipeline.feed([line.replace(b"\n", b"") for line in lines])
        pipeline.finish(f"{is_json}")


KEYS = st.sampled_from(
    "type error message request_id status status_code level timestamp ts time body err exception "
    "category context request record text custom_id result "
    "resourceSpans resourceLogs scopeSpans spans scopeLogs logRecords attributes protoPayload "
    "eventSource eventName response latencies log stream MESSAGE "
    "__REALTIME_TIMESTAMP insertId jsonPayload textPayload subtype hook_event_name isApiErrorMessage "
    "errorDetails model usage statusMessage run_type code metadata "
    "content line labels _source @message event sourcetype logs call_type custom_llm_provider "
    "error_information provider properties data name url config "
    "@t @l @x status_message responseBody statusCode".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_records_of_any_shape_never_crash_a_reader(record):
    for event in logs.read(json.dumps(record).encode(), logs.Context()):
        assert event.kind
        _report.event(event, _report.View())


RULES = (
    "any > 50 in 10m",
    "overloaded_529 > 3 in 5m every 2h",
    "failed(401) >= 3 in 30s",
    "share(5xx) > 30% in 10m every 1h",
    "4xx > 5 in 17s",
)


@pytest.mark.parametrize("zone", ["Z", ""])
def test_alerts_are_the_same_on_both_paths(zone):
    """The hot path is left where somebody wants every event."""
    pick = random.Random(7)
    rows = [
        simple(
            pick.randrange(60),
            pick.randrange(60),
            *pick.choice([(529, "Overloaded"), (401, "invalid x-api-key")]),
        )
        for _ in range(800)
    ]
    lines = [
        json.dumps(row | {"context": {"request_id": f"req_{at % 750}"}}).replace(
            'Z", "category', f'{zone}", "category'
        )
        for at, row in enumerate(rows)
    ]
    options = Options(alerts=tuple(alerts.parse(rule) for rule in RULES))
    fired = []
    for on_event in (None, lambda event, raw: None):
        pipeline = Pipeline(options, on_event)
        pipeline.open("a", is_json=True)
        for at in range(0, len(lines), 100):
            pipeline.feed([f"{line}\n".encode() for line in lines[at : at + 100]], at + 1)
        pipeline.look(ended=True)
        fired.append(pipeline.fired)
        assert bool(pipeline._hot.taken) == (on_event is None)
    assert fired[0] == fired[1]
    assert {item.rule for item in fired[0]} >= {RULES[0], RULES[1], RULES[3]}
