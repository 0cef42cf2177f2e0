"""The hot path says what the general path says: of the corpora mixed and reordered, of unknown keys, odd
times, ids that repeat.
"""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_doctor.doors.tail.counting import amount, parts, work
from claude_doctor.doors.tail.counting.pipeline import Options
from tests.conftest import GIVEN, ROOT
from tests.logs.test_counting import MESSAGES, mixed, simple, sums

FOLDERS = [ROOT / "tests" / "corpus", GIVEN / "logs", GIVEN / "logs-november"]


def bodied(number: int = 0, **more: object) -> dict[str, object]:
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    return {
        "ts": f"2026-11-20T04:00:{number % 60:02}Z",
        "level": "error",
        "status": 529,
        "request_id": f"req_{number}",
        "body": body,
    } | more


def corpora() -> list[bytes]:
    found: list[bytes] = []
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.jsonl")) if folder.is_dir() else ():
            if "log" in str(path.relative_to(folder.parent)) and ".expected." not in path.name:
                found += [line for line in path.read_bytes().split(b"\n") if line[:1] == b"{"]
    return found


def same(read, lines: list[object], **options: object) -> None:
    hot, general = (sums(read(*lines, options=Options(**options), **more)) for more in ({}, {"seen": []}))
    for part in hot:
        assert hot[part] == general[part], part


def test_another_provider_in_an_unknown_key_is_heeded(read):
    lines = [bodied(at) for at in range(25)] + [
        bodied(at, provider="openai", model_name="gpt-5") for at in range(25, 50)
    ]
    found = read(*lines)
    assert found._hot.taken == 25
    assert sum(cell.count for cell in found.summary.cells.values()) == 25


@pytest.mark.parametrize("seed", range(4))
def test_the_corpora_mixed_and_reordered(read, seed):
    chance = random.Random(seed)
    lines = [*chance.sample(corpora(), 300), *mixed(seed + 10, 500)]
    chance.shuffle(lines)
    same(read, lines)


VALUES = st.sampled_from(
    [
        "openai",
        "gpt-5",
        "claude-opus-5",
        "req_7",
        "2026-11-20T04:05:06Z",
        "info",
        "",
        529,
        429,
        None,
        True,
        {},
        {"error": "x"},
        [],
    ]
)
TOP = st.sampled_from(
    "provider model_name model level severity message msg event status status_code request_id "
    "requestId err error exception url path controller action ts timestamp "
    "time type category context request response data body extra fields labels logger custom_id "
    "run_type name x".split()
)
TIMES = st.sampled_from(
    [
        "2026-11-20T04:05:06Z",
        "2026-11-20T04:05:06.5Z",
        "2026-02-30T04:05:06Z",
        "2026-11-20T25:05:06Z",
        "2026-11-20T04:05:99Z",
        "Z",
        "yesterdayZ",
        "2026-11-20 04:05:06Z",
        "2026-11-20T04:05:06",
        7,
        None,
    ]
)


@st.composite
def tampered(draw: st.DrawFn) -> bytes:
    """A line of a common shape with some keys added, replaced or dropped, at the top or one level down."""
    number = draw(st.integers(0, 12))
    message = draw(st.sampled_from(MESSAGES)).format(number, 2, 3) if draw(st.booleans()) else "Overloaded"
    record = (
        simple(number, number, 529, message, context={"request_id": f"req_{number}"})
        if draw(st.booleans())
        else bodied(number)
    )
    target = draw(st.sampled_from([record, *(value for value in record.values() if isinstance(value, dict))]))
    for key in draw(st.lists(TOP, max_size=2)):
        target[key] = draw(VALUES)
    if draw(st.booleans()):
        record["timestamp" if "timestamp" in record else "ts"] = draw(TIMES)
    if target and draw(st.booleans()):
        del target[draw(st.sampled_from(sorted(target)))]
    return json.dumps(record).encode()


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(tampered(), min_size=1, max_size=12))
def test_unknown_and_missing_keys_go_the_plain_way(read, lines):
    same(
        read,
        [
            *(json.dumps(simple(at)) for at in range(3)),
            *(json.dumps(bodied(at)) for at in range(100, 103)),
            *lines,
        ],
    )


def test_a_better_description_of_a_counted_line_wins(read):
    better = bodied(
        3,
        ts="2026-11-20T04:03:00Z",
        status=400,
        body={
            "type": "error",
            "error": {"type": "invalid_request_error", "message": "prompt is too long: 3 tokens > 2 maximum"},
        },
    )
    same(read, [simple(3, 0, 529, "Overloaded", context={"request_id": "req_3"}), better])


def test_a_message_that_only_looks_like_a_learned_one(read):
    known = [simple(at, 0, 400, f"prompt is too long: {at} tokens > 200000 maximum") for at in range(5)]
    same(
        read,
        [*known, simple(9, 0, 400, "prompt is too short: max_tokens: 5 > 4, not 7 tokens > 200000 maximum")],
    )


def test_a_step_shorter_than_a_minute(read):
    same(read, [simple(0, at) for at in range(60)], bucket=7 * 10**6)


def _two_files(tmp_path, make) -> list[str]:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_text("".join(json.dumps(make(at)) + "\n" for at in range(300)))
    return list(map(str, paths))


def _attempts(found) -> int:
    return sum(cell.count for cell in found.summary.cells.values())


@pytest.mark.parametrize("line", [bodied, lambda at: bodied(at, service="gateway")], ids=["hot", "general"])
def test_ids_are_of_their_file_however_much_is_read(tmp_path, monkeypatch, line):
    paths = _two_files(tmp_path, line)
    assert _attempts(work.run(paths, Options(), 2)) == 600
    monkeypatch.setattr(amount, "LEAST", 10_000)
    assert len(parts.parts(paths, amount.share(paths, 2))) == 2
    assert _attempts(work.run(paths, Options(), 2)) == 600


def test_copied_lines_of_transcripts_count_once_however_much_is_read(tmp_path, monkeypatch):
    def line(at: int) -> dict[str, object]:
        base = {
            "type": "assistant",
            "sessionId": "s",
            "isApiErrorMessage": True,
            "apiErrorStatus": 529,
            "timestamp": f"2026-11-20T04:{at % 60:02}:00Z",
        }
        return base | {
            "uuid": f"u{at}",
            "parentUuid": f"p{at}",
            "requestId": f"req_{at}",
            "message": {"model": "<synthetic>", "content": "API Error: 529"},
        }

    paths = _two_files(tmp_path, line)
    assert _attempts(work.run(paths, Options(), 2)) == 300
    monkeypatch.setattr(amount, "LEAST", 10_000)
    assert _attempts(work.run(paths, Options(), 2)) == 300


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_never_cut_in_two(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(amount, "LEAST", 10_000)
    text = "".join(json.dumps(simple(at % 60)) + "\n" for at in range(2000))
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_bytes((b"\xfe\xff" if encoding.endswith("be") else b"") + text.encode(encoding))
    assert _attempts(work.run([str(paths[0])], Options(), 2)) == 2000
    assert _attempts(work.run(list(map(str, paths)), Options(), 2)) == 4000
