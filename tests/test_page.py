"""The one Markdown shape."""

import pytest

from claude_doctor.base.errors import PageError
from claude_doctor.catalogue import page

TEXT = (
    '+++\ntitle = "x"\n+++\n\nLead one\nstill one.\n\nLead two.\n\n## Causes\n\n- a\n  more\n- b\n\n## '
    "Examples\n\n~~~text\n## not a heading\n~~~\n\n```python\nx = 1\n```\n"
)


def test_parts():
    found = page.parse("x", TEXT)
    assert found.front == {"title": "x"}
    assert page.paragraphs(found.lead) == ("Lead one still one.", "Lead two.")
    assert page.items(found.sections["Causes"]) == ("a more", "b")
    assert page.fences(found.sections["Examples"]) == ("## not a heading", "x = 1")


@pytest.mark.parametrize("text", ["no front", "+++\na = \n+++\n", "+++\n+++\nx\n## A\n## A\n"])
def test_faults_name_the_file(text):
    with pytest.raises(PageError, match=r"^bad\.md: "):
        page.parse("bad", text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("One. Two.", "One."),
        ("Uses v1.2 now. Then.", "Uses v1.2 now."),
        ("No stop", "No stop"),
        ("e.g. this one.", "e.g. this one."),
    ],
)
def test_first_sentence(text, want):
    assert page.first_sentence(text) == want
