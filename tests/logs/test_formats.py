"""One sample a format, or a few where it has several shapes; the last event of the lines is what is expected.

Shapes are those of real logs, contents are made up. The name is the module of claude_doctor.logs that must
read the line.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_doctor.base import registry
from claude_doctor.doors.tail import formats
from claude_doctor.doors.tail.formats.contract import Format
from claude_doctor.doors.tail.reading import lines as logs
from claude_doctor.doors.tail.reading import times

BODY = {
    "type": "error",
    "error": {"type": "overloaded_error", "message": "Overloaded"},
    "request_id": "req_1",
}
TEXT = json.dumps(BODY)
REPR = (
    "Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'slow down'}, "
    "'request_id': 'req_2'}"
)
OVERLOADED = {
    "error_type": "overloaded_error",
    "message": "Overloaded",
    "request_id": "req_1",
    "kind": "terminal",
}
SLOW = {"status": 429, "error_type": "rate_limit_error", "message": "slow down", "request_id": "req_2"}
AT = "2026-11-20T04:20:28.664Z"
URL = "https://api.anthropic.com/v1/messages"


def attributes(**values: object) -> list[dict[str, object]]:
    return [
        {
            "key": key.replace("__", "."),
            "value": {"intValue" if isinstance(v, int) else "stringValue": str(v)},
        }
        for key, v in values.items()
    ]


def spans(status: int, code: int, **values: object) -> dict[str, object]:
    facts = attributes(
        gen_ai__provider__name="anthropic",
        gen_ai__request__model="claude-opus-5",
        http__response__status_code=status,
        **values,
    )
    span = {
        "name": "anthropic.messages.create",
        "endTimeUnixNano": "1795148428664123456",
        "attributes": facts,
        "status": {"code": code},
    }
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


def otel(name: str, **values: object) -> dict[str, object]:
    record = {
        "body": {"stringValue": f"claude_code.{name}"},
        "attributes": attributes(event__name=name, event__timestamp=AT, model="claude-opus-5", **values),
    }
    return {"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}


def application(**values: object) -> dict[str, object]:
    record = {
        "timeUnixNano": "1795148428664123456",
        "body": {"stringValue": "call failed"},
        "attributes": attributes(**values),
    }
    return {"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}


SAMPLES: list[tuple[str, list[object], dict[str, object]]] = [
    (
        "claude_doctor",
        [
            {
                "claude_doctor": 1,
                "ts": AT,
                "kind": "retry",
                "call": "00ff",
                "status": 529,
                "error_type": "overloaded_error",
                "message": "Overloaded",
            }
        ],
        {"kind": "retry", "status": 529, "ts": AT},
    ),
    (
        "claude_doctor",
        [{"claude_doctor": 1, "ts": AT, "kind": "wait", "call": "00ff"}],
        {"kind": "noise", "ts": AT},
    ),
    (
        "docker",
        [
            {"log": TEXT[:40], "stream": "stderr", "time": AT},
            {"log": TEXT[40:] + "\n", "stream": "stderr", "time": AT},
        ],
        OVERLOADED | {"ts": AT},
    ),
    (
        "cri",
        [f"{AT} stderr P {TEXT[:40]}", f"{AT} stdout F other", f"{AT} stderr F {TEXT[40:]}"],
        OVERLOADED | {"ts": AT},
    ),
    (
        "journald",
        [{"__REALTIME_TIMESTAMP": "1795148428664123", "MESSAGE": list(f"\x1b[31m{TEXT}".encode())}],
        OVERLOADED | {"ts": AT},
    ),
    (
        "journald",
        [{"__REALTIME_TIMESTAMP": "1795148428664123", "MESSAGE": None}],
        {"kind": "noise", "ts": AT},
    ),
    (
        "cloudwatch",
        [{"timestamp": 1795148428664, "message": TEXT, "ingestionTime": 1}],
        OVERLOADED | {"ts": AT},
    ),
    ("cloudwatch", [{"events": [{"timestamp": 1795148428664, "message": TEXT}]}], OVERLOADED | {"ts": AT}),
    ("cloudwatch_export", [f"{AT} {TEXT}"], OVERLOADED | {"ts": AT}),
    ("cloud_logging", [{"insertId": "x", "jsonPayload": BODY, "timestamp": AT}], OVERLOADED | {"ts": AT}),
    (
        "cloud_logging",
        [{"insertId": "x", "textPayload": f"anthropic.RateLimitError: {REPR}", "timestamp": AT}],
        SLOW | {"ts": AT},
    ),
    ("sse", [f"data: {TEXT}"], OVERLOADED),
    (
        "records_list",
        [
            {
                "Records": [
                    {
                        "eventSource": "bedrock.amazonaws.com",
                        "eventName": "InvokeModel",
                        "errorCode": "ThrottlingException",
                    }
                ]
            }
        ],
        {"status_inferred": 429},
    ),
    (
        "otlp_traces",
        [
            spans(
                529,
                2,
                error__type="overloaded_error",
                http__request__resend_count=1,
                anthropic__request__id="req_1",
            )
        ],
        {"status": 529, "ts": AT, "retry": {"attempt": 2}},
    ),
    ("otlp_traces", [spans(502, 2, error__type="502")], {"status": 502, "error_type": None}),
    (
        "otlp_logs",
        [otel("api_error", status_code="529", error="529 Overloaded", attempt="11")],
        {"status": 529, "kind": "terminal", "ts": AT, "retry": {"attempt": 11}},
    ),
    ("otlp_logs", [otel("api_retries_exhausted", status_code=529)], {"kind": "duplicate", "is_error": False}),
    ("otlp_logs", [otel("api_refusal")], {"kind": "noise"}),
    (
        "structured_log",
        [application(exception__type="RateLimitError", exception__message=REPR)],
        SLOW | {"ts": AT},
    ),
    (
        "structured_log",
        [application(exception__stacktrace=f"Traceback:\n  x\nanthropic.RateLimitError: {REPR}")],
        SLOW | {"ts": AT},
    ),
    (
        "structured_log",
        [application(exception__type="KeyError", exception__message="'user'")],
        {"kind": "noise", "ts": AT},
    ),
    (
        "structured_log",
        [
            {
                "insertId": "x",
                "timestamp": AT,
                "jsonPayload": {
                    "message": "failed",
                    "error": {"status": 529, "requestID": "req_1", "error": BODY},
                },
            }
        ],
        OVERLOADED | {"status": 529, "ts": AT},
    ),
    (
        "sdk_error_text",
        [
            f"time={AT} level=ERROR err="
            + json.dumps('POST "https://api.anthropic.com/v1/messages": 529  (Request-ID: req_1) ' + TEXT)
        ],
        OVERLOADED | {"status": 529, "ts": AT},
    ),
    (
        "claude_code_stopfailure_hook",
        [{"hook_event_name": "StopFailure", "error": "overloaded", "error_details": f"529 {TEXT}"}],
        OVERLOADED | {"status": 529, "cc_category": "overloaded"},
    ),
    (
        "claude_code_stopfailure_hook",
        [{"hook_event_name": "PostToolUse", "error": "boom"}],
        {"kind": "noise"},
    ),
    (
        "claude_code_transcript",
        [
            {
                "type": "system",
                "subtype": "api_error",
                "sessionId": "s",
                "error": {"cause": {"code": "ECONNRESET"}},
                "retryAttempt": 1,
            }
        ],
        {"kind": "retry", "network": "ECONNRESET"},
    ),
    (
        "claude_code_transcript",
        [{"type": "user", "sessionId": "s", "message": {"content": f"what is {TEXT}?"}}],
        {"kind": "noise", "is_error": False},
    ),
    (
        "claude_code_stream_json",
        [
            {
                "type": "result",
                "subtype": "success",
                "is_error": True,
                "api_error_status": 403,
                "terminal_reason": "api_error",
                "session_id": "s",
            }
        ],
        {"status": 403, "kind": "terminal"},
    ),
    (
        "claude_code_stream_json",
        [{"type": "result", "subtype": "error_max_turns", "is_error": True, "session_id": "s"}],
        {"kind": "noise"},
    ),
    (
        "batch_results",
        [{"custom_id": "a", "result": {"type": "errored", "error": BODY}}],
        OVERLOADED | {"custom_id": "a", "status_inferred": 529},
    ),
    (
        "batch_results",
        [{"custom_id": "a", "result": {"type": "expired"}}],
        {"kind": "batch_expired", "is_error": True},
    ),
    (
        "batch_results",
        [
            {
                "custom_id": "a",
                "result": {
                    "type": "succeeded",
                    "message": {"model": "claude-opus-5", "usage": {"input_tokens": 3}},
                },
            }
        ],
        {"kind": "ok", "model": "claude-opus-5"},
    ),
    (
        "cloudtrail",
        [
            {
                "eventSource": "bedrock.amazonaws.com",
                "eventName": "InvokeModel",
                "errorCode": "AccessDenied",
                "eventTime": AT,
            }
        ],
        {"error_code": "AccessDenied", "status_inferred": 403, "ts": AT},
    ),
    (
        "cloudtrail",
        [{"eventSource": "s3.amazonaws.com", "eventName": "GetObject", "errorCode": "AccessDenied"}],
        {"kind": "noise"},
    ),
    (
        "bedrock_invocation_log",
        [
            {
                "schemaType": "ModelInvocationLog",
                "errorCode": "ValidationException",
                "modelId": "m",
                "timestamp": AT,
            }
        ],
        {"status_inferred": 400, "model": "m"},
    ),
    (
        "gcp_audit_log",
        [
            {
                "protoPayload": {
                    "methodName": "x.PredictionService.RawPredict",
                    "status": {"code": 8, "message": "Quota"},
                },
                "timestamp": AT,
            }
        ],
        {"error_code": "RESOURCE_EXHAUSTED", "status_inferred": 429},
    ),
    (
        "azure_diagnostics",
        [
            {
                "category": "RequestResponse",
                "resultSignature": "429",
                "properties": '{"modelName": "claude-opus-5"}',
                "time": AT,
            }
        ],
        {"status": 429, "model": "claude-opus-5"},
    ),
    (
        "langsmith_run",
        [{"run_type": "llm", "error": f"RateLimitError({REPR!r})", "end_time": "2026-11-20T04:20:28.664123"}],
        SLOW | {"ts": AT[:-1]},
    ),
    ("langsmith_run", [{"run_type": "chain", "error": REPR}], {"kind": "noise"}),
    (
        "langfuse_observation",
        [{"type": "GENERATION", "level": "ERROR", "statusMessage": REPR, "endTime": AT}],
        SLOW | {"ts": AT},
    ),
    (
        "helicone",
        [{"response_status": 529, "response_body": TEXT, "request_created_at": AT}],
        OVERLOADED | {"status": 529},
    ),
    (
        "openrouter",
        [
            {
                "error": {
                    "code": 400,
                    "message": "Provider returned error",
                    "metadata": {"raw": TEXT, "provider_name": "Anthropic"},
                }
            }
        ],
        {"status": 400, "error_type": "overloaded_error"},
    ),
    (
        "kong_json",
        [
            {
                "latencies": {},
                "response": {"status": 429, "headers": {"retry-after": "12", "request-id": "req_1"}},
                "started_at": 1795148428664,
            }
        ],
        {"status": 429, "request_id": "req_1", "retry": {"delay_ms": 12000}},
    ),
    (
        "kong_json",
        [
            {
                "latencies": {},
                "response": {"status": 200},
                "ai": {"ai-proxy": {"usage": {"prompt_tokens": 5, "completion_tokens": 2}}},
            }
        ],
        {"status": 200, "kind": "ok", "usage": {"input_tokens": 5, "output_tokens": 2}},
    ),
    (
        "nginx_json",
        [
            {
                "time": AT,
                "request": "POST /v1/messages HTTP/1.1",
                "status": "200",
                "upstream_status": "529, 200",
            }
        ],
        {"status": 200, "kind": "ok"},
    ),
    (
        "nginx_json",
        [{"time": AT, "request": "GET /index.html HTTP/1.1", "status": "404", "request_time": "0.1"}],
        {"kind": "noise"},
    ),
    (
        "loguru",
        [
            {
                "text": "x anthropic y",
                "record": {
                    "level": {"name": "ERROR"},
                    "exception": {"type": "RateLimitError", "value": REPR},
                    "time": {"repr": "2026-11-20 04:20:28.664+00:00"},
                },
            }
        ],
        SLOW | {"ts": AT},
    ),
    (
        "litellm_json",
        [
            {
                "message": f"x litellm_call_id=1 - litellm.RateLimitError: AnthropicException - {TEXT}",
                "level": "ERROR",
                "component": "LiteLLM Proxy",
                "logger": "x.py:1",
                "error": BODY["error"],
                "type": "error",
                "request_id": "req_1",
            }
        ],
        OVERLOADED,
    ),
    (
        "litellm_json",
        [
            {
                "message": '127.0.0.1:4 - "POST /v1/messages HTTP/1.1" 500',
                "level": "INFO",
                "component": "uvicorn.access",
                "logger": "x",
            }
        ],
        {"kind": "duplicate", "status": 500},
    ),
    ("raw_api_error", [TEXT], OVERLOADED | {"status": None, "status_inferred": 529}),
    (
        "simple_logger",
        [
            {
                "timestamp": AT,
                "category": "client",
                "status_code": "401",
                "message": "invalid x-api-key",
                "request": {"messages": [TEXT]},
            }
        ],
        {"status": 401, "message": "invalid x-api-key", "error_type": None},
    ),
    (
        "structured_log",
        [
            {
                "level": 50,
                "time": 1795148428664,
                "err": {
                    "type": "OverloadedError",
                    "message": f"529 {TEXT}",
                    "status": 529,
                    "requestID": "req_1",
                },
                "msg": "x",
            }
        ],
        OVERLOADED | {"status": 529, "ts": AT},
    ),
    (
        "structured_log",
        [
            {
                "levelname": "ERROR",
                "asctime": "2026-11-20 04:20:28,664",
                "message": "x",
                "exc_info": f"Traceback (most recent call last):\n  File 'x'\nanthropic.RateLimitError: {REPR}",
            }
        ],
        SLOW | {"ts": AT[:-1]},
    ),
    (
        "structured_log",
        [
            {
                "level": "error",
                "event": "x",
                "timestamp": AT,
                "exception": [{"exc_type": "RateLimitError", "exc_value": REPR}],
            }
        ],
        SLOW,
    ),
    (
        "structured_log",
        [
            {
                "time": AT,
                "level": "ERROR",
                "msg": "x",
                "err": f'POST "https://api.anthropic.com/v1/messages": 529  (Request-ID: req_1) {TEXT}',
            }
        ],
        OVERLOADED | {"status": 529},
    ),
    (
        "structured_log",
        [
            {
                "time": AT,
                "level": "INFO",
                "msg": 'HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 529 "',
            }
        ],
        {"kind": "attempt", "status": 529},
    ),
    (
        "structured_log",
        [{"time": AT, "level": "ERROR", "msg": "database gone", "err": "ConnectionError: db:5432"}],
        {"kind": "noise"},
    ),
    (
        "structured_log",
        [{"time": AT, "level": "ERROR", "msg": "GET failed", "status": 404, "path": "/users/7"}],
        {"kind": "noise"},
    ),
    ("structured_log", [{"level": "error", "time": AT, "fields": {"message": "x", "error": REPR}}], SLOW),
    (
        "structured_log",
        [{"@timestamp": AT, "log.level": "error", "message": "x", "error.message": REPR}],
        SLOW,
    ),
    (
        "structured_log",
        [
            {
                "level": "error",
                "timestamp": AT,
                "exception": {"values": [{"type": "RateLimitError", "value": REPR}]},
            }
        ],
        SLOW,
    ),
    (
        "structured_log",
        [
            {
                "level": "error",
                "time": AT,
                "msg": "x",
                "err": {"name": "AI_APICallError", "statusCode": 529, "responseBody": TEXT},
            }
        ],
        OVERLOADED | {"status": 529},
    ),
    (
        "structured_log",
        [
            {
                "level": "info",
                "ts": 1795148428.664,
                "msg": "handled request",
                "request": {"uri": "/v1/messages"},
                "status": 529,
            }
        ],
        {"status": 529, "kind": "terminal"},
    ),
    (
        "structured_log",
        [
            {
                "level": "info",
                "ts": 1795148428.664,
                "msg": "handled request",
                "request": {"uri": "/favicon.ico"},
                "status": 404,
            }
        ],
        {"kind": "noise"},
    ),
    (
        "structured_log",
        [
            {
                "level": "error",
                "time": AT,
                "msg": "x",
                "err": (
                    "botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) "
                    "when calling the InvokeModel operation: Too many requests"
                ),
            }
        ],
        {"kind": "terminal"},
    ),
    (
        "console_span",
        [
            {
                "name": "anthropic.messages.create",
                "context": {"trace_id": "0x1"},
                "status": {"status_code": "ERROR"},
                "end_time": AT,
                "attributes": {
                    "http.response.status_code": 529,
                    "gen_ai.provider.name": "anthropic",
                    "error.type": "overloaded_error",
                },
            }
        ],
        {"status": 529, "error_type": "overloaded_error", "ts": AT},
    ),
    ("raw_api_error", [json.dumps([BODY | {"request_id": "req_0"}, BODY])], OVERLOADED),
    ("line_prefix", [f"worker-1  | {TEXT}"], OVERLOADED),
    ("line_prefix", [f"[pod/worker-7d/app] 2026-11-20 04:20:28,664 ERROR {REPR}"], SLOW | {"ts": AT[:-1]}),
    ("line_prefix", [f"2026-11-20T04:20:28.664000+00:00 app[web.1]: {TEXT}"], OVERLOADED | {"ts": AT}),
    (
        "sdk_error_text",
        [
            'time=2026-11-20T04:20:28.664Z level=ERROR msg="call failed" err="529 '
            + TEXT.replace('"', '\\"')
            + '"'
        ],
        OVERLOADED | {"status": 529, "ts": AT},
    ),
    (
        "nginx_json",
        [{"DownstreamStatus": 529, "RequestPath": "/v1/messages", "time": AT}],
        {"status": 529, "kind": "terminal"},
    ),
    ("enveloped", [{"job": 7, "response": {"data": BODY}}], OVERLOADED),
    (
        "python_sdk_debug",
        [
            (
                "[2026-11-20 04:20:04 - httpx2:1079 - INFO] HTTP Request: POST "
                'https://api.anthropic.com/v1/messages "HTTP/1.1 529 "'
            )
        ],
        {"kind": "attempt", "status": 529, "ts": "2026-11-20T04:20:04.000"},
    ),
    (
        "python_sdk_debug",
        ['HTTP Request: GET https://example.test/x "HTTP/1.1 404 Not Found"'],
        {"kind": "noise"},
    ),
    (
        "ts_sdk_console",
        ["Anthropic:DEBUG:response (error; retrying, 2 attempts remaining) 529 https://api.anthropic.com/ {"],
        {"kind": "retry", "status": 529},
    ),
    (
        "ts_sdk_debug",
        ["[log_2ba058] connection failed - retrying, 1 attempts remaining"],
        {"kind": "retry", "network": "connection_error"},
    ),
    (
        "claude_code_debug_log",
        [f"{AT} [ERROR] API error (attempt 2/11): 529 {TEXT}"],
        {"kind": "retry", "status": 529, "retry": {"attempt": 2, "max": 11}},
    ),
    (
        "claude_code_screen",
        [f"API Error (529 {TEXT}) · Retrying in 2 seconds… (attempt 1/10)"],
        {"kind": "retry", "status": 529, "retry": {"delay_ms": 2000, "attempt": 1, "max": 10}},
    ),
    (
        "claude_code_screen",
        ["529 Overloaded · Retrying in 21s · attempt 7/10"],
        {"kind": "retry", "status": 529, "retry": {"delay_ms": 21000, "attempt": 7, "max": 10}},
    ),
    (
        "litellm_text",
        [f"litellm.InternalServerError: AnthropicError - {TEXT}"],
        OVERLOADED | {"status": None, "status_inferred": 529},
    ),
    (
        "litellm_text",
        ["litellm.BadGatewayError: AnthropicException BadGatewayError - upstream is away"],
        {"message": "upstream is away"},
    ),
    (
        "litellm_text",
        ["litellm.Timeout: AnthropicException Timeout - upstream is slow"],
        {"message": "upstream is slow"},
    ),
    (
        "litellm_text",
        ["litellm.InternalServerError: InternalServerError: AnthropicError - Overloaded"],
        {"message": "Overloaded"},
    ),
    (
        "access_text",
        ['203.0.113.9 - - [20/Nov/2026:04:20:28 +0000] "POST /v1/messages HTTP/1.1" 529 119'],
        {"status": 529, "kind": "terminal", "ts": "2026-11-20T04:20:28.000Z"},
    ),
    ("sdk_error_text", [f"2026-11-20 04:20:28,664 ERROR job failed: {REPR}"], SLOW | {"ts": AT[:-1]}),
    ("sdk_error_text", [f"{AT} worker-3 upstream said 529 {TEXT}"], OVERLOADED | {"status": 529, "ts": AT}),
    (
        "plain_text",
        ["2026-11-20 04:20:28 ERROR prompt is too long: 202814 tokens > 200000 maximum"],
        {"kind": "terminal", "ts": "2026-11-20T04:20:28.000"},
    ),
    (
        "own_words",
        ["2026-11-20 04:20:28 WARN anthropic responded with status 529"],
        {"kind": "terminal", "status": 529},
    ),
    (
        "own_words",
        ["2026-11-20 04:20:28 ERROR Anthropic API request failed: 429 - Too Many Requests"],
        {"kind": "terminal", "status": 429},
    ),
    (
        "resent_request",
        [
            (
                f"2026-11-20 04:20:28 [scrapy.downloadermiddlewares.retry] DEBUG: Retrying <POST {URL}> (failed 2 "
                "times): 529 Unknown Status"
            )
        ],
        {"kind": "retry", "status": 529},
    ),
    (
        "resent_request",
        [
            (
                f"[scrapy.downloadermiddlewares.retry] ERROR: Gave up retrying <POST {URL}> (failed 3 times): 503 "
                "Service Unavailable"
            )
        ],
        {"kind": "terminal", "status": 503},
    ),
    (
        "resent_request",
        [f"[tags] retry #1 of POST {URL}: ETIMEDOUT Timeout awaiting 'request' for 900ms"],
        {"kind": "retry", "status": None, "network": "connection_error"},
    ),
    (
        "host_answered",
        ["WARN etl.Rows - api.anthropic.com answered 503 on execution 1, trying again in 100 ms"],
        {"kind": "retry", "status": 503},
    ),
    ("own_words", ["[agent] WARN Anthropic API error 429: slow down"], {"kind": "terminal", "status": 429}),
    (
        "text_and_fields",
        [
            (
                "2026-11-20 04:20:28 warn: Claude API request failed "
                '{"attempt":1,"errorType":"overloaded_error","statusCode":529}'
            )
        ],
        {"kind": "terminal", "status": 529, "ts": "2026-11-20T04:20:28.000"},
    ),
    (
        "log_store",
        [{"_index": "a", "_source": {"@timestamp": AT, "level": "ERROR", "message": f"claude: {REPR}"}}],
        SLOW | {"ts": AT},
    ),
    (
        "log_store",
        [{"id": "a", "content": {"timestamp": AT, "service": "w", "status": "error", "message": REPR}}],
        SLOW | {"ts": AT},
    ),
    ("log_store", [{"date": 1795148428.664, "log": f"{REPR}\n"}], SLOW | {"ts": AT}),
    ("log_store", [{"labels": {"app": "w"}, "line": REPR, "timestamp": AT}], SLOW | {"ts": AT}),
    (
        "log_store",
        [{"time": "1795148428.664", "sourcetype": "_json", "event": {"level": "ERROR", "message": REPR}}],
        SLOW | {"ts": AT},
    ),
    ("log_store", [{"@timestamp": AT, "@message": f"{REPR}\n", "@ptr": "x"}], SLOW | {"ts": AT}),
    (
        "log_store",
        [{"log": f"{REPR}\n", "kubernetes": {"pod_name": "w"}, "@timestamp": AT}],
        SLOW | {"ts": AT},
    ),
    (
        "log_store",
        [{"scriptName": "a", "logs": [{"message": ["gave up", f"529 {TEXT}"], "timestamp": 1795148428664}]}],
        OVERLOADED | {"ts": AT, "status": 529},
    ),
    (
        "litellm_payload",
        [
            {
                "call_type": "acompletion",
                "model_group": "m",
                "status": "failure",
                "model": "claude-opus-5",
                "endTime": 1795148428.664,
                "error_str": f"litellm.InternalServerError: AnthropicException - {TEXT}",
                "error_information": {"error_code": "500", "error_class": "InternalServerError"},
            }
        ],
        OVERLOADED | {"ts": AT, "status": None, "model": "claude-opus-5"},
    ),
    (
        "litellm_payload",
        [
            {
                "call_type": "acompletion",
                "custom_llm_provider": "openai",
                "status": "failure",
                "error_str": "litellm.RateLimitError: OpenAIException - 429",
            }
        ],
        {"kind": "noise", "is_error": False},
    ),
    (
        "litellm_payload",
        [
            {
                "call_type": "acompletion",
                "custom_llm_provider": "anthropic",
                "status": "success",
                "prompt_tokens": 529,
                "completion_tokens": 4,
            }
        ],
        {"kind": "ok", "usage": {"input_tokens": 529, "output_tokens": 4}},
    ),
    (
        "opencode_event",
        [
            {
                "type": "error",
                "timestamp": 1795148428664,
                "error": {
                    "name": "APIError",
                    "data": {"message": "x", "statusCode": 529, "responseBody": TEXT},
                },
            }
        ],
        OVERLOADED | {"ts": AT, "status": 529},
    ),
    (
        "opencode_event",
        [
            {
                "type": "session.error",
                "properties": {
                    "error": {"name": "ProviderAuthError", "data": {"providerID": "openai", "message": "no"}}
                },
            }
        ],
        {"kind": "noise", "is_error": False},
    ),
    (
        "logfmt",
        [
            (
                f"{AT} ERROR worker: anthropic request failed status=529 error_type=overloaded_error "
                "request_id=req_1 model=claude-opus-5"
            )
        ],
        {
            "ts": AT,
            "status": 529,
            "error_type": "overloaded_error",
            "request_id": "req_1",
            "model": "claude-opus-5",
            "kind": "terminal",
        },
    ),
    ("structured_log", [{"Timestamp": AT, "SeverityText": "ERROR", "Body": REPR}], SLOW | {"ts": AT}),
    (
        "structured_log",
        [{"@t": AT, "@l": "Error", "@mt": "claude failed", "@x": f"Anthropic.Exceptions.X: 529 {TEXT}"}],
        OVERLOADED | {"ts": AT},
    ),
    (
        "structured_log",
        [
            {
                "provider": "anthropic",
                "model": "claude-sonnet-5",
                "response_status_code": 429,
                "created_at": AT,
            }
        ],
        {"status": 429, "kind": "terminal", "ts": AT},
    ),
    (
        "logfmt",
        [f"{AT} INFO anthropic_proxy: request method=POST path=/v1/messages status=529"],
        {"status": 529, "kind": "terminal", "ts": AT},
    ),
    (
        "logfmt",
        [
            (
                f"time={AT} level=ERROR providerID=anthropic modelID=claude-opus-5 "
                'error.error="Overloaded, slow down"'
            )
        ],
        {"ts": AT, "status": None, "message": "Overloaded, slow down", "model": "claude-opus-5"},
    ),
    (
        "access_text",
        ['[GIN] 2026/11/20 - 04:20:28 | 529 |   83.5ms |   203.0.113.5 | POST     "/v1/messages"'],
        {"status": 529, "kind": "terminal", "ts": "2026-11-20T04:20:28.000"},
    ),
    (
        "access_text",
        [
            (
                "2026-11-20\t04:20:28\tFRA56-P1\t312\t203.0.113.9\tPOST\td1.cloudfront.net\t/v1/messages"
                "\t529\t-\tx"
            )
        ],
        {"status": 529, "kind": "terminal", "ts": "2026-11-20T04:20:28.000Z"},
    ),
    (
        "access_text",
        [
            (
                "lb haproxy[9]: 203.0.113.9:5 [20/Nov/2026:04:20:28.664] fe be/s1 0/0/1/2/3 503 429 - - "
                '---- 1/1/0/0/0 0/0 "POST /v1/messages HTTP/1.1"'
            )
        ],
        {"status": 503, "kind": "terminal", "ts": "2026-11-20T04:20:28.664"},
    ),
    (
        "access_text",
        [
            (
                "2026/11/20 04:20:28 [error] 31#31: *7 upstream timed out (110: x), client: 203.0.113.9, "
                'server: a, request: "POST /v1/messages HTTP/1.1", upstream: "https://a/"'
            )
        ],
        {"status": None, "kind": "terminal", "network": "connection_error"},
    ),
    (
        "access_text",
        ["2026-11-20 04:20:28 10.0.0.4 POST /v1/messages - 443 - 203.0.113.9 Anthropic/JS - 529 0 0 7"],
        {"status": 529, "ts": "2026-11-20T04:20:28.000Z"},
    ),
    (
        "access_text",
        ["POST /v1/messages?beta=true 503 9.1 ms - -"],
        {"status": 503, "kind": "terminal", "ts": None},
    ),
    (
        "http_client_text",
        ["<-- 503 https://api.anthropic.com/v1/messages (9ms)"],
        {"status": 503, "kind": "terminal", "network": None},
    ),
    (
        "http_client_text",
        ["1795148428.664 9 10.0.0.7 NONE/503 0 CONNECT api.anthropic.com:443 - HIER_NONE/- -"],
        {"status": 503, "ts": "2026-11-20T04:20:28.664Z"},
    ),
    (
        "http_client_text",
        ["curl: (7) Failed to connect to api.anthropic.com port 443"],
        {"status": None, "network": "connection_error"},
    ),
    (
        "http_client_text",
        ["claude call: %Req.TransportError{reason: :closed}"],
        {"status": None, "network": "connection_error"},
    ),
    (
        "http_span",
        [
            {
                "time": AT,
                "data": {"http.url": "https://api.anthropic.com/v1/messages", "http.status_code": 529},
            }
        ],
        {"status": 529, "ts": AT},
    ),
    (
        "http_span",
        [{"time": AT, "target": "api.anthropic.com", "resultCode": "200"}],
        {"status": 200, "kind": "ok"},
    ),
    (
        "table_row",
        [f"{AT};claude-opus-5;429;rate_limit_error"],
        {"status": 429, "error_type": "rate_limit_error", "model": "claude-opus-5", "ts": AT},
    ),
    (
        "logfmt",
        [f"time:{AT}\thost:api.anthropic.com\turi:/v1/messages\tstatus:500"],
        {"status": 500, "ts": AT},
    ),
    (
        "log_store",
        [
            {
                "timestamp": AT,
                "previousEventId": 1,
                "activityFailedEventDetails": {"error": "E", "cause": TEXT},
            }
        ],
        OVERLOADED | {"ts": AT},
    ),
    (
        "structured_log",
        [
            {
                "0": "claude",
                "1": {"name": "Error", "message": TEXT},
                "_meta": {"date": AT, "logLevelName": "ERROR"},
            }
        ],
        OVERLOADED | {"ts": AT},
    ),
    (
        "collected",
        [
            {
                "@timestamp": AT,
                "host": "h",
                "parsed": {"level": "error", "msg": "claude request failed", "status": 529},
            }
        ],
        {"status": 529, "ts": AT},
    ),
    (
        "any_record",
        [{"When": AT, "payload": {"Failure": {"HttpStatusCode": 429, "Text": "Claude said: slow down"}}}],
        {"status": 429, "ts": AT},
    ),
    (
        "any_record",
        [
            {
                "data": {
                    "lastError": {"kind": "overloaded_error", "detail": "Overloaded"},
                    "vendor": "anthropic",
                }
            }
        ],
        {"error_type": "overloaded_error"},
    ),
    (
        "own_words",
        ["[anthropic] 429 rate limited, retry 2/5 in 3s"],
        {"status": 429, "kind": "retry", "retry": {"attempt": 2, "max": 5, "delay_ms": 3000}},
    ),
    (
        "trailing_fields",
        [f'error: Claude API error: Connection error. {{"timestamp":"{AT}"}}'],
        {"network": "connection_error", "ts": AT},
    ),
    ("retry_notice", ["Retrying in 0.5 seconds..."], {"kind": "noise", "retry": {"delay_ms": 500}}),
    (
        "celery",
        [
            (
                "[2026-11-20 04:20:28,000: INFO/MainProcess] Task "
                f"a.b[5166eba0-8756-40c1-88d4-1f75a889d9d5] retry: Retry in 2s: OverloadedError('{TEXT}')"
            )
        ],
        {"kind": "retry", "error_type": "overloaded_error", "retry": {"delay_ms": 2000}},
    ),
    (
        "sdk_error_text",
        [f"Retrying ask in 4.0 seconds as it raised OverloadedError: {TEXT}"],
        {"error_type": "overloaded_error", "kind": "retry", "retry": {"delay_ms": 4000.0}},
    ),
]


def facts(event) -> dict[str, object]:
    names = (
        "status",
        "status_inferred",
        "message",
        "request_id",
        "model",
        "is_error",
        "kind",
        "retry",
        "usage",
        "network",
        "custom_id",
        "cc_category",
    )
    found = {name: getattr(event, name) for name in names}
    return found | {
        "ts": times.shown(event.wall, event.naive),
        "error_type": event.type,
        "error_code": event.code,
    }


def on_disk() -> list[tuple[str, list[object], dict[str, object]]]:
    """The samples in `samples/`: one file a format, named as its module."""
    found = []
    for path in sorted((Path(__file__).parent / "samples").glob("*.json")):
        sample = json.loads(path.read_text(encoding="utf-8"))
        found.append((path.stem, sample["lines"], sample["wanted"]))
    return found


SAMPLES += on_disk()


@pytest.mark.parametrize(
    ("member", "lines", "wanted"),
    SAMPLES,
    ids=[f"{number}-{sample[0]}" for number, sample in enumerate(SAMPLES)],
)
def test_sample(member, lines, wanted, monkeypatch):
    asked = []
    module = registry.load(formats, member, Format)
    real = module.read
    monkeypatch.setattr(module, "read", lambda item: asked.append(found := real(item)) or found)
    context = logs.Context("a", is_json=member != "plain_text")
    events = [
        event
        for line in lines
        for event in logs.read((line if isinstance(line, str) else json.dumps(line)).encode(), context)
    ]
    found = facts(events[-1])
    assert {name: found[name] for name in wanted} == wanted
    assert any(item is not None for item in asked), "another format read it"


def test_every_format_has_a_sample():
    assert {member for member, _, _ in SAMPLES} == set(registry.names(formats))


@pytest.mark.parametrize(
    "line",
    [
        (
            "openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow down', 'type': "
            "'requests', 'param': None, 'code': 'rate_limit_exceeded'}}"
        ),
        "litellm.RateLimitError: RateLimitError: OpenAIException - slow down",
        (
            "INFO httpx: HTTP Request: POST https://europe-west1-aiplatform.googleapis.com/v1/projects/p/"
            'publishers/google/models/gemini-3:generateContent "HTTP/1.1 429 x"'
        ),
        'INFO httpx: HTTP Request: GET https://docs.anthropic.com/en/api "HTTP/1.1 404 Not Found"',
        "    except (anthropic.RateLimitError, anthropic.APIConnectionError) as error:",
        (
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: slow down, "
            "amazon.titan-text"
        ),
        "level=ERROR provider=openai status=500 msg=failed fallback=anthropic",
        "INFO loaded mapping status 429 -> backoff for https://api.anthropic.com/",
        "- Retry on status 529 from https://api.anthropic.com/v1/messages",
        "DEBUG closing connection to api.anthropic.com",
        (
            "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='huggingface.co', port=443): Read "
            "timed out. url: /Anthropic/hh-rlhf"
        ),
        "FAILED tests/test_claude.py::test_overloaded_529 - AssertionError: assert 529 == 500",
        "529,overloaded_error,claude-sonnet-5,the API is overloaded",
        "INFO app InvokeModel anthropic.claude-sonnet-4-5 waits on ThrottlingException",
        '{"error":{"message":"slow down","type":"tokens","param":null,"code":"rate_limit_exceeded"}}',
        (
            '{"time":"2026-11-20T04:20:28Z","data":{"http.url":"https://shop.example/api.anthropic.com",'
            '"http.status_code":529}}'
        ),
        (
            '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"503 Service Unavailable from '
            'inventory","service":"claude-shop"}'
        ),
        (
            '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"Claude summary: inventory 503 Service '
            'Unavailable"}'
        ),
        (
            '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"call '
            'failed","endpoint":"orders","status":500}'
        ),
        (
            '{"span_id":"1","start":1795148428664000000,"meta":{"error.type":"openai.RateLimitError",'
            '"error.message":"slow down"}}'
        ),
        (
            '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"upstream '
            'failed","provider":"openai","status":500}'
        ),
        '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"stripe.api_error","status":429}',
        (
            '{"level":"error","time":"2026-11-20T04:20:28Z","msg":"failed","provider":"azure",'
            '"model":"gpt-4o","status":429}'
        ),
        (
            '{"level":"error","err":{"message":"status code 500","config":{"url":"https://api.stripe.com/'
            'v1/x"},"response":{"data":{"error":{"type":"api_error","message":"x"}}}}}'
        ),
        '{"created_at":"2026-11-20T04:20:28Z","response_status_code":500,"user":7}',
        (
            'level=error msg="db down" service=anthropic-worker error="dial tcp 10.0.0.5:5432: connect: '
            'connection refused"'
        ),
        'anthropic_requests_total{status="529",model="claude-sonnet-5"} 17',
        "- 529 overloaded_error is retried now (anthropic.OverloadedError)",
        "ERROR claude-bot: discord.errors.HTTPException: 500 Internal Server Error (error code: 0)",
        "ERROR claude-worker: Request timed out after 30 s: GET https://example.org/feed",
        "ERROR - ANTHROPIC_API_KEY not configured in environment",
        'INFO claude worker done {"rows":529,"status":200}',
    ],
)
def test_failures_of_other_services_are_none_of_ours(line):
    assert not any(event.is_error for event in logs.read(line.encode(), logs.Context("a", is_json=False)))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (f"HTTP 529 - {TEXT}", 529),
        (f"request error, error status: 500, error body: {TEXT}", 500),
        (f"answered status=529 body={TEXT}", 529),
        (f"attempt 1 failed, retrying: api.anthropic.com replied 529: {TEXT}", 529),
        (f"Anthropic 529, will not retry: {TEXT}", 529),
        (f"Anthropic 429: {TEXT}", None),
        (f"failed after 529 ms: {TEXT}", None),
        (f"client.go:429: {TEXT}", None),
    ],
)
def test_a_status_in_front_of_the_body(words, status):
    (event,) = logs.read(words.encode(), logs.Context("a", is_json=False))
    assert (event.status, event.type) == (status, "overloaded_error")


def test_an_unknown_line_is_asked_for_again_when_its_number_may_be_a_status():
    context = logs.Context("a", is_json=False)
    assert logs.read(b"ERROR queue 7: job 1204 of 88021 gave up", context) == []
    assert logs.read(b"WARN worker: claude gave up after 129 tries", context) == []
    (event,) = logs.read(b"WARN worker: claude returned HTTP 529", context)
    assert event.status == 529


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Anthropic API request failed: 529 overloaded_error", 529),
        ("Claude request failed: 429", 429),
        ("anthropic returned HTTP 503", 503),
    ],
)
def test_a_record_whose_words_state_a_status(words, status):
    def errors(level):
        record = {"time": "2026-11-20T10:00:00Z", "level": level, "msg": words}
        return [
            event.status
            for event in logs.read(json.dumps(record).encode(), logs.Context("a", is_json=True))
            if event.is_error
        ]

    assert errors("error") == [status]
    assert errors("info") == []


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("20 Nov 2026 04:20:28,664 [reader-1] WARN", ("2026-11-20T04:20:28.664", True)),
        ("[20-Nov-2026 04:20:28 UTC] [bot]", ("2026-11-20T04:20:28.000Z", False)),
    ],
)
def test_times_with_the_name_of_the_month(stamp, moment):
    (event,) = logs.read(f"{stamp} Claude API error: {TEXT}".encode(), logs.Context("a", is_json=False))
    assert event.wall is not None
    assert (times.shown(event.wall, event.naive), event.naive) == moment


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("level=warn attempt=1 max_attempts=3", "retry"),
        ("level=warn attempt=3 max_attempts=3", "terminal"),
        ("level=error attempt=1", "terminal"),
        ("WARN job d-1 failed attempt=1/3", "retry"),
        ("ERROR job d-1 failed attempt=3/3", "terminal"),
        ("Error syncing default/pod-1, requeueing (1/3)", "retry"),
    ],
)
def test_an_attempt_is_counted_in_pairs_as_well(words, kind):
    (event,) = logs.read(f"{words}: anthropic 529: {TEXT}".encode(), logs.Context("a", is_json=False))
    assert event.kind == kind
