"""APP 11.3 to 11.5, 11.7, 11.8: thinking, tool calls, continuation by asking, what is no stream at all."""

from __future__ import annotations

import gzip
import json

import anthropic
import httpx2
import pytest

from claude_doctor import app
from claude_doctor.app import Resume
from tests.app import streams
from tests.app.streams import (
    CUTS,
    ODD,
    PARAMS,
    PLAIN,
    Server,
    cut,
    event,
    read,
    streamed,
    text_answer,
    text_block,
    thinking_block,
    tool_block,
)
from tests.conftest import some

NEW = {"model": "claude-opus-5-5", **PARAMS}
OLD = {"model": "claude-haiku-4-5", **PARAMS}
TOOL = {"path": "/data", "days": [1, 2, 3], "why": "a sentence with blanks"}
THOUGHT = streams.start("claude-opus-5-5") + thinking_block(0) + text_block(1, PLAIN) + streams.end()
CALLED = (
    streams.start("claude-opus-5-5")
    + text_block(0, "I call.")
    + tool_block(1, TOOL)
    + tool_block(2, {"b": [1]}, number=2)
    + streams.end("tool_use")
)
ONLY_TOOL = streams.start("claude-opus-5-5") + tool_block(0, TOOL) + streams.end("tool_use")
SERVER_TOOL = (
    streams.start()
    + text_block(0, "I look.")
    + tool_block(1, {"query": "news"}, kind="server_tool_use")
    + event(
        "content_block_start",
        index=2,
        content_block={"type": "web_search_tool_result", "tool_use_id": "toolu_1", "content": []},
    )
    + event("content_block_stop", index=2)
    + text_block(3, "Found.")
    + streams.end()
)
CITED = (
    streams.start()
    + event("content_block_start", index=0, content_block={"type": "text", "text": "", "citations": []})
    + event("content_block_delta", index=0, delta={"type": "text_delta", "text": "Grass is green. "})
    + event(
        "content_block_delta",
        index=0,
        delta={"type": "citations_delta", "citation": {"type": "char_location", "cited_text": "green"}},
    )
    + event("content_block_stop", index=0)
    + text_block(1, "And so on.")
    + streams.end()
)


def cut_once(wire, at, how, chunk=64):
    return Server(lambda number, _: cut(wire, at, how, chunk) if number == 1 else streamed(wire, chunk=chunk))


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("chunk", [1, 64, 5000])
def test_thinking_and_text_complete_or_raise_with_a_prefix(how, chunk):
    for at in range(0, len(THOUGHT) + 1, 1 if chunk == 64 else 11):
        seen = read(cut_once(THOUGHT, at, how, chunk), Resume(), NEW)
        partial = seen.splice.partial()
        assert PLAIN.startswith(partial.text)
        thinking = [block for block in partial.blocks if block["type"] == "thinking"]
        assert all(
            block["thinking"] == "Let me think about it" and block["signature"] == "SIGNATURE"
            for block in thinking
        ), at
        assert "signature" not in (partial.open_block or {})
        if seen.stopped:
            assert seen.texts == [PLAIN]
            assert seen.starts == 1
        else:
            assert seen.step.kind == "fail" or seen.error_event is not None
        assert seen.splice.partial().text.startswith("".join(seen.texts).rstrip())


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("wire", [CALLED, ONLY_TOOL], ids=["text and two tools", "one tool"])
def test_no_part_of_a_tool_call_is_ever_shown_and_none_is_asked_for_twice(how, wire):
    first_end = wire.index(b"\n\n", wire.index(b"content_block_stop", wire.index(b"toolu_1"))) + 2
    for at in some(range(len(wire) + 1), 5):
        server = cut_once(wire, at, how)
        seen = read(server, Resume(), NEW)
        for block in seen.tools:
            assert block.get("done"), (at, "a tool call that is not whole was shown")
            assert json.loads(block["parts"]) in (TOOL, {"b": [1]})
        partial = seen.splice.partial()
        assert all(call["input"] in (TOOL, {"b": [1]}) for call in partial.tool_calls)
        if (partial.open_block or {}).get("type") == "tool_use":
            assert isinstance(partial.open_block["input"], str)
        if at >= first_end:
            assert len(server.bodies) == 1, at
        if partial.tool_calls and not seen.stopped:
            way = partial.how_to_continue()
            assert way.how == "answer_tools"
            assert way.messages[0]["content"] == list(partial.blocks)


def test_a_tool_call_that_is_alone_and_cut_is_sent_again():
    at = ONLY_TOOL.index(b"partial_json") + 60
    server = cut_once(ONLY_TOOL, at, "clean end")
    seen = read(server, Resume(), NEW)
    assert seen.stopped
    assert len(server.bodies) == 2
    assert [json.loads(block["parts"]) for block in seen.tools] == [TOOL]


@pytest.mark.parametrize("wire", [SERVER_TOOL, CITED], ids=["server tool", "citations"])
@pytest.mark.parametrize("how", CUTS)
def test_what_cannot_be_repeated_is_not(wire, how):
    marker = wire.index(b"server_tool_use" if b"server_tool_use" in wire else b"citations_delta")
    begun = wire.index(b"\n\n", marker) + 2
    for at in range(begun, wire.index(b"message_delta"), 3):
        server = cut_once(wire, at, how)
        seen = read(server, Resume(ask=True), OLD)
        assert len(server.bodies) == 1, at
        assert not seen.stopped
        assert seen.splice.partial().how_to_continue().how in {"none", "answer_tools"}


def test_structured_output_is_not_continued():
    body = {**OLD, "output_config": {"format": {"type": "json_schema"}}}
    server = cut_once(text_answer(PLAIN), 700, "clean end")
    assert read(server, Resume(ask=True), body).step.kind == "fail"
    assert len(server.bodies) == 1


@pytest.mark.parametrize("how", CUTS)
def test_thinking_that_is_held_back_can_restart_at_every_byte(how):
    end = THOUGHT.index(b"content_block_stop") + 50
    for at in range(end):
        lost = (
            streams.start("claude-opus-5-5")
            + thinking_block(0, "THE LOST ATTEMPT'S OWN WORDS")
            + text_block(1, PLAIN)
            + streams.end()
        )
        server = Server(
            lambda number, _, at=at, lost=lost: (
                cut(lost, min(at, lost.index(b"content_block_stop")), how)
                if number == 1
                else streamed(THOUGHT)
            )
        )
        seen = read(server, Resume(hold_thinking=True), NEW)
        assert seen.stopped, at
        assert [block["parts"] for block in seen.blocks.values() if block["type"] == "thinking"] == [
            "Let me think about it"
        ]


@pytest.mark.parametrize("repeats", [0, 1, 7, 8, 9, 30, 100, 200])
@pytest.mark.parametrize("preface", ["", "Sure, continuing: "])
@pytest.mark.parametrize("size", [1, 5, 300])
def test_asking_removes_what_is_repeated_and_tells_of_the_seam(repeats, preface, size):
    text = " ".join(f"Sentence number {number} says {number * 7919}." for number in range(20))
    wire = text_answer(text, model="claude-opus-5-5")

    def answer(number, body):
        if number == 1:
            return cut(wire, 1500, "clean end")
        last = body["messages"][-1]
        assert last["role"] == "user"
        shown = next(
            text[:at]
            for at in range(len(text), 0, -1)
            if text[:at].rstrip() in last["content"] and at < len(text)
        )
        rest = preface + text[max(len(shown.rstrip()) - repeats, 0) :]
        return streamed(
            streams.start() + thinking_block(0, "other thoughts") + text_block(1, rest, size) + streams.end()
        )

    seen = read(Server(answer), Resume(ask=True), NEW)
    assert seen.stopped
    assert len(seen.splice.seams) == 1
    assert not any(block["type"] == "thinking" for block in seen.blocks.values())
    (found,) = seen.texts
    if not preface:
        assert len(found) - len(text) in ({0} if repeats == 0 or repeats >= 8 else {repeats})
        if repeats == 0 or repeats >= 8:
            assert found == text
    else:
        assert preface in found


def test_an_asked_answer_that_is_no_text_raises():
    wire = text_answer(PLAIN, model="claude-opus-5-5")
    server = Server(lambda number, _: cut(wire, 700, "clean end") if number == 1 else streamed(ONLY_TOOL))
    seen = read(server, Resume(ask=True), NEW)
    assert seen.step.kind == "fail"
    assert "not with text" in seen.step.why
    assert not seen.tools


def client_for(server, **options):
    inner = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=server.transport))
    return app.protect(inner, policy=app.Policy(first_s=0, cap_s=0, pace=None), **options)


def test_what_is_raised_can_be_caught_as_the_sdk_s_and_has_what_there_is():
    server = Server(lambda number, _: cut(CALLED, len(CALLED) - 400, "ReadTimeout"))
    with (
        pytest.raises(anthropic.APIConnectionError) as caught,
        client_for(server).messages.stream(**NEW) as stream,
    ):
        list(stream)
    error = caught.value
    assert isinstance(error, app.StreamInterrupted)
    assert isinstance(error.__cause__, httpx2.ReadTimeout)
    assert error.diagnosis is not None
    assert error.request_ids == ("req_1",)
    assert error.partial.text == "I call."
    assert [call["input"] for call in error.partial.tool_calls] == [TOOL]
    assert error.partial.usage == {"input_tokens": 10}


@pytest.mark.parametrize("resume", [None, Resume()])
def test_a_page_of_html_with_200_is_an_error(resume):
    page = httpx2.Response(200, headers={"content-type": "text/html"}, content=b"<html>portal</html>")
    server = Server(
        lambda number, _: httpx2.Response(200, headers={"content-type": "text/html"}, content=page.content)
    )
    with (
        pytest.raises(app.StreamInterrupted),
        client_for(server, resume=resume).messages.stream(**NEW) as stream,
    ):
        list(stream)
    assert len(server.bodies) == (3 if resume else 1)


def test_json_that_is_none_is_an_error_with_its_cause():
    wire = text_answer(PLAIN)[:700]
    wire = wire[: wire.rindex(b"\n\n") + 2] + b"event: content_block_delta\ndata: {oops\n\n"
    server = Server(lambda number, _: streamed(wire, chunk=10_000))
    with pytest.raises(app.StreamInterrupted) as caught, client_for(server).messages.stream(**NEW) as stream:
        list(stream)
    assert caught.value.__cause__ is not None
    assert caught.value.partial.text
    assert PLAIN.startswith(caught.value.partial.text)


@pytest.mark.parametrize("ending", [b"\r\n", b"\r", b"\n"], ids=["crlf", "cr", "lf"])
@pytest.mark.parametrize("chunk", [1, 2, 3, 64])
def test_line_ends_comments_and_unknown_events_pass(ending, chunk):
    wire = b": a comment\n\n" + text_answer(ODD).replace(
        b"event: content_block_stop",
        b'event: surprise\ndata: {"type":"surprise"}\n\n: x\nevent: content_block_stop',
    )
    wire = wire.replace(b"\n", ending)
    seen = []
    for at in (len(wire), 1200):
        server = Server(
            lambda number, _, at=at: (
                streamed(wire[:at], chunk=chunk) if number == 1 else streamed(text_answer(ODD), chunk=chunk)
            )
        )
        with client_for(server).messages.create(stream=True, **OLD) as stream:
            seen.append([item.type for item in stream])
    assert seen[0][-1] == "message_stop"


def test_a_compressed_stream_is_decoded_once():
    wire = gzip.compress(text_answer(ODD))
    server = Server(lambda number, _: streamed(wire, headers={"content-encoding": "gzip"}))
    with client_for(server).messages.stream(**OLD) as stream:
        assert "".join(stream.text_stream) == ODD


def test_a_refusal_ends_as_it_is():
    wire = streams.start() + text_block(0, "I can") + streams.end("refusal")
    server = Server(lambda number, _: streamed(wire))
    with client_for(server).messages.stream(**OLD) as stream:
        assert stream.get_final_message().stop_reason == "refusal"
    assert len(server.bodies) == 1


def test_an_error_event_that_does_not_pass_is_the_sdk_s_own():
    bad = b'event: error\ndata: {"type":"error","error":{"type":"invalid_request_error","message":"no"}}\n\n'
    server = Server(lambda number, _: streamed(streams.start() + bad))
    with (
        pytest.raises(anthropic.APIStatusError) as caught,
        client_for(server).messages.stream(**NEW) as stream,
    ):
        list(stream)
    assert not isinstance(caught.value, app.StreamInterrupted)
    assert len(server.bodies) == 1
    assert app.classify_error(caught.value).category == "client"


def test_a_reader_that_stops_early_lets_go_of_the_connection_and_nothing_is_sent():
    server = Server(
        lambda number, _: (
            cut(text_answer(PLAIN), 900, "clean end") if number == 1 else streamed(text_answer(""))
        )
    )
    with client_for(server).messages.create(stream=True, **OLD) as stream:
        for item in stream:
            if item.type == "content_block_delta":
                break
    assert server.responses[0].stream is None or server.responses[0].is_closed
    assert len(server.bodies) == 1
    server = Server(lambda number, _: streamed(text_answer(PLAIN)))
    with pytest.raises(KeyError), client_for(server).messages.stream(**OLD) as other:  # noqa: PT012
        for _ in other.text_stream:
            raise KeyError
    assert len(server.bodies) == 1
    assert all(response.is_closed for response in server.responses)


def test_memory_is_that_of_the_text_not_of_the_events():
    import tracemalloc

    from claude_doctor.app.splice import Splice

    wire = text_answer("word " * 10_000, size=5)
    splice = Splice(OLD, Resume())
    tracemalloc.start()
    for at in range(0, len(wire), 4096):
        splice.feed(wire[at : at + 4096])
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 1_500_000
    assert splice.end().kind == "done"


@pytest.mark.parametrize("is_async", [False, True])
def test_the_tool_runner_raises_or_completes_and_never_runs_part_of_a_call(is_async):
    ran = []
    first = (
        streams.start("claude-opus-5-5")
        + text_block(0, "I call.")
        + tool_block(1, {"paths": ["/data"], "days": 30}, name="delete_files")
        + streams.end("tool_use")
    )
    last = streams.start("claude-opus-5-5") + text_block(0, "Done.") + streams.end()
    for at in range(0, len(first) + 1, 37):
        ran.clear()

        def answer(number, body, at=at):
            if any(
                isinstance(message["content"], list) and message["content"][0].get("type") == "tool_result"
                for message in body["messages"]
            ):
                return streamed(last)
            return cut(first, at, "clean end") if number == 1 else streamed(first)

        run = _async_runner if is_async else _sync_runner
        try:
            run(Server(answer), ran)
        except app.StreamInterrupted:
            assert ran == []
        else:
            assert ran == [(["/data"], 30)], at


def _sync_runner(server, ran):
    @anthropic.beta_tool
    def delete_files(paths: list[str], days: int) -> str:
        """Delete files.

        Args:
            paths: which
            days: older than
        """
        ran.append((paths, days))
        return "done"

    runner = client_for(server).beta.messages.tool_runner(
        model="claude-opus-5-5",
        max_tokens=50,
        tools=[delete_files],
        messages=[{"role": "user", "content": "x"}],
        stream=True,
    )
    for stream in runner:
        for _ in stream:
            pass


def _async_runner(server, ran):
    import anyio

    @anthropic.beta_async_tool
    async def delete_files(paths: list[str], days: int) -> str:
        """Delete files.

        Args:
            paths: which
            days: older than
        """
        ran.append((paths, days))
        return "done"

    async def main():
        inner = anthropic.AsyncAnthropic(
            api_key="k", http_client=httpx2.AsyncClient(transport=server.transport)
        )
        client = app.protect(inner, policy=app.Policy(first_s=0, cap_s=0, pace=None))
        runner = client.beta.messages.tool_runner(
            model="claude-opus-5-5",
            max_tokens=50,
            tools=[delete_files],
            messages=[{"role": "user", "content": "x"}],
            stream=True,
        )
        async for stream in runner:
            async for _ in stream:
                pass

    anyio.run(main)


def test_an_overload_inside_a_stream_is_logged_and_slows_the_process_down(tmp_path):
    log = app.ErrorLog(tmp_path / "a.jsonl")
    wire = text_answer(PLAIN)
    server = Server(lambda number, _: cut(wire, wire.rindex(b"\n\n", 0, 900) + 2, "error event"))
    inner = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=server.transport))
    doctor = app.Doctor(log=log)
    with (
        pytest.raises(anthropic.APIStatusError) as caught,
        app.protect(inner, doctor=doctor).messages.stream(**NEW) as stream,
    ):
        list(stream)
    assert not isinstance(caught.value, app.StreamInterrupted)
    (row,) = [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]
    assert (row["kind"], row["error_type"], row["diagnosis"]) == (
        "terminal",
        "overloaded_error",
        "overloaded_529",
    )
    ((rate, _, _),) = doctor.stats().groups.values()
    assert rate is not None


def test_a_continuation_has_a_deadline_of_its_own():
    server = Server(
        lambda number, _: (
            cut(text_answer(PLAIN), 900, "clean end") if number == 1 else streamed(text_answer(PLAIN[20:]))
        )
    )
    with app.testing() as time, client_for(server).messages.stream(**OLD) as stream:
        text = stream.text_stream
        next(text)
        time.sleep(1000)
        "".join(text)
    assert len(server.bodies) == 2
