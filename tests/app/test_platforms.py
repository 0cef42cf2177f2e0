"""APP 11.17, 11.27, section 6 and 8: other platforms over loopback, fallbacks, spans, health, an event loop
that goes on.
"""

from __future__ import annotations

import http.server
import json
import threading
import warnings
from datetime import UTC, datetime

import anthropic
import anyio
import anyio.lowlevel
import httpx2
import pytest

from claude_doctor import app
from claude_doctor.app import clock, groups
from tests.app.streams import PARAMS, text_answer

PARAMS = {"model": "claude-opus-5-5", **PARAMS}
ERROR = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


class Loopback:
    """A real HTTP server on this machine; `script` holds (status, headers, body)."""

    def __init__(self, script):
        self.paths = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, headers, body = script[min(len(outer.paths), len(script) - 1)]
                outer.paths.append(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "content-type" not in headers:
                    self.send_header("content-type", "application/json")
                self.send_header("connection", "close")
                self.end_headers()
                for part in body if isinstance(body, list) else [body]:
                    self.wfile.write(part) if isinstance(part, bytes) else part()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def message():
    usage = {"input_tokens": 1, "output_tokens": 1}
    content = [{"type": "text", "text": "ok"}]
    return json.dumps(
        {
            "id": "m",
            "type": "message",
            "role": "assistant",
            "model": "x",
            "content": content,
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": usage,
        }
    ).encode()


FAIL = (529, {}, json.dumps(ERROR).encode())
CUT = (200, {"content-type": "text/event-stream"}, text_answer("Hello there, how are you")[:700])
STREAM = (200, {"content-type": "text/event-stream"}, text_answer("Hello there, how are you"))


def clients(url):
    yield "direct", lambda: anthropic.Anthropic(api_key="k", base_url=url)
    yield (
        "bedrock",
        lambda: anthropic.AnthropicBedrock(
            base_url=url, aws_access_key="AKIAEXAMPLE", aws_secret_key="s", aws_region="us-east-1"
        ),
    )
    yield (
        "vertex",
        lambda: anthropic.AnthropicVertex(base_url=url, region="us-east5", project_id="p", access_token="t"),
    )
    yield "foundry", lambda: anthropic.AnthropicFoundry(base_url=url, api_key="k")


@pytest.mark.parametrize("name", ["direct", "bedrock", "vertex", "foundry"])
def test_clients_of_every_platform_are_guarded(name):
    with Loopback([FAIL, (200, {}, message())]) as server, app.testing():
        make = dict(clients(server.url))[name]
        try:
            plain = make()
        except (ImportError, ModuleNotFoundError) as missing:
            pytest.skip(str(missing))
        client = app.protect(plain)
        assert type(client) is type(plain)
        try:
            found = client.messages.create(**PARAMS)
        except ImportError as missing:
            pytest.skip(str(missing))
        assert found.content[0].text == "ok"
        assert len(server.paths) == 2
        client.close()


@pytest.mark.parametrize("name", ["direct", "vertex", "foundry"])
def test_streams_of_every_platform_are_guarded(name):
    with Loopback([CUT, STREAM]) as server, app.testing():
        try:
            client = app.protect(dict(clients(server.url))[name]())
            with pytest.raises(app.StreamInterrupted) as caught, client.messages.stream(**PARAMS) as stream:
                list(stream.text_stream)
        except ImportError as missing:
            pytest.skip(str(missing))
        assert caught.value.partial.text
        client.close()


def test_a_stream_without_a_byte_for_too_long_is_dead():
    gate = threading.Event()
    with Loopback(
        [
            (
                200,
                {"content-type": "text/event-stream"},
                [text_answer("Hello there")[:700], lambda: gate.wait(20)],
            )
        ]
    ) as server:
        client = app.protect(
            anthropic.Anthropic(api_key="k", base_url=server.url),
            resume=app.Resume(restart=0, exact=0, idle_s=0.3),
        )
        with pytest.raises(app.StreamInterrupted) as caught, client.messages.stream(**PARAMS) as stream:
            list(stream.text_stream)
        gate.set()
        assert isinstance(caught.value.__cause__, httpx2.ReadTimeout)
        client.close()


def client_for(drill, **options):
    return app.protect(
        anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=drill)), **options
    )


def bodies(drill):
    return [json.loads(request.content) for request in drill.requests]


def test_a_fallback_model_is_asked_and_sticks_for_a_while():
    drill = app.Drill([529, 529, 200, 200, 200])
    with app.testing() as time:
        client = client_for(
            drill,
            policy=app.Policy(max_attempts=2, pace=None),
            fallbacks=[app.Fallback(model="claude-haiku-4-5", stick_s=60)],
        )
        client.messages.create(**PARAMS)
        client.messages.create(**PARAMS)
        time.sleep(61)
        client.messages.create(**PARAMS)
    assert [body["model"] for body in bodies(drill)] == ["claude-opus-5-5"] * 2 + ["claude-haiku-4-5"] * 2 + [
        "claude-opus-5-5"
    ]


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_no_fallback_for_a_request_at_fault(status):
    drill = app.Drill([status])
    with pytest.raises(anthropic.APIStatusError):
        client_for(drill, fallbacks=[app.Fallback(model="claude-haiku-4-5")]).messages.create(**PARAMS)
    assert len(drill.requests) == 1


def test_a_fallback_that_the_api_would_refuse_is_named_once_and_skipped():
    drill = app.Drill([529])
    params = {**PARAMS, "thinking": {"type": "adaptive"}}
    wrong = app.Fallback(patch={"thinking": {"type": "enabled", "budget_tokens": 7}})
    assert app.check_fallbacks(params, [app.Fallback(model="claude-opus-5-5")]) == []
    assert app.check_fallbacks(params, [wrong])
    with app.testing():
        client = client_for(drill, policy=app.Policy(max_attempts=1, pace=None), fallbacks=[wrong])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):
                with pytest.raises(anthropic.APIStatusError):
                    client.messages.create(**params)
    assert len([one for one in caught if "fallback 1" in str(one.message)]) == 1
    assert len(drill.requests) == 2


def test_another_client_and_a_prepared_answer():
    second = app.Drill([200], text="from elsewhere")
    other = anthropic.Anthropic(api_key="k2", http_client=httpx2.Client(transport=second))
    policy = app.Policy(max_attempts=1, pace=None)
    with app.testing():
        found = client_for(
            app.Drill([529]), policy=policy, fallbacks=[app.Fallback(client=other)]
        ).messages.create(**PARAMS)
        assert found.content[0].text == "from elsewhere"
        answer = anthropic.types.Message.model_validate_json(message())
        broken = anthropic.Anthropic(
            api_key="k2", max_retries=0, http_client=httpx2.Client(transport=app.Drill([529]))
        )
        steps = [app.Fallback(client=broken), app.Fallback(answer=lambda params: answer)]
        assert (
            client_for(app.Drill([529]), policy=policy, fallbacks=steps).messages.create(**PARAMS) is answer
        )


def test_an_async_fallback():
    async def main():
        other = anthropic.AsyncAnthropic(
            api_key="k2", http_client=httpx2.AsyncClient(transport=app.Drill([200], text="there"))
        )
        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=app.Drill([529]))
        )
        client = app.protect(
            inner, policy=app.Policy(max_attempts=1, pace=None), fallbacks=[app.Fallback(client=other)]
        )
        assert (await client.messages.create(**PARAMS)).content[0].text == "there"
        found = await app.atry_call(client, **PARAMS)
        assert found.ok
        texts = [text async for text in app.aresilient_stream(other, **PARAMS)]
        assert "".join(texts) == "there"

    with app.testing():
        anyio.run(main)


def test_span_events_and_metrics():
    from opentelemetry import metrics, trace
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
    with app.testing():
        client_for(app.Drill([529, 200])).messages.create(**PARAMS)
        with pytest.raises(anthropic.APIStatusError):
            client_for(app.Drill([400])).messages.create(**PARAMS)
        with client_for(app.Drill([app.Cut(700), 200])).messages.stream(
            **{**PARAMS, "model": "claude-haiku-4-5"}
        ) as stream:
            stream.get_final_message()
    spans = exporter.get_finished_spans()
    events = [
        [event.name for event in span.events if event.name.startswith("claude_doctor")] for span in spans
    ]
    assert events == [["claude_doctor.retry"], ["claude_doctor.gave_up"], ["claude_doctor.resume"]]
    assert dict(spans[0].events[0].attributes)["claude_doctor.diagnosis"] == "overloaded_529"
    assert spans[1].attributes["claude_doctor.diagnosis"] == "invalid_request_error"
    assert "hi" not in repr([dict(event.attributes) for span in spans for event in span.events])
    names = {
        metric.name
        for one in reader.get_metrics_data().resource_metrics
        for scope in one.scope_metrics
        for metric in scope.metrics
    }
    assert {
        "claude_doctor.attempts",
        "claude_doctor.calls",
        "claude_doctor.wait",
        "claude_doctor.streams.resumed",
    } <= names
    with app.testing():
        client = client_for(app.Drill([529, 200]))
        client.messages.create(**PARAMS)
        rates = [
            point
            for one in reader.get_metrics_data().resource_metrics
            for scope in one.scope_metrics
            for metric in scope.metrics
            if metric.name == "claude_doctor.pace.rate"
            for point in metric.data.data_points
        ]
        assert [point.attributes["claude_doctor.group"] for point in rates] == ["claude-opus-5-5"]
        assert rates[0].value > 0


@pytest.mark.parametrize(
    ("place", "platform"),
    [
        ("https://api.anthropic.com ab12cd34", "claude-api"),
        ("https://bedrock-runtime.us-east-1.amazonaws.com -", "bedrock"),
        ("https://bedrock-mantle.us-east-1.api.aws -", "bedrock"),
        ("https://aws-external-anthropic.us-east-1.api.aws -", "claude-platform-on-aws"),
        ("https://us-east5-aiplatform.googleapis.com -", "vertex"),
        ("https://aiplatform.us.rep.googleapis.com -", "vertex"),
        ("https://example.services.ai.azure.com -", "foundry"),
        ("http://127.0.0.1:4000 -", None),
        ("https://api.anthropic.com.example.test -", None),
    ],
)
def test_the_platform_of_an_event_is_that_of_the_host(place, platform):
    assert groups.platform_of(place) == platform


@pytest.mark.parametrize(
    ("left", "reset_s", "paced"), [("0", 20, True), ("0", -20, False), ("1", 20, False), ("0", None, False)]
)
def test_a_limit_that_is_used_up_slows_down_before_the_first_429(left, reset_s, paced):
    with app.testing():
        now = clock.clock().wall()
        reset = "" if reset_s is None else datetime.fromtimestamp(now + reset_s, UTC).isoformat()
        drill = app.Drill([200])
        real = drill.handle_request

        def answered(request):
            response = real(request)
            response.headers["anthropic-ratelimit-input-tokens-remaining"] = left
            response.headers["anthropic-ratelimit-input-tokens-reset"] = reset
            return response

        drill.handle_request = answered
        doctor = app.Doctor()
        client = anthropic.Anthropic(
            api_key="k", http_client=httpx2.Client(transport=drill), middleware=[doctor]
        )
        client.messages.create(**PARAMS)
        ((rate, _, _),) = doctor.stats().groups.values()
        assert (rate is not None) is paced


def test_health_says_each_check_s_state():
    with Loopback(
        [
            (
                401,
                {},
                json.dumps(
                    {
                        "type": "error",
                        "error": {"type": "authentication_error", "message": "invalid x-api-key"},
                    }
                ).encode(),
            )
        ]
    ) as server:
        client = anthropic.Anthropic(api_key="sk-ant-api03-" + "a" * 93 + "AA", base_url=server.url)
        checker = app.HealthChecker(client, timeout_s=10)
        found = checker.run()
        assert found.healthy is False
        assert {check.id for check in found.checks if check.status == "fail"}
        assert all(check.status in {"pass", "warn", "fail", "skip", "error"} for check in found.checks)
        assert not any("messages" in path and "count" not in path for path in server.paths)
        sent = len(server.paths)
        assert checker.ready() is False
        again = len(server.paths)
        assert again > sent
        assert checker.ready() is False
        assert len(server.paths) == again
        assert anyio.run(checker.arun).healthy is False
        client.close()


def test_the_event_loop_goes_on_while_calls_wait_and_log(tmp_path):
    turns = [0]

    async def main():
        log, monitor = app.ErrorLog(tmp_path / "a.jsonl"), app.Monitor()
        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=app.Drill([529]))
        )
        client = app.protect(inner, policy=app.Policy(max_attempts=3, pace=None), log=log, monitor=monitor)

        async def work():
            with pytest.raises(anthropic.APIStatusError):
                await client.messages.create(**PARAMS)

        async with anyio.create_task_group() as group:
            for _ in range(30):
                group.start_soon(work)
            while len(group._tasks if hasattr(group, "_tasks") else ()) and turns[0] < 2000:
                turns[0] += 1
                await anyio.lowlevel.checkpoint()
        monitor.close()

    with app.testing():
        anyio.run(main)
    assert turns[0] > 3
    assert len((tmp_path / "a.jsonl").read_bytes().splitlines()) >= 90
