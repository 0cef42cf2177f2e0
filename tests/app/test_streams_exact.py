"""APP 11.1, 11.2, 11.6: text on a model with prefill, cut after every byte in four ways, the continuation cut
once more.
"""

from __future__ import annotations

import os

import anthropic
import httpx2
import pytest

from claude_doctor import app
from claude_doctor.app import Resume
from tests.app import streams
from tests.app.streams import CUTS, ODD, PARAMS, PLAIN, Server, cut, read, streamed, text_answer

MODEL = "claude-haiku-4-5"


def client_for(server, **options):
    inner = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=server.transport))
    return app.protect(inner, policy=app.Policy(first_s=0, cap_s=0, pace=None), **options)


def continued(text, wire, at, how, chunk, second):
    """Return a server whose first answer is cut, whose second is cut too, and which then goes on exactly."""

    def answer(number, body):
        last = body["messages"][-1]
        have = last["content"] if last["role"] == "assistant" else ""
        assert not have or have == have.rstrip(), "a prefill must not end in a blank"
        assert text.startswith(have)
        if number == 1:
            return cut(wire, at, how, chunk)
        rest = text_answer(text[len(have) :], 7)
        if number == 2 and second is not None:
            return cut(rest, second % len(rest), how, 33)
        return streamed(rest, chunk=50)

    return Server(answer)


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("text", [PLAIN, ODD], ids=["plain", "odd"])
def test_every_cut_of_a_text_gives_the_same_characters(text, how):
    wire = text_answer(text)
    for at in range(len(wire) + 1):
        server = continued(text, wire, at, how, (64, 17, 1000)[at % 3], 150 + at if at % 2 else None)
        message = read(server, Resume(), {"model": MODEL, **PARAMS})
        assert message.texts == [text], (how, at)
        assert message.starts == 1
        assert message.stop_reason == "end_turn"


def test_ten_thousand_cut_points_in_all():
    assert (len(text_answer(PLAIN)) + len(text_answer(ODD)) + 2) * len(CUTS) >= 10_000


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("text", [PLAIN, ODD], ids=["plain", "odd"])
def test_the_consumer_of_a_real_client_sees_the_same(text, how):
    wire = text_answer(text)
    for at in range(0, len(wire) + 1, int(os.environ.get("DOCTOR_CUT_STEP", "23"))):
        server = continued(text, wire, at, how, (64, 17, 1000)[at % 3], 150 + at if at % 2 else None)
        got = []
        with client_for(server).messages.stream(model=MODEL, **PARAMS) as stream:
            got += stream.text_stream
            message = stream.get_final_message()
        assert "".join(got) == text, (how, at)
        assert [block.text for block in message.content] == [text], (how, at)
        assert message.stop_reason == "end_turn"


def through_create(client):
    with client.messages.create(stream=True, model=MODEL, **PARAMS) as stream:
        return "".join(item.delta.text for item in stream if item.type == "content_block_delta")


def through_beta(client):
    with client.beta.messages.stream(model=MODEL, **PARAMS) as stream:
        return "".join(stream.text_stream)


def through_streaming_response(client):
    import json

    with client.messages.with_streaming_response.create(stream=True, model=MODEL, **PARAMS) as response:
        raw = b"".join(response.iter_bytes())
    rows = [json.loads(line[6:]) for line in raw.decode().split("\n") if line.startswith("data: ")]
    return "".join(row["delta"]["text"] for row in rows if row["type"] == "content_block_delta")


@pytest.mark.parametrize("through", [through_create, through_beta, through_streaming_response])
@pytest.mark.parametrize("how", CUTS)
def test_every_way_of_streaming_is_guarded(through, how):
    wire = text_answer(ODD)
    for at in range(0, len(wire) + 1, 41):
        assert through(client_for(continued(ODD, wire, at, how, 64, None))) == ODD, at


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("how", CUTS)
def test_async_streams_are_the_same(how, backend):
    import anyio

    async def main():
        wire = text_answer(ODD)
        for at in range(0, len(wire) + 1, 43):
            server = continued(ODD, wire, at, how, 64, 170 + at if at % 2 else None)
            inner = anthropic.AsyncAnthropic(
                api_key="k", http_client=httpx2.AsyncClient(transport=server.transport)
            )
            client = app.protect(inner, policy=app.Policy(first_s=0, cap_s=0, pace=None))
            async with client.messages.stream(model=MODEL, **PARAMS) as stream:
                got = [text async for text in stream.text_stream]
                message = await stream.get_final_message()
            assert "".join(got) == ODD
            assert len(message.content) == 1

    anyio.run(main, backend=backend)


def test_a_silent_end_before_content_restarts_and_one_after_the_stop_reason_does_not():
    wire = text_answer(PLAIN)
    early, late = len(streams.start()), wire.index(b"event: message_stop")
    for at, requests in ((0, 2), (early, 2), (early + 40, 2), (late, 1), (late + 10, 1)):
        server = continued(PLAIN, wire, at, "clean end", 64, None)
        with client_for(server).messages.create(stream=True, model=MODEL, **PARAMS) as stream:
            kinds = [item.type for item in stream]
        assert kinds.count("message_start") == 1, at
        assert kinds.count("message_stop") == 1, at
        assert len(server.bodies) == requests, at


def test_resilient_stream_gives_the_text_of_an_unprotected_client():
    wire = text_answer(ODD)
    server = continued(ODD, wire, 500, "clean end", 64, None)
    client = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=server.transport))
    with app.testing():
        assert "".join(app.resilient_stream(client, model=MODEL, **PARAMS)) == ODD
    assert len(server.bodies) == 2


def test_the_text_before_a_request_s_own_prefill_is_continued():
    wire = text_answer("of sums: 1, 2, 3, 4, 5, 6 and so on")
    server = Server(
        lambda number, _: cut(wire, 700, "clean end") if number == 1 else streamed(text_answer("!"))
    )
    messages = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "A list "}]
    with client_for(server).messages.stream(model=MODEL, max_tokens=9, messages=messages) as stream:
        text = "".join(stream.text_stream)
    assert server.bodies[1]["messages"][-1]["content"] == "A list " + text[:-1]
