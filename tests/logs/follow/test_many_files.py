"""Folders, patterns, pipes, many files: which are looked at when, and which are left alone."""

from __future__ import annotations

import os
import threading
import time

import pytest

from claude_doctor.doors.tail.follow import HOT, OPEN, Follower, follow, mark_at
from tests.logs.follow.desk import Desk, numbered


@pytest.fixture
def desk(tmp_path):
    def make(*inputs: str) -> Desk:
        return Desk(tmp_path, *inputs)

    return make


def test_a_file_that_appears_in_a_folder_is_read_from_its_start(desk, tmp_path):
    it = desk("")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    it.look()
    it.write("deep/er/new.jsonl", *numbered(0, 2))
    assert it.look() == numbered(0, 2)


def test_a_file_that_appears_for_a_pattern_is_read_and_others_are_not(desk):
    it = desk("app-*.log")
    it.write("app-1.log", *numbered(0, 1))
    it.write("web-1.log", *numbered(5, 1))
    assert it.look() == numbered(0, 1)


def test_hidden_binary_and_compressed_files_are_left_alone(desk):
    it = desk("")
    for name in (".hidden.log", "picture.png", "app.log.1.gz", "core"):
        it.write(name, "text")
    it.write("app.log", "text of the log")
    assert it.look() == ["text of the log"]


def test_a_file_at_two_names_is_read_once(desk, tmp_path):
    it = desk("")
    it.write("one.log", *numbered(0, 1))
    os.link(tmp_path / "one.log", tmp_path / "two.log")
    (tmp_path / "three.log").symlink_to(tmp_path / "one.log")
    it.look()
    it.look()
    assert it.texts == numbered(0, 1)


def test_two_programs_whose_logs_begin_alike_are_both_read(desk):
    it = desk("")
    it.write("worker-1.log", "start", *numbered(0, 1))
    it.look()
    it.write("worker-2.log", "start", *numbered(1, 1))
    it.look()
    assert sorted(it.texts) == sorted(["start", "start", *numbered(0, 2)])


def test_the_files_written_last_are_looked_at_in_every_round(desk, tmp_path):
    it = desk("")
    for number in range(HOT * 4):
        it.write(f"{number:03}.log", f"first of {number}")
    it.look()
    it.write("000.log", "wakes it")
    for _ in range(4):
        it.look()
    assert "wakes it" in it.texts
    for number in range(5):
        it.write("000.log", f"hot {number}")
        assert it.look() == [f"hot {number}"]


def test_every_file_has_its_turn_and_how_stale_the_slowest_is_is_known(desk):
    it = desk("")
    for number in range(HOT * 4):
        it.write(f"{number:03}.log", f"first of {number}")
    it.look()
    stale = []
    for _ in range(20):
        it.look()
        stale.append(it.follower.stale_s(it.now))
    # 48 files in turns of 16: each waits at most three rounds.
    assert 0.05 < max(stale[8:]) <= 0.1501
    assert len(it.texts) == HOT * 4


def test_more_files_than_may_be_open_are_all_followed_through_a_rotation(desk, tmp_path):
    count = OPEN + HOT + 20
    for number in range(count):
        (tmp_path / f"{number:04}.log").write_text("".join(f"{line}\n" for line in numbered(number * 10, 2)))
    it = desk("")
    assert len(it.texts) == count * 2
    it.look()
    assert len(it.follower._ledger.live) <= OPEN
    for number in range(count):
        it.write(f"{number:04}.log", *numbered(number * 10 + 2, 1))
        it.rename(f"{number:04}.log", f"{number:04}.log.1")
        it.write(f"{number:04}.log", *numbered(number * 10 + 3, 1))
    for _ in range(count * 2 // 16 + 10):
        it.look()
    assert len(it.texts) == count * 4
    assert len(set(it.texts)) == count * 4


def test_a_file_that_cannot_be_read_yet_is_told_and_read_when_it_can(desk):
    it = desk("later.log")
    it.look()
    assert it.follower.troubles() == [(str(it.folder / "later.log"), "does not exist yet")]
    it.write("later.log", "at last")
    assert it.look() == ["at last"]
    assert it.follower.troubles() == []


def test_reading_goes_on_from_a_mark_also_after_a_rotation(tmp_path):
    path = tmp_path / "app.log"
    path.write_text("a" * 50 + "\nb\nc\n")
    with path.open("rb") as file:
        mark = mark_at(file.fileno(), 51, 1)
    path.rename(tmp_path / "app.log.1")
    path.write_text("d\n")
    follower = Follower([str(path)], 0.0, {str(path): mark})
    found = [(line.number, line.data) for batch in follower.backlog(0.0) for line in batch]
    follower.close()
    assert found == [(2, b"b"), (3, b"c"), (1, b"d")]


def test_a_mark_of_a_file_that_is_gone_does_not_skip_the_new_one(tmp_path):
    path = tmp_path / "app.log"
    path.write_text("a" * 50 + "\nb\n")
    with path.open("rb") as file:
        mark = mark_at(file.fileno(), 51, 1)
    path.write_text("z" * 50 + "\ny\n")
    follower = Follower([str(path)], 0.0, {str(path): mark})
    found = [line.data for batch in follower.backlog(0.0) for line in batch]
    follower.close()
    assert found == [b"z" * 50, b"y"]


def test_the_file_our_output_goes_to_is_not_followed(tmp_path):
    (tmp_path / "in.log").write_text("in\n")
    (tmp_path / "out.log").write_text("out\n")
    status = os.stat(tmp_path / "out.log")
    follower = Follower([str(tmp_path)], 0.0, ignored=(status.st_dev, status.st_ino))
    assert [line.data for batch in follower.backlog(0.0) for line in batch] == [b"in"]
    follower.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read_from_one_writer_after_the_other(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    seen: list[bytes] = []
    done = threading.Event()

    def read() -> None:
        for batch in follow([str(path)], stop=done.is_set):
            seen.extend(line.data for line in batch)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    for text in (b"one\ntw", b"o\nthree\n"):
        with path.open("wb") as file:
            file.write(text)
        time.sleep(0.1)
    end = time.monotonic() + 10
    while len(seen) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    done.set()
    thread.join(5)
    assert seen == [b"one", b"two", b"three"]


def test_memory_does_not_grow_with_the_size_of_a_file(tmp_path):
    """A file of 64 MB is handed out in lists of about a megabyte."""
    path = tmp_path / "big.log"
    path.write_bytes((b"x" * 1023 + b"\n") * 65536)
    follower = Follower([str(path)], 0.0)
    most = count = 0
    for batch in follower.backlog(0.0):
        most, count = max(most, sum(len(line.data) for line in batch)), count + len(batch)
    follower.close()
    assert count == 65536
    assert most <= 1 << 20
