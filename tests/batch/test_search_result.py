"""Parts of a search result."""

import pytest

from tests.batch.helper import errors, params

RESULT = {"type": "search_result", "source": "s", "title": "t", "content": [{"type": "text", "text": "a"}]}
PLACE = "params.messages.0.content.0"


def sent(**fields):
    return params(messages=[{"role": "user", "content": [{**RESULT, **fields}]}])


@pytest.mark.parametrize("key", ["source", "title", "content"])
def test_each_part_is_needed_and_of_its_kind(key):
    request = sent()
    assert errors(request) == []
    del request["messages"][0]["content"][0][key]
    assert errors(request) == [("search-result-shape", f"{PLACE}.{key}")]
    assert errors(sent(**{key: 7})) == [("search-result-shape", f"{PLACE}.{key}")]
    assert errors(sent(**{key: None})) == [("search-result-shape", f"{PLACE}.{key}")]


def test_an_image_is_no_part_of_it():
    image = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}
    assert [rule for rule, _ in errors(sent(content=[image]))] == ["search-result-shape"]
