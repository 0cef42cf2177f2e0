"""msgspec without typing_extensions, which costs a command of ours more than msgspec itself and gives it
nothing: from Python 3.11 on all that our types need is in typing.
"""

from __future__ import annotations

import sys


def load_msgspec() -> None:
    """Import msgspec the short way: for commands alone, as whoever shares a process may need the long one.

    Nothing happens where either is there already.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # how an import is refused; msgspec then takes typing
    try:
        __import__("msgspec")
    finally:
        del sys.modules["typing_extensions"]
