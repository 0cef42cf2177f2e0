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


def cannot_read(path: str, error: OSError | str) -> InputError:
    """Return the one sentence for an input that cannot be read; the reason may be words of ours."""
    return InputError(f"cannot read {path}: {reason(error) if isinstance(error, OSError) else error}")


def cannot_write(path: str, error: OSError) -> InputError:
    """Return the one sentence for a file that cannot be written."""
    return InputError(f"cannot write {path}: {reason(error)}")


def reason(error: OSError) -> str:
    """Return why the system refused, in words that follow a colon."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a directory, a file was wanted"
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


class PageError(ValueError):
    """A Markdown page that does not have the fixed shape; the message names file and place."""
