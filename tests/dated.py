"""The real command on another day: its interpreter's clock is moved before anything of ours runs."""

from __future__ import annotations

import os
from pathlib import Path

_MOVED = """
import datetime
import time

_real = time.time
_shift = datetime.datetime.fromisoformat("{day}T12:00:00+00:00").timestamp() - _real()
time.time = lambda: _real() + _shift
"""


def environment(folder: Path, day: str) -> dict[str, str]:
    """Return the variables that make it noon (UTC) of an ISO date for a Python that is started with them."""
    place = folder / f"clock-{day}"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(_MOVED.format(day=day), encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(place), os.environ.get("PYTHONPATH", ""))))}
