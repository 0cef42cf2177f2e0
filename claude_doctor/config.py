"""Configuration: flags > CLAUDE_DOCTOR_* > the project's file > the user's file. Nothing is loaded from `.env`."""

from __future__ import annotations

import os

from claude_doctor.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

# What a file of the working directory may set: only what changes the report.
REPORT_KEYS = (
    "select",
    "ignore",
    "fail-on",
    "models",
    "anthropic-version",
    "betas",
    "format",
    "timeout",
    "checks",
    "only",
    "skip",
)
# What only the user's own file, the environment or a flag may set: it sends, trusts or writes something.
USER_KEYS = ("base-url", "proxy", "ca-file", "output", "color", "python", "platform", "tz")
_PREFIX = "CLAUDE_DOCTOR_"
_MARK = b"[tool.claude-doctor"


def values(directory: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the configured values by key (dashes), the nearest source first; UsageError names file and key."""
    merged: dict[str, Any] = {}
    for path, is_project in _files(directory, environment):
        for key, value in _table(path, is_project).items():
            name = _checked(key, path, is_project)
            if name in _CHECKED:
                _CHECKED[name](value, path)
            merged.setdefault(name, value)
    for name, value in environment.items():
        if name.startswith(_PREFIX) and value:
            merged[name[len(_PREFIX) :].lower().replace("_", "-")] = value
    return merged


def _files(directory: str, environment: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    project = _project_file(directory)
    if project:
        yield project, True
    home = environment.get("XDG_CONFIG_HOME") or (environment.get("APPDATA") if os.name == "nt" else None)
    home = home or os.path.join(os.path.expanduser("~"), ".config")
    user = os.path.join(home, "claude-doctor", "config.toml")
    if os.path.isfile(user):
        yield user, False


def _project_file(directory: str) -> str | None:
    """Return the nearest file that configures us, from `directory` up to the repository's root."""
    while True:
        own = os.path.join(directory, "claude-doctor.toml")
        if os.path.isfile(own):
            return own
        shared = os.path.join(directory, "pyproject.toml")
        if os.path.isfile(shared):
            with open(shared, "rb") as file:
                if _MARK in file.read(1_000_000):
                    return shared
        parent = os.path.dirname(directory)
        if parent == directory or os.path.exists(os.path.join(directory, ".git")):
            return None
        directory = parent


def _table(path: str, is_project: bool) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if is_project and path.endswith("pyproject.toml"):
        tools = data.get("tool", {})
        data = tools.get("claude-doctor", {}) if isinstance(tools, dict) else {}
    if not isinstance(data, dict):
        raise UsageError(f"{path}: [tool.claude-doctor] must be a table")
    return data


def _check_format(value: Any, path: str) -> None:
    # `FMT:FILE` writes a file: a name is all that a file may choose.
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) and name.isalpha() for name in names):
        raise UsageError(f'{path}: `format` is the name of a format, such as "json"; where the output goes is for the command line to say')


def _check_ignore(value: Any, path: str) -> None:
    # Whoever reads the file later wants to know why.
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, dict) or set(entry) != {"rule", "reason"} or not all(isinstance(word, str) and word for word in entry.values()):
            raise UsageError(f'{path}: each entry of `ignore` is {{rule = "...", reason = "..."}}')


_CHECKED = {"format": _check_format, "ignore": _check_ignore}


def _checked(key: str, path: str, is_project: bool) -> str:
    name = key.replace("_", "-")
    if name in REPORT_KEYS or (name in USER_KEYS and not is_project):
        return name
    if name in USER_KEYS:
        raise UsageError(f"{path}: `{key}` may not be set by a file of the working directory; use a flag")
    raise UsageError(f"{path}: unknown key `{key}`; known are {', '.join(REPORT_KEYS)}")
