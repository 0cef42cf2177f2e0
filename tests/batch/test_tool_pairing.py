"""Calls and results, as a little script: u user text, a assistant text, 1 2 calls, r s results of 1 and 2, |
joins blocks of a message.
"""

from itertools import product

import msgspec
import pytest

from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.batch_check.engine.shapes import Params, ToolUse
from claude_doctor.doors.batch_check.rules import tool_pairing
from tests.batch.helper import errors, models, params, table

TEXT = {"type": "text", "text": "a"}


def call(tool_use_id):
    return {"type": "tool_use", "id": tool_use_id, "name": "f", "input": {}}


def result(tool_use_id):
    return {"type": "tool_result", "tool_use_id": tool_use_id, "content": "b"}


BLOCKS = {
    "u": TEXT,
    "a": TEXT,
    "1": call("toolu_1"),
    "2": call("toolu_2"),
    "r": result("toolu_1"),
    "s": result("toolu_2"),
    "x": result("srvtoolu_9"),
}


def talk(script):
    """`u 1|2 r|s`: three messages. The first sign of a message tells its
    role; !1 puts it on the wrong side.
    """
    messages = []
    for word in script.split():
        signs = word.lstrip("!")
        assistant = (signs[0] in "a12") != word.startswith("!")
        blocks = [dict(BLOCKS[sign]) for sign in signs.split("|")]
        messages.append({"role": "assistant" if assistant else "user", "content": blocks})
    return params(messages=messages)


@pytest.mark.parametrize(
    "script",
    [
        "u 1 r",
        "u 1|2 r|s",
        "u 1|2 s|r",
        "u a|1|2 r|s|u",
        "u 1|2 r s",
        "u 1 2 r|s",
        "u 1 2 r s u",
        "u 1 r 2 s",
        "u 1 r a u 1 r",
        "u a 1 r",
    ],
)
def test_pairs_that_are_right(script):
    assert errors(talk(script)) == []


@pytest.mark.parametrize(
    ("script", "rule", "place"),
    [
        ("u 1 u", "tool-use-unanswered", "1.content.0"),
        ("u 1", "tool-use-unanswered", "1.content.0"),
        ("u 1|2 r", "tool-use-unanswered", "1.content.1"),
        ("u 1|2 u", "tool-use-unanswered", "1.content.0"),
        ("u 1 r 2 u", "tool-use-unanswered", "3.content.0"),
        ("u 1|a r", "tool-use-not-last", "1.content.1"),
        ("u 1 a r", "tool-use-not-last", "2.content.0"),
        ("u 1|a|2 r|s", "tool-use-not-last", "1.content.1"),
        ("u 1|1 r", "tool-use-id-duplicate", "1.content.1"),
        ("u 1 1 r", "tool-use-id-duplicate", "2.content.0"),
        ("u 1|1 r|r", "tool-use-id-duplicate", "1.content.1"),
        ("r", "tool-result-orphan", "0.content.0"),
        ("u r", "tool-result-orphan", "1.content.0"),
        ("u a r", "tool-result-orphan", "2.content.0"),
        ("u 1 r a r", "tool-result-orphan", "4.content.0"),
        ("u 1 r|s", "tool-result-orphan", "2.content.1"),
        ("u 1 s", "tool-result-orphan", "2.content.0"),
        ("u 1 r|r", "tool-result-duplicate", "2.content.1"),
        ("u 1 r r", "tool-result-duplicate", "3.content.0"),
        ("u 1 u|r", "tool-result-first", "2.content.1"),
        ("u 1 u r", "tool-result-first", "3.content.0"),
        ("u 1|2 u|r|s", "tool-result-first", "2.content.1"),
        ("u 1|2 r|u|s", "tool-result-first", "2.content.2"),
        ("u 1 r|x", "tool-result-server-id", "2.content.1"),
        ("u !1 r", "block-wrong-role", "1.content.0"),
        ("u 1 !r", "block-wrong-role", "2.content.0"),
    ],
)
def test_each_mistake_gives_its_one_finding(script, rule, place):
    assert errors(talk(script)) == [(rule, f"params.messages.{place}")]


def test_a_system_message_in_between_is_what_is_wrong():
    messages = talk("u 1 r")["messages"]
    messages.insert(2, {"role": "system", "content": "Be brief."})
    assert errors(params(messages=messages)) == [("system-role-placement", "params.messages.2")]


def test_the_effort_may_be_set_in_between():
    messages = talk("u 1 r")["messages"]
    messages.insert(2, {"role": "system", "output_config": {"effort": "low"}})
    assert errors(params(messages=messages), betas=("mid-conversation-output-config-2026-07-01",)) == []


def test_a_block_that_is_broken_gives_no_second_finding():
    request = talk("u 1 r")
    request["messages"][1]["content"][0]["id"] = 7
    assert len(errors(request)) == 1


def test_what_the_short_look_passes_the_long_one_passes_too():
    """Every conversation of up to four messages out of these, calls and results on either side."""
    words = ["u", "a", "1", "r", "1|2", "r|s", "1|a", "u|r", "r|u", "1|1", "!1", "!r"]
    checker, passed = Checker(Scope("2026-10-21", frozenset(), "2026-11-20", models()), table()), 0
    request = checker.request
    for length in (1, 2, 3, 4):
        for script in product(words, repeat=length):
            checker.visit("r1", msgspec.convert(talk(" ".join(script)), Params))
            if ToolUse in request.kinds and tool_pairing.plainly_answered(request):
                passed += 1
                request.faults = []
                tool_pairing.pairs(request)
                assert not request.faults, script
    assert passed > 50
