"""claude_doctor.render: json and markdown carry the same facts as the page."""

from __future__ import annotations

import io
import json

import pytest

from claude_doctor.doors.explain.command import explain
from claude_doctor.doors.explain.views import json as json_format
from claude_doctor.doors.explain.views import markdown
from claude_doctor.doors.explain.views import text as text_format
from claude_doctor.render.style import Style

QUERIES = [
    "529",
    "401",
    "streaming_error",
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
]


def written(module, report, style=Style()) -> str:
    out = io.StringIO()
    module.render([report], out, style)
    return out.getvalue()


@pytest.mark.parametrize("query", QUERIES)
def test_all_formats_carry_the_same_facts(query):
    report = explain(query)
    facts = json.loads(written(json_format, report))["diagnoses"][0]
    page = " ".join(written(text_format, report, Style(width=100_000)).split())
    sheet = written(markdown, report)
    for item in (
        facts["title"].removeprefix(f"{facts['status']}: "),
        facts["billed"],
        *facts["causes"],
        *facts["fixes"],
    ):
        assert item in sheet
        assert " ".join(item.replace("**", "").split()) in page
    for source in facts["sources"]:
        assert source["url"] in sheet
        assert source["url"] in page


def test_ascii_json_where_utf8_is_missing():
    assert written(json_format, explain("日本"), Style(unicode=False)).isascii()


def test_markdown_escapes():
    assert (
        markdown.escaped("<b> [x](http://y) `z` | @a :: #1")
        == "&lt;b&gt; `[x](http://y)` \\`z\\` \\| `@a` :&#58; `#1`"
    )
