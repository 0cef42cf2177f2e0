"""APP 11.11 to 11.21: the attempt loop over scripted answers, sync and async, with a clock of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading

import anthropic
import anyio
import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor import app, catalogue
from claude_doctor.app import clock as clocks
from claude_doctor.app.decision import decide
from claude_doctor.app.failure import failure_of
from claude_doctor.app.scope import INSIDE
from tests.app.streams import PARAMS, text_answer

PARAMS = {"model": "claude-opus-5-5", **PARAMS}
BATCH = {"requests": [{"custom_id": "a", "params": {"model": "m", "max_tokens": 1, "messages": []}}]}


def client_for(script, *, policy=None, retries=None, **options):
    drill = app.Drill(script)
    inner = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=drill))
    client = app.protect(inner, policy=policy or app.Policy(pace=None), **options)
    return (client if retries is None else client.with_options(max_retries=retries)), drill


def body_of(example):
    try:
        found = json.loads(example)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("error"), dict) else None


def examples():
    for heading in catalogue.headings():
        entry = catalogue.find(heading.id)
        if entry and entry.status and entry.status >= 400 and entry.platform == "claude-api":
            for example in entry.examples[:2]:
                if body := body_of(example):
                    yield entry, body


def test_each_entry_with_a_body_sends_as_many_requests_as_is_decided():
    count, kinds = 0, set()
    policy = app.Policy(pace=None, max_attempts=3, budget=app.Budget(size=1000))
    for entry, body in examples():
        answer = httpx2.Response(entry.status, json=body)
        with app.testing():
            client, drill = client_for([answer, answer, httpx2.Response(200, json=ok())], policy=policy)
            try:
                client.messages.create(**PARAMS)
            except anthropic.APIStatusError as error:
                failure = failure_of(error)
                wanted = decide(policy, failure, 1, 0.0, 0.5)
                assert len(drill.requests) == 1, entry.id
                assert not wanted.goes_on, entry.id
                if failure.entry == entry.id and entry.retryable in {"no", "after_fix"}:
                    kinds.add("never")
            else:
                kinds.add("again")
                assert len(drill.requests) == 3, entry.id
                assert (
                    entry.retryable not in {"no", "after_fix"} or failure_of_body(entry, body) != entry.id
                ), entry.id
        count += 1
    assert count >= 60
    assert kinds == {"never", "again"}


def ok():
    usage = {"input_tokens": 1, "output_tokens": 1}
    return {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": "x",
        "content": [],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": usage,
    }


def failure_of_body(entry, body):
    response = httpx2.Response(entry.status, json=body, request=httpx2.Request("POST", "http://x"))
    return failure_of(anthropic.APIStatusError(str(body), response=response, body=body)).entry


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "7"}, 7, 7 * 1.25 + 1),
        ({"retry-after-ms": "1500"}, 1.5, 2.875),
        ({"retry-after": "0"}, 0, 1),
        ({"retry-after": "-3"}, 0, 1),
        ({"retry-after": "soon"}, 0, 1),
    ],
)
def test_the_server_s_wait_is_a_floor(headers, least, most):
    with app.testing() as time:
        client, drill = client_for(
            [httpx2.Response(429, headers=headers, json=error("rate_limit_error")), 200]
        )
        client.messages.create(**PARAMS)
    assert len(drill.requests) == 2
    assert least <= sum(time.slept) <= most


def error(kind):
    return {"type": "error", "error": {"type": kind, "message": "x"}}


def test_a_date_is_a_wait_and_an_hour_is_raised_at_once_with_when():
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    with app.testing() as time:
        when = datetime.fromtimestamp(clocks.clock().wall(), UTC) + timedelta(seconds=20)
        headers = {"retry-after": format_datetime(when, usegmt=True)}
        client, _ = client_for([httpx2.Response(429, headers=headers, json=error("rate_limit_error")), 200])
        client.messages.create(**PARAMS)
        assert 18 <= sum(time.slept) <= 27
    with app.testing() as time:
        client, drill = client_for(
            [httpx2.Response(429, headers={"retry-after": "3600"}, json=error("rate_limit_error")), 200]
        )
        with pytest.raises(anthropic.RateLimitError) as caught:
            client.messages.create(**PARAMS)
        assert time.slept == []
    assert len(drill.requests) == 1
    assert "3600 s" in caught.value.__notes__[0]
    found = decide(app.Policy(), failure_of(caught.value), 1, 0.0, 0.5)
    assert (found.until, found.goes_on) == (3600.0, False)


@pytest.mark.parametrize("item", [529, httpx2.ConnectError("refused"), httpx2.ReadTimeout("t")])
@pytest.mark.parametrize("get", [False, True])
def test_given_up_is_given_up_for_the_sdk_s_loop_too(item, get):
    policy = app.Policy(max_attempts=2, pace=None)
    with app.testing():
        client, drill = client_for([item], policy=policy, retries=2)
        with pytest.raises(anthropic.APIError) as caught:
            client.models.list() if get else client.messages.create(**PARAMS)
    assert len(drill.requests) == 2
    assert len(caught.value.__notes__) == 1


@pytest.mark.parametrize(
    "lost", [httpx2.ReadTimeout("t"), httpx2.ReadError("r"), httpx2.RemoteProtocolError("p")]
)
def test_what_may_be_billed_is_repeated_once_and_what_may_be_created_never(lost):
    with app.testing():
        client, drill = client_for([lost])
        with pytest.raises(anthropic.APIConnectionError):
            client.messages.create(**PARAMS)
        assert len(drill.requests) == 2
        for create in (
            lambda c: c.messages.batches.create(**BATCH),
            lambda c: c.beta.files.upload(file=("a.txt", b"x")),
            lambda c: c.post("/v1/sessions", cast_to=object, body={}),
        ):
            client, drill = client_for([lost])
            with pytest.raises(anthropic.APIConnectionError) as caught:
                create(client)
            assert len(drill.requests) == 1
            assert "may have been created" in caught.value.__notes__[0]
        client, drill = client_for([httpx2.ConnectError("refused"), 200])
        client.messages.create(**PARAMS)
        assert len(drill.requests) == 2


SCRIPTS = st.lists(
    st.sampled_from([200, 400, 429, 500, 503, 529, "connect", "read", "after5", "after50"]),
    min_size=1,
    max_size=30,
)


@settings(max_examples=int(os.environ.get("DOCTOR_SCRIPTS", "400")), deadline=None)
@given(SCRIPTS, st.floats(0, 200), st.integers(0, 5), st.floats(0, 40), st.booleans())
def test_no_wait_ends_after_the_deadline(script, deadline, attempts, took, paced):
    class Slow(clocks.Clock):
        def __init__(self):
            self.t, self.ends, self.sends = 0.0, [], []

        def now(self):
            return self.t

        def random(self):
            return 0.99

        def sleep(self, seconds):
            self.t += seconds
            self.ends.append(self.t)

    slow = Slow()
    before = clocks.install(slow)
    try:
        items = {"connect": httpx2.ConnectError("x"), "read": httpx2.ReadTimeout("x")}
        for name, seconds in (("after5", "5"), ("after50", "50")):
            items[name] = httpx2.Response(
                429, headers={"retry-after": seconds}, json=error("rate_limit_error")
            )
        drill = app.Drill([items.get(item, item) for item in script])
        answer = drill.handler

        def slowly(request):
            slow.sends.append(slow.t)
            slow.t += took
            return answer(request)

        inner = anthropic.Anthropic(
            api_key="k", http_client=httpx2.Client(transport=httpx2.MockTransport(slowly))
        )
        pace = app.Pace() if paced else None
        client = app.protect(
            inner, policy=app.Policy(deadline_s=deadline, max_attempts=attempts + 1, pace=pace)
        )
        for _ in range(3):
            begun, slow.ends, slow.sends = slow.t, [], []
            with contextlib.suppress(anthropic.APIError):
                client.messages.create(**PARAMS)
            assert all(end <= begun + deadline + 1e-6 for end in slow.ends)
            assert all(sent <= begun + deadline + 1e-6 for sent in slow.sends)
    finally:
        clocks.install(before)


class Place:
    """A server that hangs, or makes the client hang, at one await; `reached` says that it is there."""

    def __init__(self, where):
        self.where, self.reached, self.closed = where, anyio.Event(), False

    async def hang(self):
        self.reached.set()
        await anyio.sleep_forever()

    async def answer(self, request):
        if self.where == "send":
            await self.hang()
        if self.where == "body":
            return httpx2.Response(529, headers={"content-type": "application/json"}, stream=Hanging(self))
        if self.where == "reopen":
            if self.reached.is_set():
                await anyio.sleep_forever()
            self.reached.set()
            return httpx2.Response(
                200, headers={"content-type": "text/event-stream"}, content=text_answer("Hello there")[:300]
            )
        if self.where == "stream":
            return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Hanging(self))
        self.reached.set()
        return httpx2.Response(529, json=error("overloaded_error"))

    def client(self, doctor):
        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(self.answer))
        )
        return app.protect(inner, doctor=doctor)

    async def call(self, client):
        if self.where not in {"stream", "reopen"}:
            return await client.messages.create(**PARAMS)
        async with client.messages.stream(**PARAMS) as stream:
            return [text async for text in stream.text_stream]


class Hanging(httpx2.AsyncByteStream):
    def __init__(self, place):
        self.place = place

    async def __aiter__(self):
        yield text_answer("Hello there")[:600]
        await self.place.hang()

    async def aclose(self):
        self.place.closed = True


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("where", ["send", "body", "sleep", "queue", "stream", "reopen"])
def test_cancellation_is_out_at_once_wherever_it_hits(backend, where):
    ended = []

    async def main():
        place = Place(where)
        waits = {"first_s": 0, "cap_s": 0} if where == "queue" else {"first_s": 50, "cap_s": 50}
        doctor = app.Doctor(app.Policy(pace=app.Pace() if where == "queue" else None, **waits))
        client = place.client(doctor)

        async def work():
            try:
                await place.call(client)
            except BaseException as caught:
                ended.append(type(caught))
                raise

        async with anyio.create_task_group() as group:
            group.start_soon(work)
            await place.reached.wait()
            await anyio.sleep(0.1)  # into the wait behind it
            before = anyio.current_time()
            group.cancel_scope.cancel()
        assert anyio.current_time() - before < 5
        assert ended == [anyio.get_cancelled_exc_class()]
        assert all(waiting == 0 for _, waiting, _ in doctor.stats().groups.values())
        assert place.closed is (where in {"stream", "body"})
        assert INSIDE.get() is None

    anyio.run(main, backend=backend)


def test_asyncio_timeout_is_a_timeout():
    async def main():
        async def answer(request):
            await asyncio.sleep(60)

        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await app.protect(inner).messages.create(**PARAMS)

    asyncio.run(main())


def test_an_interrupt_during_a_wait_is_out_at_once():
    class Interrupted(clocks.Clock):
        def sleep(self, seconds):
            raise KeyboardInterrupt

    before = clocks.install(Interrupted())
    try:
        client, drill = client_for([529])
        with pytest.raises(KeyboardInterrupt):
            client.messages.create(**PARAMS)
    finally:
        clocks.install(before)
    assert len(drill.requests) == 1
    assert INSIDE.get() is None


def test_there_is_one_loop_only():
    policy = app.Policy(max_attempts=3, pace=None)
    with app.testing():
        client, drill = client_for([529], policy=policy)
        with pytest.raises(anthropic.APIStatusError):
            app.retry(lambda: client.messages.create(**PARAMS), policy=policy)()
        assert len(drill.requests) == 3
        client, drill = client_for([529], policy=policy)
        with pytest.raises(anthropic.APIStatusError):
            app.protect(client, policy=policy).messages.create(**PARAMS)
        assert len(drill.requests) == 3
        for outside in (True, False):
            drill = app.Drill([529])
            fallback = (
                anthropic.BetaRefusalFallbackMiddleware(fallbacks=[{"model": "claude-haiku-4-5"}])
                if hasattr(anthropic, "BetaRefusalFallbackMiddleware")
                else None
            )
            if fallback is None:
                pytest.skip("this SDK has no such middleware")
            doctor = app.Doctor(policy)
            chain = [doctor, fallback] if outside else [fallback, doctor]
            inner = anthropic.Anthropic(
                api_key="k", max_retries=0, middleware=chain, http_client=httpx2.Client(transport=drill)
            )
            with pytest.raises(anthropic.APIStatusError):
                inner.beta.messages.create(**PARAMS)
            assert len(drill.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 504, 529])
@pytest.mark.parametrize("body", ["json", "html"])
def test_exceptions_are_those_of_the_sdk_with_one_note(status, body):
    content = {"json": error("overloaded_error")} if body == "json" else {"html": "<html>bad gateway</html>"}
    made = {
        "headers": {"request-id": "req_7", "x-should-retry": "false"},
        **({"json": content["json"]} if body == "json" else content),
    }

    def answer(request):
        return httpx2.Response(status, **made)

    caught = []
    for guard in (False, True):
        client = anthropic.Anthropic(
            api_key="k", max_retries=0, http_client=httpx2.Client(transport=httpx2.MockTransport(answer))
        )
        with pytest.raises(anthropic.APIStatusError) as info:
            (app.protect(client) if guard else client).messages.create(**PARAMS)
        caught.append(info.value)
    bare, ours = caught
    assert type(ours) is type(bare)
    for name in ("status_code", "body", "request_id", "message", "args", "__cause__", "type"):
        assert getattr(ours, name) == getattr(bare, name), name
    assert str(ours) == str(bare)
    assert ours.response.text == bare.response.text
    assert len(ours.__notes__) == 1


@pytest.mark.parametrize("lost", [httpx2.ConnectError("x"), httpx2.ReadTimeout("x")])
def test_connection_errors_keep_class_and_cause(lost):
    client, _ = client_for([lost], policy=app.Policy.off())
    with pytest.raises(anthropic.APIConnectionError) as caught:
        client.messages.create(**PARAMS)
    assert caught.value.__cause__ is lost
    assert len(caught.value.__notes__) == 1
    assert isinstance(caught.value, anthropic.APITimeoutError) == isinstance(lost, httpx2.ReadTimeout)


def test_many_threads_on_one_doctor():
    drill = app.Drill([200])
    doctor = app.Doctor(app.Policy(first_s=0, cap_s=0))
    client = app.protect(
        anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=drill)), doctor=doctor
    )
    threads = [
        threading.Thread(target=lambda: [client.messages.create(**PARAMS) for _ in range(5)])
        for _ in range(64)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert doctor.stats().calls == doctor.stats().attempts == 320


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_many_tasks_on_one_doctor(backend):
    async def main():
        count = [0]

        def answer(request):
            count[0] += 1
            return (
                httpx2.Response(200, json=ok())
                if count[0] % 3
                else httpx2.Response(500, json=error("api_error"))
            )

        doctor = app.Doctor(
            app.Policy(deadline_s=None, pace=None, budget=app.Budget(size=5000), max_attempts=40)
        )
        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        )
        client = app.protect(inner, doctor=doctor)
        with app.testing():
            async with anyio.create_task_group() as group:
                for _ in range(300):
                    group.start_soon(lambda: client.messages.create(**PARAMS))
        stats = doctor.stats()
        assert stats.calls == 300
        assert stats.attempts == count[0]
        assert stats.attempts - stats.failed_attempts == 300

    anyio.run(main, backend=backend)
