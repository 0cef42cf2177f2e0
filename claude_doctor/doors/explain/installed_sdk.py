"""What the installed Anthropic SDK says of an error code that no page describes, read as text.

The SDK is never imported, and only two places are looked at: the site-packages of our own interpreter and
those of the active VIRTUAL_ENV. Nothing in a paste or a cloned repository chooses a file.
"""

from __future__ import annotations

import os
import re
import stat
import sys

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LARGEST = 1 << 20
_LONGEST = 1200
_CODE = re.compile(r"[a-z][a-z0-9_]{2,80}\Z")
_VERSION = re.compile(r"""__version__ = ["']([0-9][\w.+-]{0,30})["']""")
_DOCSTRING = r'^class {}\b[^\n]*:\n\s+"""(.*?)"""'
_IMPORT = r"^from \.([\w.]+) import (?:{0}|\(\n(?: +\w+,\n)* +{0},\n(?: +\w+,\n)*\))$"


@record
class SdkText:
    """What an SDK says of a code: its docstring in one line, its file, its version and the status of the
    error.

    `path` begins at site-packages: where that lies on this machine is nobody's business.
    """

    text: str
    path: str
    version: str
    status: int | None


def find(code: str, environment: Mapping[str, str], status: int | None = None) -> SdkText | None:
    """Return what the newest of the installed SDKs says of a code; None when none knows it. Nothing is
    raised.

    `status` decides where a code comes with several.
    """
    if not _CODE.match(code):
        return None
    found = [told for place in _places(environment) if (told := _told(place, code, status))]
    return max(found, key=lambda told: _order(told.version)) if found else None


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _places(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the folders in which packages are installed: ours, then those of the active environment."""
    ours = [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")]
    yield from dict.fromkeys(ours)
    active = environment.get("VIRTUAL_ENV", "")
    if not os.path.isabs(active) or os.path.realpath(active) == os.path.realpath(sys.prefix):
        return
    for lib in ("lib", "lib64"):
        try:
            versions = sorted(os.listdir(os.path.join(active, lib)))[:50]
        except OSError:
            continue
        named = (name for name in versions if name.startswith("python3"))
        yield from (os.path.join(active, lib, name, "site-packages") for name in named)
    yield os.path.join(active, "Lib", "site-packages")


def _told(place: str, code: str, status: int | None) -> SdkText | None:
    """Return what one SDK says: its table names a code's class, an import the class's file, the file its
    docstring.
    """
    package = os.path.join(place, "anthropic")
    table = _read(os.path.join(package, "_error_classes.py"))
    rows = re.findall(rf'\((\d{{3}}|None), "{code}"\): (\w{{1,100}}),', table)
    if not rows:
        return None
    number, name = next((row for row in rows if row[0] == str(status)), rows[0])
    home = re.search(_IMPORT.format(name), table, re.M)
    parts = home[1].split(".") if home else []
    body = _read(os.path.join(package, *parts) + ".py") if parts else ""
    words = re.search(_DOCSTRING.format(name), body, re.M | re.S)
    version = _VERSION.search(_read(os.path.join(package, "_version.py")))
    if words is None or not words[1].strip() or version is None:
        return None
    text = " ".join(words[1].split())
    return SdkText(
        text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…",
        "/".join((os.path.basename(place), "anthropic", *parts)) + ".py",
        version[1],
        int(number) if number.isdigit() else None,
    )


def _read(path: str) -> str:
    """Return the text of a regular file of at most a megabyte; "" for anything else."""
    try:
        # Not blocking: a pipe in that place must not hold us up.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return ""
    try:
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
                return ""
            return file.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""
