"""What an SDK or Claude Code says of the API, read as text: nothing of it is imported or run.

`facts(path)` takes a wheel, an npm tarball or an unpacked folder and returns kind -> name -> value, where a
value is a text or the hash of a longer one. The kinds are those of `KINDS`.
"""

from __future__ import annotations

import ast
import hashlib
import re
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Facts = dict[str, dict[str, str]]
KINDS = {
    "version": "the version that was read",
    "codes": "error codes",
    "docstrings": "docstrings of errors",
    "models": "models",
    "deprecations": "deprecations",
    "betas": "beta headers",
    "parameters": "parameters of Messages and Batches",
    "batch rules": "what a docstring says of a parameter in a batch",
    "block types": "block types",
    "api version": "the API's version",
    "retry": "retry rules",
    "environment": "environment variables",
    "texts": "user-facing texts",
}
_LARGEST = 1_000_000_000  # the program of Claude Code is 400 MB
_ROW = re.compile(r'\((\d{3}), "(\w+)"\): (\w+),')
_IMPORT = re.compile(r"^from \.([\w.]+) import (\w+(?:, \w+)*$|\(\n(?: +\w+,\n)+\))", re.M)
_PARAMS = (
    "types/message_create_params.py",
    "types/beta/message_create_params.py",
    "types/messages/batch_create_params.py",
)
_RETRY = ("_should_retry", "_calculate_retry_timeout", "_parse_retry_after_header")
_VARIABLE = re.compile(
    r"""(?:environ(?:\.get\(|\[)|getenv\(|readEnv\(|process\.env\.?\[?)\s*["']?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b"""
)
_THROWN = re.compile(r"""(?:Error|warn)\(\s*(["'`])((?:(?!\1)[^\\\n]|\\.){20,400})\1""")
_LITERAL = re.compile(rb'"([A-Z][^"\\\n\x00-\x1f\x7f-\xff]{24,300})"')
# A program holds the texts of all its libraries; those that can be about
# the API or about what runs it are read.
_OURS = re.compile(
    r"\b(?:API|Claude|Anthropic|model|tokens?|rate limit|log ?in|retry\w*|errors?|failed|requests?|auth\w*|"
    r"MCP|plugin|hook|sandbox|credits?|billing|context|stream)\b",
    re.IGNORECASE,
)
_BETA = re.compile(r"""["']([a-z][a-z0-9-]{1,60}-20\d\d-?\d\d-?\d\d)["']""")
_MODEL = re.compile(r"""["'](claude-[a-z0-9.-]{3,60})["']""")


def facts(path: Path) -> Facts:
    """Return what a package says; OSError or ValueError when it is no package of the three."""
    held = dict(files(path))
    if any(name.endswith("_error_classes.py") for name in held):
        return _python(held)
    if any(name.endswith(("src/version.ts", "cli-wrapper.cjs")) or _program(name) for name in held):
        return _node(held)
    raise ValueError(f"{path}: neither the anthropic wheel nor an npm package of Anthropic")


def short(text: str) -> str:
    """Return a hash that is long enough to tell texts apart."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each regular file of a package; OSError when it cannot be read."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink() and file.stat().st_size < _LARGEST:
                yield file.relative_to(path).as_posix(), file.read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for item in archive.infolist():
                if not item.is_dir() and item.file_size < _LARGEST:
                    yield item.filename, archive.read(item)
    else:
        with tarfile.open(path) as packed:
            for member in packed:
                found = packed.extractfile(member) if member.isfile() and member.size < _LARGEST else None
                if found:
                    yield member.name, found.read()


def _python(files: dict[str, bytes]) -> Facts:
    sources = {
        name.partition("anthropic/")[2]: data.decode("utf-8", "replace")
        for name, data in files.items()
        if "anthropic/" in name and name.endswith(".py")
    }
    constants = sources["_constants.py"]
    found: Facts = {kind: {} for kind in KINDS}
    found["version"]["version"] = "".join(re.findall(r'__version__ = "([^"]+)"', sources["_version.py"]))
    found["codes"], found["files"], found["docstrings"] = _errors(sources)
    found["models"] = dict.fromkeys(_MODEL.findall(sources.get("types/model_param.py", "")), "")
    found["betas"] = dict.fromkeys(_BETA.findall(sources.get("types/anthropic_beta_param.py", "")), "")
    table = sources.get("_data/deprecated_models.py") or sources.get("resources/messages/messages.py", "")
    dates = re.search(r"DEPRECATED_MODELS[^=]*= \{(.*?)\n\}", table, re.S)
    found["deprecations"] = dict(re.findall(r'"([^"]+)": "([^"]+)"', dates[1])) if dates else {}
    for name in _PARAMS:
        for field, told in _fields(sources.get(name, "")):
            where = f"{Path(name).parent.name}.{Path(name).stem}: {field}"
            found["parameters"][where] = short(told)
            if sentences := _of_batches(told):
                found["batch rules"][field] = " ".join(sentences)
    for name, text in sources.items():
        if (
            name.startswith("types/")
            and name.endswith("_param.py")
            and name.count("/") <= 1 + ("beta/" in name)
        ):
            found["block types"] |= dict.fromkeys(
                re.findall(r'^    type: (?:Required\[)?Literal\["(\w+)"\]', text, re.M), ""
            )
    found["api version"] = dict.fromkeys(re.findall(r'ANTHROPIC_API_VERSION = "([\d-]+)"', constants), "")
    found["retry"] = dict(
        re.findall(r"^((?:INITIAL|MAX|DEFAULT)\w*(?:RETR|TIMEOUT|DELAY)\w*) = (.+)$", constants, re.M)
    )
    found["retry"] |= _functions(sources["_base_client.py"])
    _texts(sources.values(), found)
    return found


def _errors(sources: dict[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return code -> "status class", code -> file, and name of a file -> hash of the docstrings in it; files
    may move.
    """
    table = sources["_error_classes.py"]
    homes = {name: module for module, names in _IMPORT.findall(table) for name in re.findall(r"\w+", names)}
    codes, places, told = {}, {}, {}
    for status, code, name in _ROW.findall(table):
        place = homes.get(name, "").replace(".", "/")
        codes[code], places[code] = f"{status} {name}", f"{place}.py"
        for file in (place, f"{place}_details"):
            if f"{file}.py" in sources:
                told[file.rsplit("/", 1)[-1]] = short("\n".join(docstrings(sources[f"{file}.py"])))
    return codes, places, told


def docstrings(source: str) -> list[str]:
    """Return the texts of a module that stand alone: docstrings of classes and of fields."""
    return [
        node.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def _fields(source: str) -> Iterator[tuple[str, str]]:
    """Yield (field, its docstring) of every class of a module of parameters."""
    for item in ast.parse(source).body:
        if not isinstance(item, ast.ClassDef):
            continue
        for at, node in enumerate(item.body):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                after = item.body[at + 1] if at + 1 < len(item.body) else None
                said = (
                    after.value.value
                    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                    else ""
                )
                yield node.target.id, str(said)


def _of_batches(told: str) -> list[str]:
    return [
        one
        for one in re.split(r"(?<=[.!?])\s+", " ".join(told.split()))
        if re.search(r"\bbatch(?:es)?\b", one, re.I)
    ]


def _functions(source: str) -> dict[str, str]:
    return {
        node.name: short(ast.unparse(node))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name in _RETRY
    }


def _texts(sources: Iterable[str], found: Facts) -> None:
    for text in sources:
        found["environment"] |= dict.fromkeys(_VARIABLE.findall(text), "")
        found["texts"] |= {said: "" for _, said in _THROWN.findall(text)}


def _program(name: str) -> bool:
    return "/bin/" in f"/{name}" or name.rsplit("/", 1)[-1] in ("claude", "cli.js")


def _node(files: dict[str, bytes]) -> Facts:
    """Return what a package of npm says: sources as they are, of a program
    the texts that stand in it whole.
    """
    found: Facts = {kind: {} for kind in KINDS}
    for name, data in files.items():
        if name.endswith(("package.json",)) and name.count("/") <= 1:
            found["version"]["version"] = "".join(
                re.findall(r'^\s*"version":\s*"([^"]+)"', data.decode("utf-8", "replace"), re.M)[:1]
            )
        if (
            name.endswith((".ts", ".cjs", ".js", ".mjs"))
            and not name.endswith((".d.ts", ".d.mts"))
            and ("src/" in name or name.endswith(".cjs"))
        ):
            text = data.decode("utf-8", "replace")
            _texts([text], found)
            if "resources/" in name or "internal/" in name:
                found["betas"] |= dict.fromkeys(_BETA.findall(text), "")
                found["models"] |= dict.fromkeys(_MODEL.findall(text), "")
        elif _program(name):
            said = (text.decode() for text in _LITERAL.findall(data) if b" " in text)
            found["texts"] |= {text: "" for text in said if _OURS.search(text)}
            found["environment"] |= dict.fromkeys(
                (one.decode() for one in re.findall(rb"\bCLAUDE_[A-Z0-9_]{3,60}\b", data)), ""
            )
    return found
