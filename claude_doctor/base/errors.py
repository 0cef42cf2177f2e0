"""What the person at the terminal can put right; `cli` turns each into one sentence and an exit code."""

from __future__ import annotations

from claude_doctor.base.model import ExitCode


class DoctorError(Exception):
    """A sentence for the person, with the exit code that belongs to it."""

    exit_code = ExitCode.INTERNAL


class UsageError(DoctorError):
    """Wrong option, argument or configuration (exit 2)."""

    exit_code = ExitCode.USAGE


class InputError(DoctorError):
    """An input that cannot be read: missing, forbidden, a directory, a known binary container (exit 3)."""

    exit_code = ExitCode.INPUT


class PageError(ValueError):
    """A Markdown page that does not have the fixed shape; the message names file and place."""
