"""Sources, urls and titles of documents."""

from __future__ import annotations

import base64

import pytest

from tests.batch.helper import errors, found, params

SOURCE = "params.messages.0.content.0.source"


def user(source, **more):
    return params(
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "document", "source": source, **more},
                    {"type": "text", "text": "Sum up."},
                ],
            }
        ]
    )


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ({"type": "path", "path": "a.pdf"}, f"{SOURCE}.type"),
        ({"type": "base64", "media_type": "application/msword", "data": "AAAA"}, f"{SOURCE}.media_type"),
        ({"type": "text", "media_type": "text/markdown", "data": "# A"}, f"{SOURCE}.media_type"),
        ({"type": "base64", "media_type": "application/pdf"}, f"{SOURCE}.data"),
        (
            {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(b"<html>").decode()},
            f"{SOURCE}.data",
        ),
        ({"type": "content"}, f"{SOURCE}.content"),
        ({"type": "file"}, f"{SOURCE}.file_id"),
    ],
)
def test_what_is_no_source(source, place):
    assert errors(user(source)) == [("document-source", place)]


def test_a_data_uri_is_said_as_such():
    assert errors(
        user(
            {
                "type": "base64",
                "media_type": "application/pdf",
                "data": "data:application/pdf;base64,JVBERi0=",
            }
        )
    ) == [("image-data-uri", f"{SOURCE}.data")]


@pytest.mark.parametrize(
    "url", ["https://a.example/x.docx", "https://a.example/x.TXT?v=1", "https://a.example/x/y.html#top"]
)
def test_a_url_of_another_format_is_a_warning(url):
    assert found(user({"type": "url", "url": url})) == [("document-url-not-pdf", "warning", f"{SOURCE}.url")]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x.pdf",
        "https://a.example/x",
        "https://a.example/get?file=x.txt",
        "https://docs.md",
        "https://a.example/x.txt.pdf",
    ],
)
def test_any_other_url_may_be_a_pdf(url):
    assert found(user({"type": "url", "url": url})) == []


@pytest.mark.parametrize(
    ("title", "bad"), [("", True), ("x", False), ("x" * 500, False), ("x" * 501, True), (None, False)]
)
def test_titles(title, bad):
    source = {"type": "text", "media_type": "text/plain", "data": "a"}
    assert (
        errors(user(source, title=title))
        == [("document-title-length", "params.messages.0.content.0.title")] * bad
    )
