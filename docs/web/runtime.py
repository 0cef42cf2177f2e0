"""What the paste box runs: the package as a zip, its glue, and Pyodide, served beside the site."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import claude_doctor
from claude_doctor.catalogue import build, place
from web.sheet import HERE

# What loadPyodide fetches; the rest of the npm package is types, maps and consoles.
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_DAY = (2026, 1, 1, 0, 0, 0)  # of every file in the zip: the same package is the same bytes


def write(out: Path, pyodide: Path) -> None:
    """Write `run/` into `out`; SystemExit when `pyodide` (the folder of the npm package) lacks a file."""
    missing = [name for name in PYODIDE if not (pyodide / name).is_file()]
    if missing:
        raise SystemExit(f"{pyodide} is not the npm package pyodide: it lacks {', '.join(missing)}")
    run = out / "run"
    (run / "pyodide").mkdir(parents=True, exist_ok=True)
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, run / "pyodide" / name)
    for name in ("worker.js", "answer.py"):
        shutil.copyfile(HERE / name, run / name)
    package(run / "claude_doctor.zip")


def package(target: Path) -> None:
    """Write the package as a wheel would hold it, without what nobody runs in a browser (pages as Markdown,
    compiled files).
    """
    root = Path(claude_doctor.__file__).resolve().parent
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        tempfile.TemporaryDirectory() as made,
    ):
        built = root / "catalogue" / "_built"
        if os.path.isdir(place.ENTRIES):
            built = Path(made) / "_built"
            build.write(str(built), "wheel")
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.suffix in (".py", ".json") and not {"_built", "_made", "entries", "__pycache__"} & set(
                inside.parts
            ):
                _add(archive, path, f"claude_doctor/{inside.as_posix()}")
        for path in sorted(built.rglob("*.py")):
            _add(archive, path, f"claude_doctor/catalogue/_built/{path.relative_to(built).as_posix()}")


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, path.read_bytes())
