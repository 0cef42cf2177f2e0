"""Sixteen times the input costs at most forty times the processor time, for every rule that looks at a
repeated structure.
"""

from __future__ import annotations

import gc
import json
import time

import pytest

from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from tests.batch import helper
from tests.conftest import some

SMALL, TIMES, WORST = 300, 16, 40
TEXT = {"type": "text", "text": "a"}
CALLER = {"type": "code_execution_20260120", "tool_id": "srvtoolu_1"}


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def assistant(*blocks):
    return {"role": "assistant", "content": list(blocks)}


def call(at, **more):
    return {"type": "tool_use", "id": f"toolu_{at}", "name": "screenshot", "input": {}, **more}


def result(at, **more):
    return {"type": "tool_result", "tool_use_id": f"toolu_{at}", "content": "a", **more}


def many(count, make):
    return [part for at in range(count) for part in make(at)]


def search(at):
    return {"type": "server_tool_use", "id": f"srvtoolu_{at}", "name": "web_search", "input": {"query": "a"}}


def searched(at):
    return {"type": "web_search_tool_result", "tool_use_id": f"srvtoolu_{at}", "content": []}


HIT = {"type": "search_result", "source": "a", "title": "b", "content": [TEXT]}
SYSTEM = {"role": "system", "content": "s"}
ADDED = {"type": "tool_addition", "tool": {"type": "tool_reference", "tool_name": "gone"}}
# What is repeated -> the messages (or all params) of a request that holds it so many times.
PUMPS = {
    "system messages in turn": lambda n: many(n, lambda _: [user(TEXT), SYSTEM, assistant(TEXT)]),
    "system messages on an old model": lambda n: {
        "model": "claude-opus-4-6",
        "messages": many(n, lambda _: [user(TEXT), SYSTEM]),
    },
    "system messages between users": lambda n: [
        *many(n, lambda _: [user(TEXT), SYSTEM]),
        assistant(call(1)),
        user(result(1)),
    ],
    "system messages in a row": lambda n: [user(TEXT), *[SYSTEM] * n],
    "calls of a toolset, in turn": lambda n: many(
        n,
        lambda at: [assistant(call(at, toolset_name="computer")), user(result(at, toolset_name="computer"))],
    ),
    "calls of a toolset, at once": lambda n: [
        user(TEXT),
        assistant(*(call(at, toolset_name="computer") for at in range(n))),
        user(*(result(at, toolset_name="computer") for at in range(n))),
    ],
    "calls of a toolset with one id": lambda n: [
        user(TEXT),
        assistant(*[call(1, toolset_name="computer")] * n),
        user(*[result(1)] * n),
    ],
    "results of plain calls": lambda n: [
        user(TEXT),
        assistant(*(call(at) for at in range(n))),
        user(*(result(at, toolset_name="computer") for at in range(n))),
    ],
    "calls without results": lambda n: [
        user(TEXT),
        assistant(*(call(at) for at in range(n))),
        user(*(result(-at - 1) for at in range(n))),
    ],
    "calls answered in reverse": lambda n: [
        user(TEXT),
        assistant(*(call(at) for at in range(n))),
        user(TEXT, *(result(at) for at in reversed(range(n)))),
    ],
    "one result again and again": lambda n: [user(TEXT), assistant(*[call(1)] * n), user(*[result(1)] * n)],
    "calls of code": lambda n: [
        user(TEXT),
        assistant(*(call(at, caller=CALLER) for at in range(n))),
        user(*(result(at) for at in range(n))),
    ],
    "server calls with results": lambda n: [
        user(TEXT),
        assistant(*many(n, lambda at: [search(at), searched(at)])),
    ],
    "server results before calls": lambda n: [
        user(TEXT),
        assistant(*map(searched, range(n)), *map(search, range(n))),
    ],
    "server calls without results": lambda n: [
        user(TEXT),
        assistant(*map(search, range(n))),
        user(*map(result, range(n)), TEXT),
    ],
    "tool references": lambda n: [
        user(TEXT),
        assistant(call(1)),
        user({**result(1), "content": [{"type": "tool_reference", "tool_name": "gone"}] * n}),
    ],
    "tools added": lambda n: [user(TEXT), {"role": "system", "content": [ADDED] * n}],
    "texts before search results": lambda n: [
        user(TEXT),
        assistant(call(1)),
        user({**result(1), "content": [*[TEXT] * n, *[HIT] * n]}),
    ],
    "search results": lambda n: [user(*[HIT] * n)],
    "empty messages of the user": lambda n: [user()] * n,
    "blank texts": lambda n: [user(*[{"type": "text", "text": " "}] * n)],
    "a tool loop of thinking": lambda n: {
        "model": "claude-opus-4-6",
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "max_tokens": 4096,
        "messages": [user(TEXT), *many(n, lambda at: [assistant(call(at)), user(result(at))])],
    },
    "blocks that lost a part": lambda n: [user(*[{"type": "text"}] * n)],
    "messages that lost a part": lambda n: [{"role": "user"}, {"role": "nobody", "content": "a"}] * n,
    "lost blocks in lost messages": lambda n: many(
        n, lambda _: [{"role": "nobody", "content": [{"type": "text"}]}, user({"type": "text"})]
    ),
    "files for containers": lambda n: [user(*[{"type": "container_upload", "file_id": "file_1"}] * n)],
    "documents": lambda n: [
        user(*[{"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "a"}}] * n)
    ],
    "images": lambda n: [
        user(*[{"type": "image", "source": {"type": "url", "url": "https://a.example/b.png"}}] * n)
    ],
    "breakpoints": lambda n: [user(*[{**TEXT, "cache_control": {"type": "ephemeral"}}] * n)],
    "thinking blocks": lambda n: [
        user(TEXT),
        assistant(*[{"type": "thinking", "thinking": "a", "signature": "b"}] * n, TEXT),
    ],
    "compactions": lambda n: [
        user(TEXT),
        *many(n, lambda _: [assistant({"type": "compaction", "content": "a"}), user(TEXT)]),
    ],
    "stop sequences": lambda n: {"messages": helper.HELLO, "stop_sequences": [f"s{at}" for at in range(n)]},
    "texts of system": lambda n: {"messages": helper.HELLO, "system": [TEXT] * n},
    "tools": lambda n: {
        "messages": helper.HELLO,
        "tools": [{"name": f"t{at}", "input_schema": {"type": "object"}} for at in range(n)],
    },
    "tools of one name": lambda n: {
        "messages": helper.HELLO,
        "tools": [{"name": "t", "input_schema": {"type": "object"}}] * n,
    },
    "toolsets": lambda n: {"messages": helper.HELLO, "tools": [{"type": "computer_toolset_20260801"}] * n},
    "servers": lambda n: {
        "messages": helper.HELLO,
        "mcp_servers": [{"type": "url", "url": "https://a.example", "name": f"m{at}"} for at in range(n)],
        "tools": [{"type": "mcp_toolset", "mcp_server_name": f"m{at}"} for at in range(n)],
    },
    "properties of a strict schema": lambda n: {
        "messages": helper.HELLO,
        "tools": [
            {
                "name": "t",
                "strict": True,
                "input_schema": {
                    "type": "object",
                    "properties": {f"p{at}": {"type": "string"} for at in range(n)},
                },
            }
        ],
    },
    "definitions of a schema": lambda n: {
        "messages": helper.HELLO,
        "output_config": {
            "format": {
                "type": "json_schema",
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {f"p{at}": {"$ref": f"#/$defs/d{at}"} for at in range(n)},
                    "$defs": {f"d{at}": {"type": "string"} for at in range(n)},
                },
            }
        },
    },
    "skills": lambda n: {
        "messages": helper.HELLO,
        "container": {"skills": [{"type": "anthropic", "skill_id": f"s{at}"} for at in range(n)]},
    },
    "unknown params": lambda n: {"messages": helper.HELLO, **{f"sytem{at}": 1 for at in range(n)}},
    "unknown keys of a block": lambda n: [user({**TEXT, **{f"txt{at}": 1 for at in range(n)}})],
}


def spent(line: bytes) -> float:
    """The processor time of one check, the least of three."""
    found = []
    for _ in range(3):
        scope = Scope(
            helper.NEWEST,
            frozenset(("mid-conversation-tool-changes-2026-08-01",)),
            helper.TODAY,
            helper.models(),
        )
        checker = Checker(scope, helper.table())
        checker.check(helper.line(helper.params()))
        gc.collect()
        gc.disable()
        try:
            begin = time.process_time()
            checker.check(line)
            found.append(time.process_time() - begin)
        finally:
            gc.enable()
    return min(found)


def pumped(name: str, count: int) -> bytes:
    made = PUMPS[name](count)
    return json.dumps(
        {
            "custom_id": "r1",
            "params": helper.params(**(made if isinstance(made, dict) else {"messages": made})),
        }
    ).encode()


@pytest.mark.parametrize("name", some(PUMPS, 4))
def test_the_time_grows_with_the_input(name):
    small, large = spent(pumped(name, SMALL)), spent(pumped(name, SMALL * TIMES))
    assert large <= WORST * max(small, 0.0005), f"{large / small:.0f} times"
