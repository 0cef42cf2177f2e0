"""Adding a log format is one file and nothing else: shown in a copy of the package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from claude_doctor.base import registry
from claude_doctor.doors.tail import formats
from claude_doctor.doors.tail.formats.contract import Format
from tests.conftest import SOURCE, clean_environment

FORMAT = '''"""The log of the imaginary proxy Frob: `{frob_version, took, answer, about}`."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 245
TAKES = dict


def read(record):
    """Return the outcome of one request."""
    if "frob_version" not in record:
        return None
    status = fields.status(record.get("answer"))
    return Event("terminal" if status >= 400 else "ok", status=status, time=record.get("when"), message=record.get("about"))
'''
SAMPLE = {"frob_version": 3, "when": "2026-11-20T04:20:28Z", "answer": "529", "about": "Overloaded"}


def events(copy: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "claude_doctor", "tail", "--format", "events"],
        input=json.dumps(SAMPLE) + "\n",
        capture_output=True,
        text=True,
        env=clean_environment(PYTHONPATH=str(copy)),
        cwd=copy,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_new_file_is_a_new_format(tmp_path):
    shutil.copytree(
        SOURCE / "claude_doctor",
        tmp_path / "claude_doctor",
        ignore=shutil.ignore_patterns("__pycache__", "_built*"),
    )
    assert all(event["format"] != "frob" for event in events(tmp_path))
    (tmp_path / "claude_doctor" / "doors" / "tail" / "formats" / "frob.py").write_text(
        FORMAT, encoding="utf-8"
    )
    (event,) = events(tmp_path)
    assert (event["format"], event["status"], event["diagnosis"], event["ts"]) == (
        "frob",
        529,
        "overloaded_529",
        "2026-11-20T04:20:28.000Z",
    )


def test_every_format_says_what_it_takes_and_no_rank_is_used_twice():
    members = [registry.load(formats, name, Format) for name in registry.names(formats)]
    ranks = [member.RANK for member in members]
    assert len(set(ranks)) == len(ranks)
    for member in members:
        assert member.TAKES in (dict, str), member.__name__
        assert member.__doc__
        assert member.read({} if member.TAKES is dict else "") is None
