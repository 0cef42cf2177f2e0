"""The quick parser and Typer lead to the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conftest import clean_environment

TYPER = (
    "import sys\nfrom claude_doctor import cli\nfrom claude_doctor.cli import "
    "typer_app\nsys.exit(typer_app.main(sys.argv[1:], cli.execute))"
)
CASES = [
    ["explain", "529"],
    ["explain", "529", "--json"],
    ["explain", "overloaded_error", "--format", "markdown"],
    ["explain", "429", "--header", "retry-after: 30", "--attempt", "2", "--json"],
    ["explain", "--list"],
    ["explain", "--search", "proxy"],
    ["explain", "--search", "proxy", "--json"],
    ["explain", "two", "words"],
    ["explain", "529", "--color", "always", "--code", "typescript"],
    ["explain", "404", "--platform", "bedrock"],
    ["explain", "--", "-weird"],
    ["explain", "nothing known", "--exit-zero"],
    ["explain", "-f", "missing"],
    ["explain", "529", "--format", "nope"],
]


@pytest.mark.parametrize("argv", CASES, ids=" ".join)
def test_same_bytes_same_code(argv, tmp_path):
    def call(*head: str) -> tuple[int, bytes, bytes]:
        done = subprocess.run(
            [sys.executable, *head, *argv],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=clean_environment(),
            cwd=tmp_path,
            check=False,
        )
        return done.returncode, re.sub(rb'("generated_at": )"[^"]*"', rb"\1", done.stdout), done.stderr

    assert call("-m", "claude_doctor") == call("-c", TYPER)
