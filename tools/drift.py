"""What the newest SDKs and Claude Code bring that the catalogue does not know.

    python tools/drift.py                            the newest of PyPI and npm against tools/known/
    python tools/drift.py --package PATH ...         a wheel, tarball or unpacked folder instead of a download
    python tools/drift.py --from WHEEL --to WHEEL    two versions of one package
    python tools/drift.py --write                    also write stub pages and rules, each `REPLACE` of which
    is yours
    python tools/drift.py --remember                 what was read becomes what is known

Everything is read as text. Exit code 1 when something is new, changed or gone; 2 when a package could not be
read.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import new
import sdk_text
from sdk_text import KINDS, Facts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KNOWN = HERE / "known"
# The program of Claude Code is a package of its own for each platform; one of them says what all say.
PACKAGES = (
    "anthropic",
    "@anthropic-ai/sdk",
    "@anthropic-ai/claude-code",
    "@anthropic-ai/claude-code-linux-x64",
)
_BASES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
}
_BASES |= {402: "billing_error", 413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error"}


def compared(old: Facts, found: Facts) -> dict[str, list[str]]:
    """Return the lines to read by kind: `+` new, `~` changed, `-` gone. A new code's docstring is no news
    beside it.
    """
    lines: dict[str, list[str]] = {}
    for kind in KINDS:
        before, after = old.get(kind, {}), found.get(kind, {})
        if kind == "texts":
            lines[kind] = _texts(before, after)
            continue
        added = [name for name in sorted(after) if name not in before and kind != "docstrings"]
        changed = [name for name in sorted(after) if name in before and after[name] != before[name]]
        gone = [name for name in sorted(before) if name not in after]
        if kind == "batch rules":
            added, changed = sorted([*added, *changed]), []
        lines[kind] = [f"+ {name} {_shown(after[name])}".rstrip() for name in added]
        lines[kind] += [f"~ {name} {_shown(after[name])}".rstrip() for name in changed] + [
            f"- {name}" for name in gone
        ]
    return lines


def _texts(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Compare texts, of which only hashes are remembered: what is gone can be counted and not quoted."""
    have = {sdk_text.short(text) for text in after}
    gone = [name for name in before if name not in after and name not in have]
    added = [text for text in sorted(after) if text not in before and sdk_text.short(text) not in before]
    return [f"+ {text}" for text in added] + ([f"- {len(gone):,} texts are gone"] if gone else [])


def _shown(value: str) -> str:
    return "" if re.fullmatch(r"[0-9a-f]{16}", value) else value


def printed(name: str, lines: dict[str, list[str]]) -> bool:
    """Print what differs and return whether anything but the version does."""
    for kind, words in KINDS.items():
        if lines[kind]:
            print(f"{name}: {words}: {len(lines[kind])}")
            print("\n".join(f"  {line}" for line in lines[kind]))
    differs = any(lines[kind] for kind in KINDS if kind != "version")
    if not differs:
        print(f"{name}: nothing new")
    return differs


def stub(code: str, found: Facts, told: str, root: Path = ROOT) -> Path | None:
    """Write the page of a new code from its docstring; None when it has one."""
    path = root / "claude_doctor" / "catalogue" / "entries" / f"{code}.md"
    if path.exists():
        return None
    status, name = found["codes"][code].split(" ")
    file, version = found["files"][code], found["version"]["version"]
    number = int(status)
    is_theirs = number >= 500
    kind = "api_error" if is_theirs else _BASES.get(number, "invalid_request_error")
    marks = {
        "CODE": code,
        "STATUS": status,
        "CLASS": name,
        "FILE": file,
        "VERSION": version,
        "TYPE": kind,
        "DAY": _today(),
    }
    marks |= {
        "TOLD": told,
        "CATEGORY": "server" if is_theirs else "client",
        "FAULT": "theirs" if is_theirs else "yours",
    }
    marks |= {
        "RETRYABLE": "conditional" if is_theirs or number == 409 else "after_fix",
        "SDK": str(is_theirs or number in (409, 429)).lower(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        new.filled((HERE / "skeletons" / "code.txt").read_text(encoding="utf-8"), marks), encoding="utf-8"
    )
    return path


def written(old: Facts, found: Facts, package: Path, root: Path = ROOT) -> list[Path]:
    """Write a stub for every code and every rule of batches that is new; return the files."""
    version = found["version"].get("version", "")
    sources = {
        name: data.decode("utf-8", "replace")
        for name, data in sdk_text.files(package)
        if name.endswith("_error.py")
    }
    made: list[Path] = []
    for code in found["codes"]:
        if code not in old.get("codes", {}):
            home = next(
                (text for name, text in sources.items() if name.endswith("/" + found["files"][code])), ""
            )
            told = (
                " ".join("".join(sdk_text.docstrings(home)[:1]).split())
                or "REPLACE: the SDK says nothing of it."
            )
            made += filter(None, [stub(code, found, told, root)])
    for field in found["batch rules"]:
        if found["batch rules"][field] != old.get("batch rules", {}).get(field):
            made += _rule(field, found["batch rules"][field], version, root)
    return made


def _rule(field: str, told: str, version: str, root: Path) -> list[Path]:
    try:
        made = new.write("rule", f"{field.replace('_', '-')}-in-batch", root)
    except FileExistsError:
        return []
    page = next(path for path in made if path.suffix == ".md")
    text = page.read_text(encoding="utf-8")
    text = re.sub(
        r"^url = .*\nread = .*$",
        f'where = "anthropic {version}: docstring of {field}"\nread = {_today()}',
        text,
        flags=re.M,
    )
    page.write_text(
        text.replace("REPLACE: what holds, in one sentence.", f"REPLACE, from the docstring: {told}"),
        encoding="utf-8",
    )
    return made


def known(name: str) -> Facts:
    """Return what was read of a package before; nothing when it was never read."""
    path = _file(name)
    return json.loads(path.read_text(encoding="utf-8"))["facts"] if path.exists() else {}


def _file(name: str) -> Path:
    return KNOWN / f"{name.removeprefix('@').replace('/', '-')}.json"


def remember(name: str, found: Facts) -> None:
    """Store what was read, with the day; texts as hashes."""
    KNOWN.mkdir(exist_ok=True)
    found = found | {"texts": {sdk_text.short(text): "" for text in found["texts"]}}
    text = json.dumps(
        {"package": name, "read": _today(), "facts": found}, indent=1, sort_keys=True, ensure_ascii=False
    )
    _file(name).write_text(text + "\n", encoding="utf-8")


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


def downloaded(name: str, folder: Path) -> Path:
    """Return the newest archive of a package; CalledProcessError when its registry does not give it."""
    if name.startswith("@"):
        # Asked for first: what `npm pack NAME` takes may be an older one that is in its cache.
        asked = subprocess.run(["npm", "view", name, "version"], check=True, capture_output=True, text=True)  # noqa: S603, S607  # fixed words
        command = ["npm", "pack", f"{name}@{asked.stdout.strip()}", "--silent"]
    else:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", name]
    before = set(folder.iterdir())
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # a fixed command
    return next(path for path in folder.iterdir() if path not in before)


def _named(path: Path, found: Facts) -> str:
    if found["codes"]:
        return PACKAGES[0]
    if "linux-x64" in path.name or any(path.glob("**/claude")):
        return PACKAGES[3]
    if "claude" in path.name or any(path.glob("*claude*")) or (path / "cli-wrapper.cjs").exists():
        return PACKAGES[2]
    return PACKAGES[1]


def main(argv: list[str]) -> int:
    """Compare, print, and write what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--package", type=Path, action="append", default=[])
    parser.add_argument("--from", dest="old", type=Path)
    parser.add_argument("--to", dest="new", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--remember", action="store_true")
    asked = parser.parse_args(argv)
    if (asked.old is None) != (asked.new is None):
        parser.error("--from and --to go together")
    with tempfile.TemporaryDirectory() as place:
        try:
            paths = (
                [asked.new]
                if asked.new
                else asked.package or [downloaded(name, Path(place)) for name in PACKAGES]
            )
            read = [(path, sdk_text.facts(path)) for path in paths]
            before = sdk_text.facts(asked.old) if asked.old else None
        except (
            OSError,
            ValueError,
            KeyError,
            SyntaxError,
            tarfile.TarError,
            subprocess.CalledProcessError,
        ) as error:
            print(error, file=sys.stderr)
            return 2
        return _told(read, before, asked)


def _told(read: list[tuple[Path, Facts]], before: Facts | None, asked: argparse.Namespace) -> int:
    differs = False
    for path, found in read:
        name = _named(path, found)
        old = known(name) if before is None else before
        differs |= printed(f"{name} {found['version'].get('version', '')}", compared(old, found))
        if asked.write:
            print("\n".join(f"wrote {made.relative_to(ROOT)}" for made in written(old, found, path)))
        if asked.remember:
            remember(name, found)
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
