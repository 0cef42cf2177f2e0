"""Signals that wait while a second process is made: one that came in between would leave a process that
nobody ends.
"""

from __future__ import annotations

import signal
import sys


def hold() -> None:
    """Let SIGINT and SIGTERM wait until `release`; a process that is made meanwhile has to release them for
    itself.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))


def release() -> None:
    """Let them come; what has waited comes here."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
