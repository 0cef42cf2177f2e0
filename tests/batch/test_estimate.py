"""`--estimate`: tokens by model and kind, what could be cached, what is there twice."""

from __future__ import annotations

import base64
import json
import struct

from tests.batch import helper


def png(width, height):
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sII", 13, b"IHDR", width, height)
        + b"\x08\x02\0\0\0"
        + b"\0" * 40
    ).decode()


def estimate(run, tmp_path, requests, form="--json"):
    lines = [helper.line(params, f"r{at}") for at, params in enumerate(requests)]
    (tmp_path / "r.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    done = run("batch-check", "r.jsonl", "--estimate", "--fail-on", "never", form)
    assert done.returncode == 0, done
    return json.loads(done.stdout)["estimate"] if form == "--json" else done.stdout


def user(*blocks):
    return [{"role": "user", "content": list(blocks)}]


def test_tokens_by_model_and_kind(run, tmp_path):
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": png(280, 560)}}
    linked = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}
    tools = [{"name": "f", "description": "x" * 4000, "input_schema": {"type": "object", "properties": {}}}]
    found = estimate(
        run,
        tmp_path,
        [
            helper.params(messages=user({"type": "text", "text": "a" * 4000}, image)),
            helper.params(messages=user({"type": "text", "text": "ö" * 2000}, linked), tools=tools),
            helper.params(model="claude-haiku-4-5", messages=[{"role": "user", "content": "b" * 400}]),
        ],
    )
    first, second = found["models"]
    assert (first["model"], first["requests"], second["model"], second["requests"]) == (
        "claude-opus-5-5",
        2,
        "claude-haiku-4-5",
        1,
    )
    assert 2000 <= first["tokens"]["text"] <= 2010
    assert (
        first["tokens"]["images"] == 200 + 1568
    )  # 10 x 20 squares of 28 pixels, and one that is not in the file
    assert 1000 <= first["tokens"]["tools"] <= 1040
    assert 100 <= second["tokens"]["text"] <= 102
    assert found["sizes_assumed"] == 1


def test_what_could_be_cached(run, tmp_path):
    long, marked = (
        "x" * 40_000,
        [{"type": "text", "text": "y" * 40_000, "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
    )
    asks = [[{"role": "user", "content": f"q{at}"}] for at in range(12)]
    shared = [helper.params(system=long, messages=ask) for ask in asks[:5]]
    others = [helper.params(system=marked, messages=ask) for ask in asks[5:8]]
    short = [helper.params(system="brief", messages=ask) for ask in asks[8:]]
    found = estimate(run, tmp_path, [*shared, *others, *short])["cacheable"]
    assert (found["prefixes"], found["requests"]) == (1, 5)
    assert found["tokens"] == 4 * 10_001


def test_what_is_there_twice(run, tmp_path):
    requests = [helper.params(max_tokens=at) for at in (5, 6, 5, 7, 5)]
    requests[2] = dict(reversed(requests[2].items()))  # the order of keys is no difference
    found = estimate(run, tmp_path, requests)["same_twice"]
    assert found == {"requests": 2, "custom_ids": [["r0", "r2"], ["r0", "r4"]]}
    assert "2 requests are the same as one before, such as r2 and r0" in estimate(
        run, tmp_path, requests, "--color=never"
    )


def test_any_input_is_weighed(run, tmp_path):
    (tmp_path / "odd.jsonl").write_text(
        '5\n[]\n{"params": 5}\n{"params": {"messages": 5, "model": []}}\n{"params": {"messages": [5, '
        "{}]}}\nno\n"
    )
    assert run("batch-check", "odd.jsonl", "--estimate").returncode == 1
