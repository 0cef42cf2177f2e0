"""Whole files: one failure told by many lines counts once, retry loops are joined, streams are kept apart,
nothing is left out silently.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from claude_doctor.doors.tail import outline
from claude_doctor.doors.tail.counting import report
from tests.conftest import GIVEN, ROOT

BODY = (
    "{'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}, 'request_id': "
    "'req_011CWhole0000000000001'}"
)
AT = "2026-11-20 04:20:{:02},000"


def counts(pipeline) -> tuple[int, int, int]:
    cells = pipeline.summary.cells.values()
    return (
        sum(cell.failed for cell in cells),
        sum(cell.recovered for cell in cells),
        sum(cell.count for cell in cells),
    )


def test_the_files_of_november_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_log_files.py"),
        str(GIVEN / "logs-november" / "files"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 20


def test_the_lines_of_november_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_logs.py"),
        str(GIVEN / "logs-november" / "lines"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 203


def test_the_fifth_files_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_log_files.py"),
        str(ROOT / "tests" / "corpus" / "logs-fifth" / "files"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 51


def test_the_sixth_files_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_log_files.py"),
        str(ROOT / "tests" / "corpus" / "logs-sixth" / "files"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 21


def test_the_sixth_lines_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_logs.py"),
        str(ROOT / "tests" / "corpus" / "logs-sixth" / "lines"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 263


def test_the_own_files_keep_their_score():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "corpus_log_files.py"),
        str(ROOT / "tests" / "corpus" / "logs-own" / "files"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) >= 3


def test_a_success_that_says_its_attempts_ends_the_loop(read):
    lines = [
        f"{AT.format(number)} WARN job: Claude API returned 529, attempt {number} of 3, again in 2 s"
        for number in (1, 2)
    ]
    assert counts(
        read(*lines, f"{AT.format(3)} INFO job: answer stored after 3 attempts", is_json=False)
    ) == (0, 1, 2)
    assert counts(read(*lines, f"{AT.format(3)} ERROR job: Claude API returned 529", is_json=False)) == (
        1,
        0,
        3,
    )


def test_retries_that_a_go_client_counts_down_are_joined(read):
    post = "2026/11/20 04:20:0{} [DEBUG] POST https://api.anthropic.com/v1/messages"
    lines = [
        post.format(1),
        post.format(1) + " (status: 529): retrying in 1s (1 left)",
        post.format(2) + " (status: 429): retrying in 1s (0 left)",
    ]
    over = (
        "2026/11/20 04:20:03 [ERROR] job: POST https://api.anthropic.com/v1/messages giving up after 3 "
        "attempt(s)"
    )
    assert counts(read(*lines, over, is_json=False)) == (1, 0, 3)


def test_a_chained_traceback_is_one_failure(read):
    lines = [
        f"{AT.format(1)} ERROR worker: call failed",
        "Traceback (most recent call last):",
        '  File "/app/a.py", line 1, in ask',
        "httpcore.ConnectError: [Errno 111] Connection refused",
        "",
        "The above exception was the direct cause of the following exception:",
        "",
        "Traceback (most recent call last):",
        '  File "/app/b.py", line 2, in ask',
        "anthropic.APIConnectionError: Connection error.",
    ]
    assert counts(read(*lines, is_json=False)) == (1, 0, 1)
    later = [line.replace(":01,", ":31,") for line in lines]
    assert counts(read(*lines, *later, is_json=False)) == (2, 0, 2)


def test_two_requests_of_one_second_in_the_same_words_stay_two(read):
    line = f"{AT.format(1)} ERROR worker: Claude API returned 529"
    assert counts(read(line, line, is_json=False)) == (2, 0, 2)


def test_one_failure_in_other_words_counts_once(read):
    first = f"{AT.format(1)} ERROR relay: Claude API returned error status: 429"
    second = f"{AT.format(1)} ERROR relay: request to Claude failed: Claude API error: 429"
    assert counts(read(first, second, is_json=False)) == (1, 0, 1)


def test_tenacity_recovers_and_gives_up(read):
    http = AT + ' INFO httpx2 HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 {} "'
    waits = (
        AT
        + " WARNING worker Retrying ask in 0.05 seconds as it raised OverloadedError: Error code: 529 - "
        + BODY.replace("{", "{{").replace("}", "}}")
    )
    lines = [http.format(1, 529), waits.format(1).replace("0001'", "0002'"), http.format(2, 200)]
    assert counts(read(*lines, is_json=False)) == (0, 1, 1)
    over = f"{AT.format(9)} ERROR worker giving up after 2 attempts: Error code: 529 - {BODY}"
    lines = [http.format(3, 529), waits.format(3).replace("0001'", "0003'"), http.format(9, 529), over]
    assert counts(read(*lines, is_json=False)) == (1, 0, 2)


def test_own_attempts_are_joined_by_their_count(read):
    lines = [f"[anthropic] 429 rate limited, retrying in 2s (attempt {number}/3)" for number in (1, 2)]
    assert counts(read(*lines, "[anthropic] 429 rate limited (attempt 3/3)", is_json=False)) == (1, 0, 3)


def test_own_attempts_in_records_are_joined(read):
    lines = [
        {
            "level": "warn",
            "time": f"2026-11-20T04:20:0{number}Z",
            "msg": "anthropic rate limited, retrying",
            "attempt": number,
            "max": 3,
        }
        for number in (1, 2)
    ]
    assert counts(
        read(
            *lines,
            {
                "level": "error",
                "time": "2026-11-20T04:20:03Z",
                "msg": "anthropic rate limited",
                "attempt": 3,
                "max": 3,
            },
        )
    ) == (
        1,
        0,
        3,
    )


def test_the_attempts_of_a_retry_error_are_counted(read):
    last = {"statusCode": 529, "url": "https://api.anthropic.com/v1/messages"}
    err = {
        "type": "RetryError",
        "message": "Failed after 3 attempts. Last error: Overloaded",
        "errors": [last] * 3,
        "lastError": last,
    }
    assert counts(read({"level": 50, "time": 1795998999123, "err": err, "msg": "x"})) == (1, 0, 3)


def test_celery_joins_by_the_task(read):
    task = "[2026-11-20 04:20:{:02},000: INFO/MainProcess] Task a.ask[5166eba0-8756-40c1-88d4-1f75a889d9d{}] "
    raised = f'OverloadedError("Error code: 529 - {BODY}")'
    lines = [
        task.format(1, 5) + "retry: Retry in 1s: " + raised,
        task.format(2, 6) + "retry: Retry in 1s: " + raised.replace("0001'", "0002'"),
        task.format(3, 5) + "succeeded in 0.5s: None",
        task.format(3, 7) + "succeeded in 0.5s: None",
        task.format(4, 6) + "raised unexpected: " + raised.replace("0001'", "0003'"),
    ]
    found = read(*lines, is_json=False)
    assert counts(found) == (1, 1, 3)
    assert found.summary.succeeded == 1


def test_a_notice_of_a_retry_belongs_to_the_failure_before_it(read):
    failed = (
        "litellm.InternalServerError: AnthropicException - Overloaded. Handle with "
        "`litellm.InternalServerError`."
    )
    lines = [
        failed,
        "Retrying in 0.2 seconds...",
        failed,
        "Retrying in 0.5 seconds...",
        "Tokens: 114k sent, 92 received. Cost: $0.34 message.",
    ]
    assert counts(read(*lines, is_json=False)) == (0, 1, 2)


def test_the_id_of_the_later_line_reaches_the_summary(read):
    http = (
        f'{AT.format(1)} INFO httpx2 HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 529 "'
    )
    found = read(http, f"{AT.format(1)} ERROR w failed: Error code: 529 - {BODY}", is_json=False)
    assert [name for _, name in found.summary.ids["overloaded_529"]] == ["req_011CWhole0000000000001"]


def test_a_message_in_a_column_is_read_whole(read):
    lines = [
        "[20:16:40] ERROR    Claude call failed: Error code: 400 - {'type': 'error',       worker.py:63",
        "                    'error': {'type': 'invalid_request_error', 'message': 'Your              ",
        "                    credit balance is too low to access the Anthropic API.'}}                ",
        "           INFO     done                                                          worker.py:70",
    ]
    found = read(*lines, is_json=False)
    assert {cell[0] for cell in found.summary.cells} == {"credit_balance_too_low"}
    assert sum(item.malformed for item in found.summary.files.values()) == 0


UNDECIDED = {"level": "error", "time": "2026-11-20T04:20:28Z", "status": 429, "msg": "request failed"}
OURS = {"level": "error", "time": "2026-11-20T04:20:29Z", "status": 529, "msg": "claude request failed"}


@pytest.mark.parametrize("order", [(UNDECIDED, OURS), (OURS, UNDECIDED)])
def test_what_a_record_leaves_open_the_file_decides(read, order):
    assert counts(read(UNDECIDED)) == (0, 0, 0)
    assert counts(read(*order)) == (2, 0, 2)


def test_a_file_that_speaks_of_claude_does_not_claim_other_parts_of_the_program(read):
    login = UNDECIDED | {"msg": "login failed", "status": 401}
    assert counts(read(login, OURS, login)) == (1, 0, 1)


def test_a_container_decides_for_itself(read):
    other = "shop-1  | " + json.dumps(UNDECIDED)
    assert counts(read(other, "worker-1  | " + json.dumps(OURS), is_json=False)) == (1, 0, 1)


def test_other_services_and_what_was_not_understood_are_said(read):
    stripe = {"level": "error", "time": "2026-11-20T04:20:28Z", "msg": "stripe charge failed", "status": 429}
    odd = {"level": "error", "time": "2026-11-20T04:20:28Z", "msg": "the claude thing broke"}
    found = outline.tailsummary(
        report.summary(
            read(stripe, odd, {"level": "error", "time": 1, "msg": "disk full"}).summary, report.View()
        )
    )
    assert found["other_services"] == {"count": 1, "by": {"stripe": 1}}
    assert found["not_understood"]["count"] == 2
    assert found["not_understood"]["naming_claude"] == 1
    assert found["not_understood"]["example"] == {
        "file": "a.log",
        "line": 2,
        "text": "the claude thing broke",
    }


@pytest.mark.parametrize(
    "unit",
    [
        "claude ",
        "anthropic_error",
        "claude: status ",
        "429 a b c d of ",
        "Claude error(",
        "rate limit anthropic ",
        "{'a': ",
    ],
)
def test_own_words_are_read_in_linear_time(unit):
    import time

    from claude_doctor.doors.tail.reading.told import told

    def cost(number: int) -> float:
        began = time.process_time()
        told(unit * number)
        return time.process_time() - began

    cost(10)
    assert cost(20_000) < 0.5  # only the beginning of a line is looked at
