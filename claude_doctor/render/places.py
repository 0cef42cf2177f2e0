"""Files as reports for other programs name them: from the root of the
repository, as a URI, by a fingerprint.
"""

from __future__ import annotations

import hashlib
import os
from urllib.parse import quote

from claude_doctor.base.outside import Outside


def in_repository(path: Outside | str) -> Outside | str:
    """Return a path as the repository names it, from its root; what lies outside of one stays as it is, and
    `-` is stdin.
    """
    return path.cut(_in_repository) if isinstance(path, Outside) else _in_repository(path)


def _in_repository(path: str) -> str:
    if path == "-":
        return "stdin"
    place = os.path.realpath(path)
    root = (
        os.environ.get("GITHUB_WORKSPACE")
        or os.environ.get("CI_PROJECT_DIR")
        or _root(os.path.dirname(place))
    )
    if root and place.startswith(os.path.join(os.path.realpath(root), "")):
        return os.path.relpath(place, os.path.realpath(root)).replace(os.sep, "/")
    return path.replace(os.sep, "/")


def _root(directory: str) -> str:
    """Return the root of the repository a directory lies in, "" where it lies in none."""
    while not os.path.exists(os.path.join(directory, ".git")):
        above = os.path.dirname(directory)
        if above == directory:
            return ""
        directory = above
    return directory


def uri(path: Outside | str) -> str:
    """Return a path as a URI reference."""
    if isinstance(path, Outside):
        return path.to(uri)
    return quote(path if not os.path.isabs(path) else f"file://{path}", safe="/:")


def fingerprint(*fields: object) -> str:
    """Return what stays the same as long as the fields do."""
    texts = tuple(field.to(str) if isinstance(field, Outside) else field for field in fields)
    return hashlib.sha256(repr(texts).encode("utf-8", "backslashreplace")).hexdigest()[:40]
