"""Lines are joined to attempts, attempts to requests: what fails, what is retried, what recovered, what
cannot be joined.
"""

from __future__ import annotations

import json

import pytest

from claude_doctor.doors.tail.counting.options import Options
from claude_doctor.doors.tail.counting.pipeline import Pipeline

HTTP = (
    "[2026-11-20 04:20:{:02} - httpx2:1079 - INFO] HTTP Request: POST "
    'https://api.anthropic.com/v1/messages "HTTP/1.1 {} "'
)
HEADERS = (
    "[2026-11-20 04:20:{:02} - anthropic._base_client:1463 - DEBUG] HTTP Response: POST "
    'https://api.anthropic.com/v1/messages "{} X"'
    " Headers({{'request-id': '{}', 'retry-after': '2'}})"
)
RETRY = (
    "[2026-11-20 04:20:{:02} - anthropic._base_client:1502 - INFO] Retrying request to /v1/messages in "
    "0.377756 seconds"
)
BODY = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


def counts(pipeline) -> dict[str, int]:
    cells = pipeline.summary.cells.values()
    numbers = next(iter(pipeline.summary.files.values()))
    return {
        "events": numbers.events,
        "errors": numbers.errors,
        "attempts": sum(cell.count for cell in cells),
        "failed": sum(cell.failed for cell in cells),
        "recovered": sum(cell.recovered for cell in cells),
        "unjoined": pipeline.summary.unjoined,
    }


def expected(events, errors, attempts, failed, recovered, unjoined=0) -> dict[str, int]:
    return {
        "events": events,
        "errors": errors,
        "attempts": attempts,
        "failed": failed,
        "recovered": recovered,
        "unjoined": unjoined,
    }


def test_sdk_log_retries_and_recovers(read):
    found = read(
        HTTP.format(1, 529),
        RETRY.format(1),
        HTTP.format(2, 529),
        RETRY.format(2),
        HTTP.format(3, 200),
        is_json=False,
    )
    assert counts(found) == expected(3, 2, 2, 0, 1)


def test_status_line_and_headers_are_one_attempt(read):
    found = read(
        HTTP.format(1, 429),
        HEADERS.format(1, 429, "req_1"),
        RETRY.format(1),
        HTTP.format(2, 200),
        HEADERS.format(2, 200, "req_2"),
        is_json=False,
    )
    assert counts(found) == expected(2, 1, 1, 0, 1)


def test_the_exception_at_the_end_is_the_last_attempt(read):
    error = (
        "anthropic.OverloadedError: Error code: 529 - {'type': 'error', 'error': {'type': "
        "'overloaded_error', 'message': 'Overloaded'}, 'request_id': 'req_9'}"
    )
    found = read(HTTP.format(1, 529), RETRY.format(1), HTTP.format(2, 529), error, is_json=False)
    assert counts(found) == expected(2, 2, 2, 1, 0)
    assert {cell[0] for cell, numbers in found.summary.cells.items() if numbers.failed} == {"overloaded_529"}


def test_attempts_that_nothing_joins_are_said_to_be_unjoined(read):
    found = read(HTTP.format(1, 529), HTTP.format(2, 529), is_json=False)
    assert counts(found) == expected(2, 2, 2, 2, 0, unjoined=2)


def test_typescript_log_is_joined_by_its_ids(read):
    found = read(
        (
            '[log_a, request-id: "req_1"] post https://api.anthropic.com/v1/messages failed with status '
            "529 in 20ms - retrying, 1 attempts remaining"
        ),
        "[log_b] connection failed - retrying, 1 attempts remaining",
        (
            '[log_c, retryOf: log_a, request-id: "req_2"] post https://api.anthropic.com/v1/messages '
            "succeeded with status 200 in 20ms"
        ),
        "[log_d, retryOf: log_b] connection failed - error; no more retries left",
        is_json=False,
    )
    assert counts(found) == expected(4, 3, 3, 1, 1)


def retry(number: int, parent: str, uuid: str, **more: object) -> dict[str, object]:
    error = {
        "status": 529,
        "message": (
            f'529 {{"type":"error","error":{{"type":"overloaded_error","message":"Overloaded"}},'
            f'"request_id":"req_{uuid}"}}'
        ),
    }
    base = {
        "type": "system",
        "subtype": "api_error",
        "sessionId": "s",
        "timestamp": f"2026-11-20T04:20:{number:02}.000Z",
        "isSidechain": False,
    }
    return (
        base
        | {
            "parentUuid": parent,
            "uuid": uuid,
            "error": error,
            "retryAttempt": number,
            "maxRetries": 10,
            "retryInMs": 500,
        }
        | more
    )


ANSWER = {
    "type": "assistant",
    "sessionId": "s",
    "isSidechain": False,
    "timestamp": "2026-11-20T04:21:00.000Z",
    "requestId": "req_ok",
}
GOOD = ANSWER | {
    "uuid": "ok",
    "message": {
        "id": "msg_1",
        "model": "claude-opus-5",
        "usage": {"input_tokens": 1, "output_tokens": 2},
        "content": [],
    },
}
BAD = ANSWER | {
    "uuid": "bad",
    "isApiErrorMessage": True,
    "apiErrorStatus": 529,
    "requestId": "req_last",
    "message": {
        "model": "<synthetic>",
        "content": [{"type": "text", "text": "API Error: Repeated 529 Overloaded errors."}],
    },
}


@pytest.mark.parametrize("parents", [("u", "r1", "r2"), ("u", "u", "u")], ids=["chain", "same parent"])
def test_claude_code_retries_that_recover(read, parents):
    found = read(retry(1, parents[0], "r1"), retry(2, parents[1], "r2"), GOOD | {"parentUuid": parents[2]})
    assert counts(found) == expected(3, 2, 2, 0, 1)


def test_claude_code_retries_that_end_in_an_error(read):
    found = read(retry(1, "u", "r1"), retry(2, "r1", "r2"), BAD | {"parentUuid": "r2"})
    assert counts(found) == expected(3, 3, 3, 1, 0)


def test_a_copied_line_of_a_resumed_session_counts_once(read):
    found = read(
        retry(1, "u", "r1"), retry(1, "u", "r1"), BAD | {"parentUuid": "r1"}, BAD | {"parentUuid": "r1"}
    )
    assert counts(found) == expected(2, 2, 2, 1, 0)


def test_several_lines_of_one_answer_count_once(read):
    found = read(GOOD, GOOD | {"uuid": "ok2"}, GOOD | {"uuid": "ok3"})
    assert counts(found) == expected(1, 0, 0, 0, 0)


def test_errors_one_after_the_other_in_a_session_are_requests_of_their_own(read):
    lines = [BAD | {"uuid": f"b{n}", "parentUuid": f"p{n}", "requestId": f"req_{n}"} for n in range(3)]
    assert counts(read(*lines)) == expected(3, 3, 3, 3, 0)


def test_stream_json_error_and_result_are_one_failure(read):
    shown = {"content": [{"type": "text", "text": "API Error: 529 overloaded"}], "model": "<synthetic>"}
    found = read(
        {
            "type": "system",
            "subtype": "api_retry",
            "attempt": 1,
            "max_retries": 10,
            "retry_delay_ms": 5,
            "error_status": 529,
            "error": "overloaded",
            "session_id": "s",
        },
        {
            "type": "assistant",
            "message": shown,
            "error": "overloaded",
            "is_api_error_message": True,
            "session_id": "s",
        },
        {
            "type": "result",
            "subtype": "success",
            "is_error": True,
            "terminal_reason": "api_error",
            "api_error_status": 529,
            "result": "x",
            "session_id": "s",
        },
    )
    assert counts(found) == expected(2, 2, 2, 1, 0)


def test_a_line_logged_twice_with_its_request_id_is_one_failure(read):
    line = {
        "level": "error",
        "timestamp": "2026-11-20T04:20:00Z",
        "message": "x",
        "error": {"status": 529, "requestID": "req_1", "error": BODY},
    }
    assert counts(read(line, line | {"message": "y"})) == expected(1, 1, 1, 1, 0)


def test_the_better_description_of_an_attempt_wins(read):
    spend = {
        "type": "rate_limit_error",
        "message": "Your organization has reached its spend limit.",
        "details": {"error_code": "enforced_spend_limit_reached"},
    }
    access = {
        "time": "2026-11-20T04:20:28Z",
        "request": "POST /v1/messages HTTP/1.1",
        "status": "429",
        "request_time": "0.4",
        "sent_http_request_id": "req_1",
    }
    found = read(access, {"type": "error", "error": spend, "request_id": "req_1"})
    assert counts(found) == expected(1, 1, 1, 1, 0)
    assert {cell[0] for cell, numbers in found.summary.cells.items() if numbers.count} == {
        "enforced_spend_limit_reached"
    }


def test_a_span_counts_its_resends(read):
    attributes = [
        {"key": "gen_ai.provider.name", "value": {"stringValue": "anthropic"}},
        {"key": "http.response.status_code", "value": {"intValue": "529"}},
        {"key": "http.request.resend_count", "value": {"intValue": "2"}},
    ]
    span = {
        "name": "anthropic.messages.create",
        "endTimeUnixNano": "1795148471537200886",
        "attributes": attributes,
        "status": {"code": 2},
    }
    assert counts(read({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})) == expected(1, 1, 3, 1, 0)


def span(name: str, parent: str, status: int, second: int, **facts: str) -> dict[str, object]:
    given = {
        "http.response.status_code": status,
        **{key.replace("__", "."): value for key, value in facts.items()},
    }
    return {
        "spanId": name,
        "parentSpanId": parent,
        "name": "x",
        "endTimeUnixNano": str((1795148428 + second) * 10**9),
        "status": {"code": 2 if status >= 400 else 0},
        "attributes": [
            {"key": key, "value": {"intValue" if isinstance(value, int) else "stringValue": str(value)}}
            for key, value in given.items()
        ],
    }


def line(*spans: dict[str, object]) -> dict[str, object]:
    return {"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}


def sent(
    name: str, status: int, second: int, parent: str = "sdk", host: str = "api.anthropic.com"
) -> dict[str, object]:
    return span(name, parent, status, second, server__address=host)


def sdk(status: int, second: int, resends: int) -> dict[str, object]:
    return span(
        "sdk", "app", status, second, gen_ai__provider__name="anthropic", http__request__resend_count=resends
    )


def test_spans_of_an_http_client_alone_are_attempts(read):
    assert counts(
        read(line(sent("a", 529, 1)), line(sent("b", 529, 2)), line(sent("c", 200, 3)))
    ) == expected(3, 2, 2, 0, 1)
    assert counts(read(line(sent("a", 400, 1)), line(sent("b", 200, 3)))) == expected(2, 1, 1, 1, 0)
    assert counts(read(line(sent("a", 500, 1, host="api.github.com")))) == expected(0, 0, 0, 0, 0)


@pytest.mark.parametrize("apart", [True, False])
def test_spans_of_the_sdk_and_of_its_http_client_count_once(read, apart):
    def given(*spans):
        return [line(item) for item in spans] if apart else [line(*spans)]

    found = counts(read(*given(sent("a", 529, 1), sent("b", 529, 2), sent("c", 529, 3), sdk(529, 4, 2))))
    assert (found["attempts"], found["failed"], found["recovered"]) == (3, 1, 0)
    found = counts(read(*given(sent("a", 529, 1), sent("b", 529, 2), sent("c", 200, 3), sdk(200, 4, 2))))
    assert (found["attempts"], found["failed"], found["recovered"]) == (2, 0, 1)


def test_a_span_around_the_span_of_the_sdk_tells_the_same(read):
    outer = span("app", "", 529, 5, gen_ai__system="Anthropic")
    found = counts(read(line(sdk(529, 4, 2)), line(outer)))
    assert (found["attempts"], found["failed"], found["recovered"]) == (3, 1, 0)


def test_what_is_too_long_ago_is_not_joined(read):
    early, late = retry(1, "u", "r1"), BAD | {"parentUuid": "r1", "timestamp": "2026-11-20T05:20:00.000Z"}
    assert counts(read(early, late)) == expected(2, 2, 2, 2, 0, unjoined=1)


def test_parts_read_apart_add_up(read):
    lines = [retry(1, "u", "r1"), retry(2, "r1", "r2"), GOOD | {"parentUuid": "r2"}]
    whole = counts(read(*lines))
    first, second = read(*lines[:2]), Pipeline(Options())
    second.open("a.log", is_json=True)
    second.quiet = True
    second.feed([json.dumps(line).encode() for line in lines[:2]], -1)
    second.loud()
    second.feed([json.dumps(lines[2]).encode()])
    first.absorb(second)
    assert counts(first) == whole


def record(line: int, level: str, **more: object) -> dict[str, object]:
    """Return a record of a loop of somebody's own, which counts its attempts beside the id of its job."""
    return {"time": f"2026-11-20T04:20:{line:02}Z", "level": level, "hostname": "api-0", **more}


def failed(line: int, job: str, attempt: int, status: int) -> dict[str, object]:
    return record(
        line, "warn", jobId=job, upstream="anthropic", attempt=attempt, status=status, msg="attempt failed"
    )


def test_attempts_are_joined_by_the_id_of_their_job_across_workers(read):
    lines = [
        failed(1, "a", 1, 529),
        failed(2, "b", 1, 429),
        failed(3, "a", 2, 529),
        failed(4, "b", 2, 429),
        record(5, "info", jobId="b", res={"statusCode": 200}, msg="request completed"),
        record(6, "error", jobId="a", upstream="anthropic", status=529, msg="giving up"),
        record(7, "info", jobId="a", res={"statusCode": 502}, msg="request completed"),
    ]
    found = counts(read(*lines))
    assert (found["attempts"], found["failed"], found["recovered"]) == (4, 1, 1)


def test_another_job_and_another_upstream_end_no_loop(read):
    lines = [
        failed(1, "a", 1, 529),
        record(2, "info", jobId="b", res={"statusCode": 200}, msg="request completed"),
        record(3, "error", jobId="a", upstream="erp", status=503, msg="upstream failed"),
    ]
    found = counts(read(*lines))
    assert (found["attempts"], found["failed"], found["recovered"]) == (1, 1, 0)
