"""Every kind of rotation: what the file system still had arrives once, in order."""

from __future__ import annotations

import os

import pytest

from claude_doctor.doors.tail.follow.line import LONGEST
from tests.logs.follow.desk import Desk, numbered


@pytest.fixture
def desk(tmp_path):
    def make(*inputs: str) -> Desk:
        return Desk(tmp_path, *inputs)

    return make


def test_appended_lines_come_once_with_their_numbers(desk, tmp_path):
    (tmp_path / "app.log").write_bytes(b"a\nb\n")
    it = desk("app.log")
    it.write("app.log", "c", "d")
    assert it.look() == ["c", "d"]
    assert it.look() == []
    assert [(line.number, line.data) for line in it.seen] == [(1, b"a"), (2, b"b"), (3, b"c"), (4, b"d")]
    assert {line.path for line in it.seen} == {str(tmp_path / "app.log")}


def test_a_begun_line_is_held_until_it_is_whole(desk):
    it = desk("app.log")
    it.write("app.log", "half", end="")
    assert it.look() == []
    assert it.look(60) == []
    it.write("app.log", " whole")
    assert it.look() == ["half whole"]


def test_a_whole_object_without_a_newline_is_not_kept_back_and_comes_once(desk):
    it = desk("app.log")
    it.write("app.log", '{"status": 529}', end="")
    assert it.look() == []
    assert it.look(2) == ['{"status": 529}']
    it.write("app.log", "", '{"status": 429}')
    assert it.look() == ['{"status": 429}']
    assert [line.number for line in it.seen] == [1, 2]


def test_text_behind_an_object_that_was_handed_out_early_is_a_line(desk):
    it = desk("app.log")
    it.write("app.log", '{"a": 1}', end="")
    it.look()
    assert it.look(2) == ['{"a": 1}']
    it.write("app.log", '{"b": 2}')
    assert it.look() == ['{"b": 2}']


def test_what_is_held_comes_at_the_end(desk):
    it = desk("app.log")
    it.write("app.log", "no newline", end="")
    it.look()
    assert it.end() == ["no newline"]


def test_carriage_returns_and_odd_separators_do_not_split(desk, tmp_path):
    (tmp_path / "app.log").write_bytes("a\u2028b\x85c\rd\r\ne\r\n".encode())
    assert desk("app.log").texts == ["a\u2028b\x85c\rd", "e"]


def test_rename_and_create(desk):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 3))
    it.look()
    it.write("app.log", *numbered(3, 2))
    it.rename("app.log", "app.log.1")
    it.write("app.log", *numbered(5, 2))
    assert it.look() == numbered(3, 4)


def test_a_late_writer_of_the_renamed_file_is_heard(desk):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 1))
    it.look()
    it.rename("app.log", "app.log.1")
    it.write("app.log", *numbered(10, 1))
    it.look()
    it.look(30)
    it.write("app.log.1", *numbered(1, 1))
    it.write("app.log", *numbered(11, 1))
    assert it.look() == numbered(1, 1) + numbered(11, 1)


def test_rename_and_remove_at_once_as_a_compressor_does(desk, tmp_path):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 2))
    it.look()
    it.write("app.log", *numbered(2, 2))
    it.rename("app.log", "app.log.1")
    (tmp_path / "app.log.1").unlink()
    it.write("app.log", *numbered(4, 1))
    assert it.look() == numbered(2, 3)


def test_two_rotations_between_two_looks(desk):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 2))
    it.look()
    for turn in (1, 2):
        if turn > 1:
            it.rename("app.log.1", "app.log.2")
        it.rename("app.log", "app.log.1")
        it.write("app.log", *numbered(2 * turn, 2))
    assert it.look() == numbered(2, 4)


def test_older_rotated_files_and_other_logs_are_not_taken_for_new_ones(desk):
    for name in ("app.log.1", "app-debug.log", "app.error.log", "app"):
        Desk.write(_at(desk), name, "old of " + name)
    it = desk("app.log")
    it.write("app.log", *numbered(0, 2))
    it.look()
    it.write("app-debug.log", "another log")
    it.rename("app.log.1", "app.log.2")
    it.rename("app.log", "app.log.1")
    it.write("app.log", *numbered(2, 2))
    it.look()
    assert it.texts == numbered(0, 4)


def _at(make) -> Desk:
    return make("nothing.log")


def test_copytruncate_reads_what_was_unread_from_the_copy(desk):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 3))
    it.look()
    it.write("app.log", *numbered(3, 2))
    it.copytruncate("app.log", "app.log.1")
    it.write("app.log", *numbered(5, 1))
    assert it.look() == numbered(3, 3)
    it.copytruncate("app.log", "app.log.1")
    it.write("app.log", *numbered(6, 1))
    assert it.look() == numbered(6, 1)


def test_copytruncate_of_a_file_never_seen_with_content(desk):
    it = desk("app.log")
    it.write("app.log", end="")
    it.look()
    it.look(5)
    it.write("app.log", *numbered(0, 2))
    it.copytruncate("app.log", "app.log.1")
    assert it.look() == numbered(0, 2)


@pytest.mark.parametrize("count", [1, 3, 7])
def test_truncate_and_refill_to_less_the_same_and_more(desk, count):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 3))
    it.look()
    it.refill("app.log", *numbered(50, count))
    it.look()
    assert it.texts == numbered(0, 3) + numbered(50, count)


def test_refill_of_the_same_size_within_one_tick_of_the_clock_of_files(desk, tmp_path):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 3))
    it.look()
    was = os.stat(tmp_path / "app.log")
    it.refill("app.log", *numbered(50, 3))
    os.utime(tmp_path / "app.log", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert it.look() == numbered(50, 3)


def test_only_the_end_cut_off_gives_nothing_twice(desk, tmp_path):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 5))
    it.look()
    os.truncate(tmp_path / "app.log", 3 * 91)
    assert it.look() == []
    it.look(2)
    it.write("app.log", *numbered(5, 2))
    it.look()
    assert it.texts == numbered(0, 7)


def test_a_size_told_too_small_for_a_moment_gives_nothing_twice(desk, tmp_path):
    # What a network file system's old attributes look like: shorter, then as it was.
    it = desk("app.log")
    it.write("app.log", *numbered(0, 5))
    it.look()
    os.truncate(tmp_path / "app.log", 3 * 91)
    it.look()
    it.write("app.log", *numbered(3, 2), *numbered(5, 1))
    assert it.look() == numbered(5, 1)


def test_a_link_that_is_switched_there_and_back(desk, tmp_path):
    it = desk("current.log")
    it.write("a.txt", *numbered(0, 2))
    (tmp_path / "current.log").symlink_to(tmp_path / "a.txt")
    it.look()
    it.write("a.txt", *numbered(2, 1))
    it.write("b.txt", *numbered(10, 2))
    _switch(tmp_path, "b.txt")
    assert it.look() == numbered(2, 1) + numbered(10, 2)
    it.write("a.txt", *numbered(3, 1))
    _switch(tmp_path, "a.txt")
    it.look()
    it.look()
    assert it.texts == numbered(0, 3) + numbered(10, 2) + numbered(3, 1)


def _switch(folder, target):
    (folder / "new").symlink_to(folder / target)
    os.replace(folder / "new", folder / "current.log")


def test_delete_and_recreate(desk, tmp_path):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 2))
    it.look()
    it.write("app.log", *numbered(2, 1))
    (tmp_path / "app.log").unlink()
    assert it.look() == numbered(2, 1)
    it.look(700)
    it.write("app.log", *numbered(3, 1))
    assert it.look() == numbered(3, 1)


def test_an_editor_that_saves_by_replacing_the_file_gives_nothing_twice(desk):
    it = desk("app.log")
    it.write("app.log", *numbered(0, 4))
    it.look()
    it.write("app.log.new~", *numbered(0, 5))
    it.rename("app.log.new~", "app.log")
    it.look()
    assert it.texts == numbered(0, 5)


def test_a_hole_under_a_writer_that_does_not_append(desk, tmp_path):
    path = tmp_path / "app.log"
    it = desk("app.log")
    with path.open("wb", buffering=0) as file:
        file.write(b"".join(line.encode() + b"\n" for line in numbered(0, 200)))
        it.look()
        os.truncate(path, 0)
        file.write(numbered(300, 1)[0].encode() + b"\n")
    texts = [text.lstrip("\0") for text in it.look()]
    assert texts == numbered(300, 1)


def test_a_line_longer_than_any_is_cut_and_the_next_one_read(desk, tmp_path):
    (tmp_path / "app.log").write_bytes(b"x" * (LONGEST + 5_000_000) + b"\nnext\n")
    it = desk("app.log")
    assert [len(line.data) for line in it.seen][1:] == [4]
    assert len(it.seen[0].data) == LONGEST + 1  # one byte more than is read says that it was cut
    assert [line.number for line in it.seen] == [1, 2]
