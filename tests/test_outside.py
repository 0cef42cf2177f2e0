"""Text from outside is printed only by naming the output, masked on the way; forgetting that is an error."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from claude_doctor.base.outside import Outside, joined, said
from claude_doctor.render import escape
from claude_doctor.render.canvas import plain, wrap
from claude_doctor.render.dumps import dumps
from claude_doctor.render.places import fingerprint, in_repository, uri
from claude_doctor.render.style import Style
from tests.conftest import SOURCE

KEY = "sk-ant-api03-" + "Ab3dE5gH7jK9" * 7 + "-AAAA"
TEXT = Outside(f"<b>{KEY}</b> \x1b[31m_x_")


@pytest.mark.parametrize("show", [str, "{}".format, lambda text: f"{text}", lambda text: f"{text:>4}"])
def test_without_an_escape_it_has_no_text(show):
    with pytest.raises(TypeError, match="to"):
        show(TEXT)


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        (escape.markdown, "&lt;b&gt;sk-ant-api03-\\*\\*\\*AAA&lt;/b&gt; \\_x\\_"),
        (escape.annotation, "<b>sk-ant-api03-***AAA</b> _x_"),
        (escape.xml, "&lt;b&gt;sk-ant-api03-***AAA&lt;/b&gt; \ufffd[31m_x_"),
        (escape.terminal, "<b>sk-ant-api03-***AAA</b> _x_"),
        (lambda text: plain(text, Style()), "<b>sk-ant-api03-***AAA</b> _x_"),
        (lambda text: "\n".join(wrap(text, Style())), "<b>sk-ant-api03-***AAA</b> _x_"),
        (dumps, '"<b>sk-ant-api03-***AAA</b> \\u001b[31m_x_"'),
        (lambda text: dumps({text: 1}), '{\n  "<b>sk-ant-api03-***AAA</b> \\u001b[31m_x_": 1\n}'),
        (uri, "%3Cb%3Esk-ant-api03-%2A%2A%2AAAA%3C/b%3E%20%1B%5B31m_x_"),
        (repr, "Outside('<b>sk-ant-api03-***AAA</b> \\x1b[31m_x_')"),
    ],
)
def test_each_output_has_its_escape_and_no_secret(show, shown):
    assert show(TEXT) == shown


def test_joined_with_ours_it_stays_outside():
    made = said("{}: {} ({})", Outside("a"), "b", 3)
    assert isinstance(made, Outside)
    assert isinstance("x " + made, Outside)
    assert isinstance(made + " x", Outside)
    assert joined(", ", [made, "c"]) == "a: b (3), c"


def test_what_is_masked_when_joined_is_masked_once_and_all_parts_count():
    assert said("{}", Outside("api_key=hunter2hunter2", is_masked=True)).to(str) == "api_key=hunter2hunter2"
    assert "hunter2" not in said("{}{}", Outside("a", is_masked=True), Outside(KEY)).to(str)


def test_a_secret_that_is_cut_was_masked_before():
    cut = Outside(f"key {KEY}").cut(lambda text: text[:30])
    assert KEY[13:20] not in cut.to(str)


def test_it_compares_and_sorts_as_its_text_and_travels_between_processes():
    assert Outside("a") == "a" == Outside("a")
    assert {Outside("a"): 1}["a"] == 1
    assert sorted([Outside("b"), Outside("a")]) == ["a", "b"]
    assert "b" in Outside("abc")
    assert not Outside("")
    again = pickle.loads(pickle.dumps(Outside("api_key=hunter2hunter2", is_masked=True)))
    assert again.to(str) == "api_key=hunter2hunter2"


def test_files_are_told_apart_by_their_text():
    assert fingerprint(Outside("aa"), 1) != fingerprint(Outside("bb"), 1)
    assert fingerprint(Outside("aa"), 1) == fingerprint("aa", 1)
    assert in_repository(Outside("-")) == "stdin"


@pytest.mark.parametrize(
    "line",
    [
        'print(f"{text}")',
        'print(f"a {maybe} b")',
        "str(text)",
        '"{}".format(text)',
        '"a".join([text])',
        "out.write(text)",
        'words: str = "a" + text',
    ],
)
def test_mypy_refuses_what_would_print_it_as_it_is(line, tmp_path):
    place = tmp_path / "view.py"
    place.write_text(
        "import sys\nfrom claude_doctor.base.outside import Outside\n"
        f"out = sys.stdout\ntext = Outside('a')\nmaybe: Outside | None = text\n{line}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(place)],
        cwd=SOURCE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"{place}:6: error" in done.stdout, done.stdout
