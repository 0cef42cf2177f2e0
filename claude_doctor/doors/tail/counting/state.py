"""`--state FILE`: a run goes on where the one before stopped, through rotation, and counts nothing twice.

A state holds the sums and, of each file, how far it was read and what proves that it is still that file. A
file that was renamed is found by its content. What the last lines left open is read again quietly.
"""

from __future__ import annotations

import os

import msgspec

from claude_doctor.base.errors import InputError, UsageError, cannot_read
from claude_doctor.doors.tail.counting import partial as _partial
from claude_doctor.doors.tail.counting import work
from claude_doctor.doors.tail.counting.parts import Part, Piece, copied, may_be_cut
from claude_doctor.doors.tail.counting.pipeline import Pipeline
from claude_doctor.doors.tail.follow.mark import Mark, fits, mark_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_doctor.doors.tail.counting.options import Options

_KIND = "state of claude-doctor tail"
_BLOCK = 1 << 16
# Files that are gone whose places are kept.
_GONE = 100


class _Place(msgspec.Struct):
    """How far a file was read; of one that is read as a whole, its size."""

    path: str
    device: int
    inode: int
    offset: int
    head: bytes
    tail: bytes


class _State(msgspec.Struct):
    kind: str
    version: int
    places: list[_Place]
    sums: bytes


_decoder = msgspec.msgpack.Decoder(_State)


def refuse(asked: str, files: Sequence[str], given: dict[str, object]) -> None:
    """Raise UsageError for what a state cannot do; `given` are other options by their flags."""
    if named := [flag for flag, value in given.items() if value and flag != asked]:
        raise UsageError(f"{asked} does not go together with {' or '.join(named)}")
    if not files or "-" in files:
        raise UsageError(f"{asked} reads files by their names; standard input has none")


def run(paths: list[str], options: Options, file: str) -> Pipeline:
    """Add to the sums of a state what came since, write it, and return the pipeline that holds the sum.

    InputError when the state or a log cannot be read; OSError when the state cannot be written.
    """
    known = _read(file) if os.path.exists(file) else None
    total = Pipeline(options)
    if known is not None:
        _partial.load(total, known.sums, file)
    places: list[_Place] = []
    pieces = list(_pieces(paths, known.places if known else [], places, _written(file)))
    across = set(copied(paths))
    for group in ([p for p in pieces if p.path in across], [p for p in pieces if p.path not in across]):
        if group:
            total.absorb(work.counted(Part(tuple(group), across=group[0].path in across), options))
    _write(file, _State(_KIND, _partial.VERSION, places, _partial.dump(total)))
    return work.end(total)


def merge(files: Sequence[str], options: Options) -> Pipeline:
    """Return the pipeline that holds the sum of states made elsewhere. InputError when one is none."""
    total = Pipeline(options)
    for file in files:
        one = Pipeline(options)
        _partial.load(one, _read(file).sums, file)
        total.absorb(one)
    return work.end(total)


def _read(file: str) -> _State:
    try:
        with open(file, "rb") as data:
            found = _decoder.decode(data.read())
    except OSError as error:
        raise cannot_read(file, error) from error
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise InputError(f"{file}: is no state of tail") from None
    if found.kind != _KIND or found.version != _partial.VERSION:
        raise InputError(f"{file}: is no state of tail, or one of another version")
    return found


def _write(file: str, state: _State) -> None:
    beside = f"{file}.{os.getpid()}.tmp"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as out:
            out.write(msgspec.msgpack.encode(state))
        os.replace(beside, file)
    except BaseException:
        os.unlink(beside)
        raise


def _pieces(paths: Sequence[str], known: list[_Place], places: list[_Place], before: int) -> Iterator[Piece]:
    """Yield what is new in files, the rest of renamed ones first; `places` takes how far all are read."""
    read: set[str] = set()
    gone = []
    for place in sorted(known, key=lambda place: -place.offset):
        path = _found(place, paths)
        if path is None:
            gone.append(place)
        elif path not in read:
            read.add(path)
            yield from _rest(path, place.offset, places)
    followed = {place.path for place in known} & set(paths)
    unseen = [path for name in followed for path in _beside(name, ".") if _written(path) >= before]
    for path in dict.fromkeys([*sorted(unseen, key=_written), *paths]):
        if path not in read and (path in paths or may_be_cut(path)):
            yield from _rest(path, 0, places)
    places += gone[:_GONE]  # what is gone now may come back


def _rest(path: str, start: int, places: list[_Place]) -> Iterator[Piece]:
    """Yield the whole lines of a file from an offset on."""
    whole = not may_be_cut(path)
    end = os.path.getsize(path) if whole else _last_line(path)
    with open(path, "rb") as file:
        mark = mark_at(file.fileno(), end, 0)
    places.append(_Place(path, mark.device, mark.inode, end, mark.head, mark.tail))
    if end > start:
        yield Piece(path) if whole else Piece(path, start, end)


def _found(place: _Place, paths: Sequence[str]) -> str | None:
    """Return the path at which a file that was read stands now: its own, another that is named, or one beside
    it.
    """
    for path in dict.fromkeys([place.path, *paths, *_beside(place.path)]):
        if os.path.isfile(path) and _is(place, path):
            return path
    return None


def _beside(path: str, end: str = "") -> list[str]:
    """Return the files in a path's folder whose names begin as its own: up to the first dot, or with all of
    it and an end.
    """
    folder, name = os.path.split(path)
    begin = name + end if end else name.partition(".")[0]
    found = sorted(other for other in os.listdir(folder or ".") if other.startswith(begin) and other != name)
    return [os.path.join(folder, other) for other in found]


def _written(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _is(place: _Place, path: str) -> bool:
    mark = Mark(place.device, place.inode, place.offset, 0, place.head, place.tail)
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if not place.offset:
                return (status.st_dev, status.st_ino) == mark.id
            return fits(mark, file.fileno())
    except OSError:
        return False


def _last_line(path: str) -> int:
    """Return the offset behind the last newline of a file."""
    with open(path, "rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(end - _BLOCK, 0)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
            end = start
    return 0
