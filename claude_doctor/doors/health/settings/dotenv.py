"""Reading .env-like files and Claude Code's settings for the names that matter here."""

from __future__ import annotations

import json
import os
import re

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAMES = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_BASE_URL",
    "ANTHROPIC_MODEL",
    "ANTHROPIC_CUSTOM_HEADERS",
)
_LINE = re.compile(r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$")
_MOST = 200_000


@record
class Settings:
    """The values a file sets, by name; they are compared and never shown."""

    path: str
    values: dict[str, str]

    def differing(self, environment: Mapping[str, str]) -> list[str]:
        """Return the names whose value is another than the environment's."""
        return [name for name, value in self.values.items() if value != environment.get(name, "")]


def claude_code(directory: str, environment: Mapping[str, str]) -> Iterator[Settings]:
    """Yield Claude Code's own settings files with all the variables they set; the first to set one wins."""
    home = _home(environment)
    for path in (
        os.path.join(directory, ".claude", "settings.local.json"),
        os.path.join(directory, ".claude", "settings.json"),
        os.path.join(home, "settings.json"),
    ):
        found = _settings(_text(path))
        if found:
            yield Settings(path, found)


def _home(environment: Mapping[str, str]) -> str:
    return environment.get("CLAUDE_CONFIG_DIR") or os.path.join(
        environment.get("HOME") or os.path.expanduser("~"), ".claude"
    )


def files(directory: str, environment: Mapping[str, str]) -> Iterator[Settings]:
    """Yield each file that sets one of the names."""
    home = _home(environment)
    for path, read in (
        (os.path.join(directory, ".env"), _dotenv),
        (os.path.join(directory, ".env.local"), _dotenv),
        (os.path.join(directory, ".envrc"), _dotenv),
        (os.path.join(directory, ".claude", "settings.json"), _settings),
        (os.path.join(directory, ".claude", "settings.local.json"), _settings),
        (os.path.join(home, "settings.json"), _settings),
    ):
        text = _text(path)
        found = (
            {name: value for name, value in read(text).items() if name in _NAMES and value} if text else {}
        )
        if found:
            yield Settings(path, found)


def _text(path: str) -> str:
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(_MOST)
    except OSError:
        return ""


def _dotenv(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            value = match[2]
            found[match[1]] = (
                value[1:-1]
                if len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
                else value.split(" #")[0].strip()
            )
    return found


def _settings(text: str) -> dict[str, str]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    values = data.get("env") if isinstance(data, dict) else None
    if not isinstance(values, dict):
        return {}
    return {name: _word(value) for name, value in values.items() if isinstance(value, (str, int))}


def _word(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
