"""Write the files of a new member: `python tools/new.py entry|rule|check|format|view|command NAME`.

What it writes passes the checks at once and says nothing true yet: each `REPLACE` is yours. A view's NAME is
DOOR/FORMAT, as in `health/csv`; a check's is its id, as in `env.moon`. No existing file is changed; one that
is there is never overwritten.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKELETONS = Path(__file__).resolve().parent / "skeletons"
KINDS = ("entry", "rule", "check", "format", "view", "command")
_NAME = re.compile(r"(?:[a-z][a-z_]*/)?[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_RANK = re.compile(
    (
        r"^(?:RANK|ID, STAGE, RANK, NEEDS, COST, OPTION|ID, STAGE, RANK, COST, OPTION) = "
        r"(?:\"[\w.]+\", \"\w+\", )?(\d+)"
    ),
    re.M,
)
_RANKED = {"check": "claude_doctor/doors/health/checks", "format": "claude_doctor/doors/tail/formats"}


def rank(kind: str) -> int:
    """Return a rank that no member of the kind has: before the readers of any record for a format, the last
    for a check.
    """
    folder = ROOT / _RANKED[kind]
    found = [
        int(number)
        for path in folder.glob("*.py")
        for number in _RANK.findall(path.read_text(encoding="utf-8"))
    ]
    if kind == "format":
        return next(number for number in range(101, 300) if number not in found)
    return max(found) + 5


def words(kind: str, name: str) -> dict[str, str]:
    """Return what stands for each mark of a skeleton."""
    door, _, last = name.rpartition("/")
    plain = re.sub(r"[._-]", "_", last)
    return {
        "NAME": last,
        "MODULE": plain,
        "KEBAB": plain.replace("_", "-"),
        "WORDS": plain.replace("_", " "),
        "CLASS": "".join(part.capitalize() for part in plain.split("_")),
        "DOOR": door.replace("-", "_"),
        "STAGE": last.partition(".")[0],
        "RANK": str(rank(kind)) if kind in _RANKED else "",
    }


def filled(text: str, marks: dict[str, str]) -> str:
    """Return a text with its marks (`{{NAME}}`) replaced."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: marks[found[1]], text)


def write(kind: str, name: str, root: Path = ROOT) -> list[Path]:
    """Write the files of one member and return them; FileExistsError when one of them is there, ValueError
    for a wrong name.
    """
    if (
        kind not in KINDS
        or not _NAME.fullmatch(name)
        or (kind == "view") != ("/" in name)
        or (kind == "check") != ("." in name)
    ):
        raise ValueError(__doc__)
    made = {}
    marks = words(kind, name)
    for part in (SKELETONS / f"{kind}.txt").read_text(encoding="utf-8").split("=====> ")[1:]:
        place, _, text = part.partition("\n")
        made[root / filled(place.strip(), marks)] = filled(text, marks)
    for path in made:
        if path.exists():
            raise FileExistsError(path)
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made)


def main(argv: list[str]) -> int:
    """Write, and say what was written."""
    try:
        made = write(argv[0], argv[1]) if len(argv) == 2 else None
    except (ValueError, FileExistsError) as error:
        print(error)
        return 2
    if made is None:
        print(__doc__)
        return 2
    for path in made:
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
