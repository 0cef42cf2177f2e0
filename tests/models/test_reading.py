"""Reading files for names takes time in proportion to them, whatever is in them, and loses no place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.models.engine import ignored, names, search
from tests.growth import WORST, factor

PUMPS = {
    "a.py": ['"', "'''", '"""a', "\\", "# ", "claude-", '"claude-3-opus-20240229 ', "a.", 'model="'],
    "a.ts": ["`", "/*", "*", "//", "'\\", "/"],
    "a.rs": ['r#"', 'r##"#', "'", '"'],
    "a.cs": ['@"', '"""', '$@"'],
    "a.rb": ["=begin\n", "\n=end"],
    "a.yaml": ["claude-", " #", "'", '"', "-", "claude-2.1: ", "a/b/", "us.", "a: claude-2.1\n"],
    "a.ini": [";", "\n;"],
    "a.json": ['"', '{"claude-2.1":', "/*"],
    "a.ipynb": ['{"cells":[{"cell_type":"code","source":["a"]},', "[", '"'],
}
ROWS = [(name, pump) for name, pumps in PUMPS.items() for pump in pumps]


@given(st.text(alphabet="\"'`\\/*#\n =-claude2.1ru@$", max_size=80), st.sampled_from(sorted(PUMPS)))
def test_any_text_is_read_and_every_place_is_in_it(text, name):
    for place in search.places(text, name, 60, "2026-12-01"):
        line = text.replace("\r\n", "\n").split("\n")[place.line - 1]
        assert line[place.column - 1 :].startswith(place.name)


@pytest.mark.parametrize(("name", "pump"), ROWS)
def test_reading_is_linear(name, pump):
    def work(text: str) -> None:
        list(search.places(text, name, 60, "2026-12-01"))

    assert factor(work, lambda size: pump * (size // len(pump)) + '"claude-2.1"', 20_000) < WORST


@pytest.mark.parametrize(
    ("rules", "path", "is_folder", "is_left_out"),
    [
        ("*.log", "a/b.log", False, True),
        ("/a", "b/a", False, False),
        ("/a", "a", False, True),
        ("a/b", "x/a/b", False, False),
        ("**/b", "x/a/b", False, True),
        ("a/**", "a/x/y", False, True),
        ("a/**/b", "a/b", False, True),
        ("a/", "a", False, False),
        ("a/", "a", True, True),
        ("*\n!k*", "keep", False, False),
        ("?.py", "ab.py", False, False),
        ("[ab].py", "a.py", False, True),
        ("# a", "a", False, False),
    ],
)
def test_gitignore_without_git(tmp_path, rules, path, is_folder, is_left_out):
    (tmp_path / "rules").write_text(rules)
    found = ignored.Ignored()
    found.add("", str(tmp_path / "rules"))
    assert found.holds(path, is_folder=is_folder) is is_left_out


def test_names_of_a_file_are_found_by_how_it_is_called():
    assert [found.text for found in names.names('m = "claude-2.1"', "a.py")] == ["claude-2.1"]
    assert [found.text for found in names.names("m = claude-2.1", "a.py")] == []
    assert [found.text for found in names.names("m = claude-2.1", "notes.unknown")] == ["claude-2.1"]
