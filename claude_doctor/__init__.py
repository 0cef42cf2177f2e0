"""Diagnosis for the Claude API: what an error means, whose fault it is, whether to retry and when, what to
change.

Importing this package is cheap; `diagnose` loads the catalogue on first use and opens no socket.
"""

from __future__ import annotations

from claude_doctor.base.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Diagnosis as Diagnosis
    from claude_doctor.base.model import Entry as Entry
    from claude_doctor.base.model import Evidence as Evidence
    from claude_doctor.base.model import Signal as Signal
    from claude_doctor.diagnosis import diagnose as diagnose
    from claude_doctor.diagnosis import preload as preload

__all__ = ["Diagnosis", "Entry", "Evidence", "Signal", "__version__", "diagnose", "preload"]


def __getattr__(name: str) -> object:
    if name in ("diagnose", "preload"):
        from claude_doctor import diagnosis

        return getattr(diagnosis, name)
    if name in __all__:
        from claude_doctor.base import model

        return getattr(model, name)
    raise AttributeError(f"module 'claude_doctor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
