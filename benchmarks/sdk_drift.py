"""What a newer SDK added that the catalogue does not know: coded errors, models, deprecations.

    pip install -U anthropic && python benchmarks/sdk_drift.py

Exit code 1 when there is something to write.
"""

from __future__ import annotations

import importlib
import json
import sys
import typing
from pathlib import Path

import claude_doctor
from claude_doctor import catalogue

MODELS = Path(claude_doctor.__file__).parent / "facts" / "models.json"


def new_codes() -> list[str]:
    """Return (status, code) pairs of the installed SDK without a page: one that has the code as its id and the status."""
    table = importlib.import_module("anthropic._error_classes").ERROR_CLASSES
    return [f"error code {code} (status {status}, {cls.__name__})" for (status, code), cls in table.items() if code and not _has_page(status, code)]


def _has_page(status: int | None, code: str) -> bool:
    entry = catalogue.find(code)
    return entry is not None and entry.error_code == code and status in (entry.status, *entry.also_statuses)


def new_models() -> list[str]:
    """Return model ids of the installed SDK that models.json does not list."""
    data = json.loads(MODELS.read_text(encoding="utf-8"))
    known = {name for model in data["models"] for name in (model["id"], *model["aliases"])}
    param = importlib.import_module("anthropic.types.model_param").ModelParam
    literals = {name for part in typing.get_args(param) for name in typing.get_args(part) if isinstance(name, str)}
    return [f"model {name}" for name in sorted(literals - known)]


def new_deprecations() -> list[str]:
    """Return models the installed SDK warns about whose state in models.json is still active."""
    data = json.loads(MODELS.read_text(encoding="utf-8"))
    active = {name for model in data["models"] if model["state"] == "active" for name in (model["id"], *model["aliases"])}
    dates = importlib.import_module("anthropic.resources.messages.messages").DEPRECATED_MODELS
    return [f"deprecation of {name} ({day})" for name, day in dates.items() if name in active]


def main() -> int:
    """Print one line for each difference."""
    found = [*new_codes(), *new_models(), *new_deprecations()]
    version = importlib.import_module("anthropic").__version__
    print("\n".join(found) if found else f"nothing new in anthropic {version}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
