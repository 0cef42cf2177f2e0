"""The second way of matching: a paste that no phrase decides leads to its page by its words, and says how
sure that is.
"""

from __future__ import annotations

import importlib.util
import json
import time

import pytest

from claude_doctor import catalogue, signals
from claude_doctor.catalogue import pages, wordindex, words
from claude_doctor.doors.explain.command import explain
from tests.conftest import PAGES, ROOT

RETOLD = (
    "Claude 429: the number of my concurrent connections went past the rate limit, and I could contact sales"
)


def changes():
    spec = importlib.util.spec_from_file_location("perturb_errors", ROOT / "benchmarks" / "perturb_errors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "kind", ["small word dropped", "word dropped", "other tense", "synonym", "typo", "retold by hand"]
)
def test_a_changed_paste_still_leads_to_its_page(kind):
    module = changes()
    rows = module.retold() if kind == "retold by hand" else module.changed(kind, module.samples(), 60, 11)
    told = module.scored(rows)
    least, _ = module.FLOORS[kind]
    # Sixty of a kind tell less than the four hundred that the floor was measured with.
    assert 100 * told["right"] / len(rows) >= least - (0 if kind == "retold by hand" else 6), told


def test_what_words_found_says_so(run):
    done = run("explain", "--json", RETOLD)
    first = json.loads(done.stdout)["diagnoses"][0]
    assert (done.returncode, first["id"], first["confidence"]) == (
        0,
        "rate_limit_concurrent_connections",
        "likely",
    )
    assert [item["by"] for item in first["evidence"]] == ["words"]
    assert all(word in RETOLD.lower() for word in first["evidence"][0]["matched"].split(", "))
    assert "Found by its words" in run("explain", RETOLD).stdout


def test_only_a_question_for_the_nearest_asks_for_words():
    signal = signals.read(RETOLD)
    by = {item.by for found in catalogue.diagnose(signal) for item in found.evidence}
    assert "words" not in by
    assert catalogue.diagnose(signal, nearest=True)[0].evidence[0].by == "words"


def test_words_never_advise_an_unconditional_retry():
    module = changes()
    rows = [
        row
        for kind in ("typo", "other tense", "word dropped")
        for row in module.changed(kind, module.samples(), 80, 3)
    ]
    found = [explain(text).main.diagnoses for text, *_ in rows]
    by_words = [item[0] for item in found if item and item[0].evidence[0].by == "words"]
    pages = [catalogue.find(item.entry.id) for item in by_words]
    assert any(page.retryable == "yes" for page in pages)  # or this test would show nothing
    assert not [item for item in by_words if item.entry.retryable == "yes" or item.confidence == "certain"]


def test_a_phrase_or_a_code_that_decides_is_left_alone():
    for text in (
        (
            "anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': "
            "'invalid_request_error',"
            " 'message': 'messages: at least one message is required'}}"
        ),
        "litellm.AuthenticationError: AnthropicError - Invalid API Key",
    ):
        signal = signals.read(text)
        assert catalogue.diagnose(signal, nearest=True) == catalogue.diagnose(signal)


@pytest.mark.parametrize(
    "text",
    [
        "the bus was late and nobody told us when the next one would come",
        "OpenAI: your concurrent connections have exceeded the rate limit, contact sales",
        "could not read the picture, it is larger than the frame allows",
        "psql said the number of connections was above what the role may have",
        "tool",
        "",
    ],
)
def test_what_is_foreign_gets_no_answer_by_words(text):
    found = explain(text).main.diagnoses
    assert not [item for item in found if any(evidence.by == "words" for evidence in item.evidence)]


def test_nothing_found_by_words_is_more_than_a_guess_where_nobody_is_named():
    first = explain("It tells me: messages: the first message has to use the user role").main.diagnoses[0]
    assert (first.entry.id, first.confidence, first.evidence[0].by) == (
        "first_message_not_user",
        "guess",
        "words",
    )


def test_a_platform_asked_for_leaves_other_pages_out():
    text = (
        "Bedrock can't invoke this claude model ID with on-demand throughput, it wants an inference "
        "profile that contains the model"
    )
    assert explain(text).main.diagnoses[0].entry.id == "bedrock_on_demand_unsupported"
    assert all(item.entry.platform != "bedrock" for item in explain(text, "vertex").main.diagnoses)


@pytest.mark.parametrize(
    "unit",
    [
        "claude zqx ",
        "claude_",
        "anthropic rate limit exceeded ",
        '"a',
        "https://",
        "'s",
        "a-",
        "claude batch\n",
        "ü claude ",
        "mesage claud ",
    ],
)
def test_only_the_top_of_a_text_is_looked_at(unit):
    def took(count: int) -> float:
        signal = signals.read("Claude said that " + unit * count)
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            catalogue.diagnose(signal, nearest=True)
            best = min(best, time.process_time() - began)
        return best - plain(signal)

    def plain(signal) -> float:
        began = time.process_time()
        catalogue.diagnose(signal)
        return time.process_time() - began

    catalogue.diagnose(signals.read(RETOLD), nearest=True)
    assert took(20_000) < 40 * max(took(1_000), 0.02)


def test_words_are_compared_without_endings_fields_and_paths():
    assert words.stems("exceeded") == words.stems("exceeds") == words.stems("exceeding")
    assert words.stems('{"max_tokens": 5, "model": "x1"}') == words.stems("x1")
    assert words.stems("see https://api.anthropic.com/v1/messages") == words.stems(
        "see https://api.anthropic.com/other/path"
    )
    assert words.stems("tool_use")[0] == "tool_use"
    for frame in (
        "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js:26",
        "C:\\Users\\x\\.claude\\debug\\latest.ts:4:11",
        'File "/a/b/c.py", line 3, in d',
    ):
        assert words.stems(f"cannot open {frame}") == words.stems("cannot open")
    assert "claud" in words.stems("npm error path /usr/lib/node_modules/claude")  # what a message is about
    assert {word for word, _ in words.pairs("install @anthropic-ai/claude-code@2.1.330")} == {
        "install",
        "@anthropic-ai/claude-code",
    }
    assert "batch" in words.stems("POST /v1/messages/batches")


@pytest.mark.parametrize(
    "text",
    [
        (
            "Error: flux is odd\n    at uF1 (file:///opt/lib/node_modules/@anthropic-ai/claude-code/"
            "cli.js:26:40)\n    at b (/opt/lib/@anthropic-ai/sdk/x.js:1:2)"
        ),
        (
            'Traceback (most recent call last):\n  File "/venv/lib/python3.12/site-packages/anthropic/'
            '_base_client.py", line 3, in frob\nFluxError: odd'
        ),
        "npm notice @anthropic-ai/claude-code@2.1.330 is odd",
    ],
)
def test_a_path_or_the_name_of_a_package_is_no_reason_for_a_page(text):
    assert not [item for item in explain(text).main.diagnoses if item.evidence[0].by == "words"]


def test_the_index_is_the_same_at_every_build_and_small():
    read = pages.read_entries(str(PAGES))[0]
    source = wordindex.source(read)
    assert source == wordindex.source(read)
    assert len(source.encode()) < 700 * len(read)
