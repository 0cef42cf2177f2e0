"""What the layers of one call tell each other through the context: one retry loop only, and who collects
attempts.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

# "doctor": inside a Doctor's attempt; "retry": inside `retry()`, which then owns the loop.
INSIDE: ContextVar[str | None] = ContextVar("claude_doctor_inside", default=None)
# Where `try_call` collects the calls made for it.
COLLECT: ContextVar[list[Any] | None] = ContextVar("claude_doctor_collect", default=None)
