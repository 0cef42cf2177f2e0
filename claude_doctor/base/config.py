"""Configuration: flags > CLAUDE_DOCTOR_* > the project's file > the user's file. Nothing is loaded from
`.env`.
"""

from __future__ import annotations

import os

from claude_doctor.base.errors import UsageError

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
_SWITCH = "CLAUDE_DOCTOR_CONFIG"
_NO_OPTIONS = (_SWITCH, "CLAUDE_DOCTOR_AGE")
_MARK = b"[tool.claude-doctor"


class Found:
    """What was configured: `values` by key (dashes), `sources` (the file that set each), `warnings`
    (sentences).
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self.warnings: list[str] = []


def values(directory: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the configured values by key (dashes), the nearest source
    first; UsageError names file and key.
    """
    return load(directory, environment).values


def load(directory: str, environment: Mapping[str, str]) -> Found:
    """Return what is configured and by whom; UsageError names file and key. `CLAUDE_DOCTOR_CONFIG=off` reads
    no file.
    """
    found = Found()
    if not is_off(environment.get(_SWITCH, "")):
        for path, is_project in _files(directory, environment, found.warnings):
            for key, value in _table(path, is_project).items():
                name = _checked(key, path, is_project)
                if name in _CHECKED:
                    _CHECKED[name](value, path)
                if name not in found.values:
                    found.values[name] = value
                    found.sources[name] = path
    for name, value in environment.items():
        if name.startswith(_PREFIX) and value and name not in _NO_OPTIONS:
            key = name[len(_PREFIX) :].lower().replace("_", "-")
            found.values[key] = value
            found.sources.pop(key, None)
    return found


def is_off(value: str) -> bool:
    """Whether `CLAUDE_DOCTOR_CONFIG` says that no file is read; UsageError for a value it does not have."""
    if value and value.lower() != "off":
        raise UsageError(f"{_SWITCH}={value}: the only value is off, which reads no configuration file")
    return bool(value)


def _files(directory: str, environment: Mapping[str, str], warnings: list[str]) -> Iterator[tuple[str, bool]]:
    project = _project_file(directory, warnings)
    if project:
        yield project, True
    home = environment.get("XDG_CONFIG_HOME") or (environment.get("APPDATA") if os.name == "nt" else None)
    home = home or os.path.join(os.path.expanduser("~"), ".config")
    user = os.path.join(home, "claude-doctor", "config.toml")
    if os.path.isfile(user):
        yield user, False


def _project_file(directory: str, warnings: list[str]) -> str | None:
    """Return the nearest file that configures us and may, from `directory` up to the repository's root."""
    places = _places(directory)
    is_repository = _is_root(places[-1])
    for place in places if is_repository else places[:1]:
        path = _file_in(place)
        if path is None:
            continue
        doubt = _doubt(path, directory, places[-1] if is_repository else None)
        if doubt is None:
            return path
        warnings.append(f"{path} is ignored: {doubt}")
    return None


def _places(directory: str) -> list[str]:
    """Return the directory and its parents, up to the root of its repository or of the file system."""
    places = [directory]
    while not _is_root(places[-1]):
        parent = os.path.dirname(places[-1])
        if parent == places[-1]:
            break
        places.append(parent)
    return places


def _is_root(directory: str) -> bool:
    return os.path.exists(os.path.join(directory, ".git"))


def _file_in(directory: str) -> str | None:
    own = os.path.join(directory, "claude-doctor.toml")
    if os.path.isfile(own):
        return own
    shared = os.path.join(directory, "pyproject.toml")
    if os.path.isfile(shared):
        try:
            with open(shared, "rb") as file:
                if _MARK in file.read(1_000_000):
                    return shared
        except OSError:
            return None  # another tool's file, as far as anybody can tell
    return None


def _doubt(path: str, directory: str, root: str | None) -> str | None:
    """Say why a file may not steer us: whoever may write into a shared directory could switch the gate off
    for everyone.
    """
    if os.name == "nt":
        return None
    try:
        if root is None and os.stat(directory).st_mode & 0o002:
            return "everybody may write into its directory"
        trusted = {0, os.geteuid(), os.stat(root or directory).st_uid, os.stat(directory).st_uid}
        return None if os.stat(path).st_uid in trusted else "it belongs to another user"
    except OSError as error:
        return error.strerror or "it cannot be looked at"


def _table(path: str, is_project: bool) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: not valid TOML: nested too deeply") from error
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
        raise UsageError(
            f'{path}: `format` is the name of a format, such as "json"; where the output goes is for '
            "the command line to say"
        )


def _check_ignore(value: Any, path: str) -> None:
    # Whoever reads the file later wants to know why.
    for entry in value if isinstance(value, list) else [value]:
        if (
            not isinstance(entry, dict)
            or set(entry) != {"rule", "reason"}
            or not all(isinstance(word, str) and word for word in entry.values())
        ):
            raise UsageError(f'{path}: each entry of `ignore` is {{rule = "...", reason = "..."}}')


_CHECKED = {"format": _check_format, "ignore": _check_ignore}


def _checked(key: str, path: str, is_project: bool) -> str:
    name = key.replace("_", "-")
    if name in REPORT_KEYS or (name in USER_KEYS and not is_project):
        return name
    if name in USER_KEYS:
        raise UsageError(f"{path}: `{key}` may not be set by a file of the working directory; use a flag")
    raise UsageError(f"{path}: unknown key `{key}`; known are {', '.join(REPORT_KEYS)}")
