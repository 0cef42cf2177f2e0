"""SIGTERM as an end in good order: files that are half written are removed, a second process is ended, the
code is 143.
"""

from __future__ import annotations

import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


class TerminatedError(BaseException):
    """SIGTERM has come. Not an Exception: nothing that handles faults may swallow it."""


def heed() -> None:
    """Raise TerminatedError where SIGTERM would end the process on the spot; who has a handler of its own
    keeps it.
    """
    if sys.platform == "win32":
        return
    try:
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _raise)
    except ValueError:  # not the main thread: whoever runs us here decides
        return


def _raise(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not break into the clean-up
    raise TerminatedError
