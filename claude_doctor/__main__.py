"""`python -m claude_doctor` is the same as `claude-doctor`."""

from claude_doctor.cli import entry_point

entry_point()
