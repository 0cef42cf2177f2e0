"""An SDK that is newer than every other: a folder of a few files in the SDK's own layout."""

from __future__ import annotations

from pathlib import Path

CODES = {
    "workspace_made_but_broken": (503, "The workspace was made, but not all of it. Never send it again."),
    "frobnicator_out_of_tune": (400, "The frobnicator has lost its pitch."),
    "frobnicator_out_of_tune_failed": (409, "It failed twice."),
}


def made(place: Path, words: str = "") -> Path:
    """Make a virtual environment's folder with the SDK in it and return it;
    `words` replace the docstrings.
    """
    package = place / "lib" / "python3.12" / "site-packages" / "anthropic"
    (package / "types").mkdir(parents=True)
    (package / "_version.py").write_text(
        '__title__ = "anthropic"\n__version__ = "99.1.0"\n', encoding="utf-8"
    )
    imports, rows = [], []
    for code, (status, text) in CODES.items():
        name = "".join(part.capitalize() for part in code.split("_")) + "Error"
        long = len(code) > 24  # the SDK breaks lines that are too long for it
        imports.append(
            f"from .types.{code}_error import " + (f"(\n    {name},\n)\n" if long else f"{name}\n")
        )
        rows.append(f'    ({status}, "{code}"): {name},\n')
        body = (
            f'class {name}(APIStatusError):\n    """\n    {words or text}\n    """\n\n    code: '
            f'Literal["{code}"]\n'
        )
        (package / "types" / f"{code}_error.py").write_text(body, encoding="utf-8")
    table = "".join(imports) + "\nERROR_CLASSES = {\n" + "".join(rows) + "}\n"
    (package / "_error_classes.py").write_text(table, encoding="utf-8")
    return place
