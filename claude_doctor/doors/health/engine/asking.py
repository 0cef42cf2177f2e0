"""Asking the examined interpreter: the libraries of the clouds lie there, and they know how to log in."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from claude_doctor.doors.health.engine.budget import BudgetError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "asked")


class AskingError(Exception):
    """What the library raised, as `module.Class: words`."""


class MissingPackageError(Exception):
    """The package that the interpreter lacks."""


def ask(
    python: str, program: str, words: list[str], environment: Mapping[str, str], seconds: float
) -> dict[str, object]:
    """Run one of the programs of `asked/` in an interpreter and return what it says.

    AskingError carries what the library raised; MissingPackageError that it is not installed there;
    BudgetError that it did not answer within `seconds`.
    """
    line = [python or sys.executable, "-I", os.path.join(_FOLDER, f"{program}.py"), *words]
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter the person named, with a program of ours
            line,
            env=dict(environment),
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise BudgetError("timed out") from None
    except OSError as error:
        raise AskingError(f"builtins.{type(error).__name__}: {error}") from error
    try:
        found = json.loads(done.stdout.decode("utf-8", "replace").splitlines()[-1])
    except (ValueError, IndexError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise AskingError(f"RuntimeError: {python} gave no answer (exit code {done.returncode})")
    if found.get("missing"):
        raise MissingPackageError(str(found["missing"]))
    if found.get("error"):
        raise AskingError(str(found["error"])[:2000])
    return found
