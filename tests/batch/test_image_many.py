"""All images of a request together."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params
from tests.batch.test_image_data import image, png

FILE = {"type": "image", "source": {"type": "file", "file_id": "file_011CNha8iCJcU1wXNR6q4V8w"}}


def user(*blocks, **more):
    return params(messages=[{"role": "user", "content": list(blocks)}], **more)


@pytest.mark.parametrize(("model", "most"), [("claude-opus-5-5", 600), ("claude-haiku-4-5", 100)])
def test_as_many_as_the_window_allows(model, most):
    assert errors(user(*[FILE] * most, model=model)) == []
    assert errors(user(*[FILE] * (most + 1), model=model)) == [("image-count", "params.messages")]


def test_the_size_matters_from_the_21st_image_on():
    large = image(png(2001, 10))
    assert errors(user(*[large] * 20)) == []
    assert errors(user(*[large] * 21)) == [("image-many-px", "params.messages.0.content.0.source.data")]
    assert errors(user(*[FILE] * 20, image(png(2000, 10)))) == []


def test_images_of_all_turns_count():
    turn = [
        {"role": "user", "content": [image(png(2001, 10))] * 11},
        {"role": "assistant", "content": "Seen."},
    ]
    assert [
        rule for rule, _ in errors(params(messages=[*turn, *turn, {"role": "user", "content": "Compare"}]))
    ] == ["image-many-px"]
