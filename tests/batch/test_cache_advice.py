"""Advice on caching: nothing of it is refused."""

import pytest

from tests.batch.helper import found, params

SHORT = {"type": "ephemeral"}
LONG = {"type": "ephemeral", "ttl": "1h"}
FIVE, LEAST = "cache-5m-in-batch", "cache-control-below-minimum"


def advice(request):
    return [(rule, place) for rule, severity, place in found(request) if severity == "warning"]


def cached(words, mark=LONG, **fields):
    return params(system=[{"type": "text", "text": "word " * words, "cache_control": mark}], **fields)


def test_five_minutes_are_said_once_and_not_beside_an_hour():
    text = {"type": "text", "text": "word " * 2000, "cache_control": SHORT}
    request = params(system=[text], messages=[{"role": "user", "content": [text]}])
    assert advice(request) == [(FIVE, "params.system.0.cache_control")]
    assert advice({**request, "system": [{**text, "cache_control": LONG}]}) == []
    assert advice(params(system="word " * 2000, cache_control=SHORT)) == [(FIVE, "params.cache_control")]


@pytest.mark.parametrize(
    ("model", "least"), [("claude-opus-5-5", 512), ("claude-sonnet-4-6", 1024), ("claude-haiku-4-5", 4096)]
)
def test_a_short_prefix_by_model(model, least):
    assert advice(cached(least // 5, model=model)) == [(LEAST, "params.system.0.cache_control")]
    assert advice(cached(least, model=model)) == []


def test_only_what_stands_before_the_last_breakpoint_counts():
    long = {"role": "user", "content": "word " * 3000}
    assert advice(cached(10, messages=[long])) == [(LEAST, "params.system.0.cache_control")]
    assert (
        advice(
            cached(
                10,
                messages=[
                    long,
                    {"role": "user", "content": [{"type": "text", "text": "a", "cache_control": LONG}]},
                ],
            )
        )
        == []
    )
    assert advice(params(cache_control=LONG, messages=[long])) == []
    assert advice(params(cache_control=LONG)) == [(LEAST, "params.cache_control")]


@pytest.mark.parametrize(
    "fields",
    [
        {"tools": [{"name": "f", "input_schema": {"type": "object"}}]},
        {"model": "claude-opus-9"},
        {"model": "claude-fable-5-2"},
    ],
)
def test_where_the_length_or_the_minimum_is_not_known_nothing_is_said(fields):
    assert not [rule for rule, _ in advice(cached(10, **fields)) if rule == LEAST]


def test_an_image_has_a_length_we_do_not_know():
    image = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}
    blocks = [image, {"type": "text", "text": "a", "cache_control": LONG}]
    assert advice(params(messages=[{"role": "user", "content": blocks}])) == []


def test_other_scripts_take_more_tokens():
    assert advice(params(system="語" * 300, cache_control=LONG)) == []
