"""The names of the product that the collectors use, in one place."""

from __future__ import annotations

from claude_doctor.doors.explain.command import explain

__all__ = ["explain"]
