"""Sources and media types of images."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, kept, line, params

SOURCE = "params.messages.0.content.0.source"


def user(source):
    return params(messages=[{"role": "user", "content": [{"type": "image", "source": source}]}])


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ({"type": "image_url", "url": "https://example.com/a.png"}, f"{SOURCE}.type"),
        ({"url": "https://example.com/a.png"}, f"{SOURCE}.type"),
        ("https://example.com/a.png", SOURCE),
        ({"type": "base64", "media_type": "image/png"}, f"{SOURCE}.data"),
        ({"type": "base64", "data": "iVBORw0KGgo="}, f"{SOURCE}.media_type"),
        ({"type": "url"}, f"{SOURCE}.url"),
        ({"type": "file"}, f"{SOURCE}.file_id"),
    ],
)
def test_what_is_no_source(source, place):
    assert errors(user(source)) == [("image-source-type", place)]


def test_the_fix_names_the_registered_type():
    request = user({"type": "base64", "media_type": "image/jpg", "data": "/9j/"})
    ((*_, rule, _, place, message, fix),) = kept([line(request)])
    assert (rule, place, fix) == ("image-media-type", f"{SOURCE}.media_type", "Write image/jpeg.")
    assert '"image/jpg"' in message
