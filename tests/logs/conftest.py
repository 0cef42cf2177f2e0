"""Shared by the tests of `tail`: lines in, pipeline out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from claude_doctor.doors.tail.counting.pipeline import Options, Pipeline


@pytest.fixture
def read() -> Callable[..., Pipeline]:
    """Feed lines (text, bytes or objects) to a new pipeline and return it, counted to the end."""

    def call(
        *lines: object,
        options: Options | None = None,
        is_json: bool = True,
        path: str = "a.log",
        seen: list | None = None,
    ) -> Pipeline:
        pipeline = Pipeline(
            options or Options(), (lambda event, raw: seen.append((event, raw))) if seen is not None else None
        )
        pipeline.open(path, is_json)
        pipeline.feed([as_bytes(line) for line in lines])
        pipeline.finish(path)
        pipeline.settle()
        return pipeline

    return call


def as_bytes(line: object) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()
