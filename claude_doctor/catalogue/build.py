"""Pages -> nested tuples in small Python modules: what `explain` loads at no more cost than a bare print.

Run by the wheel's build, by a checkout on first use, and by hand (`python -m claude_doctor.catalogue.build
--check`).
"""

from __future__ import annotations

import os
import py_compile
import sys
from typing import TYPE_CHECKING, Any

from claude_doctor.base.errors import PageError
from claude_doctor.base.model import Entry, Source
from claude_doctor.base.record import fields, replace
from claude_doctor.base.text import squeeze
from claude_doctor.catalogue import letters, rulepages, wordindex
from claude_doctor.catalogue import pages as _pages
from claude_doctor.catalogue import phrase as _phrase
from claude_doctor.catalogue.place import BUILT, DRAWERS, drawer, key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = os.path.dirname(os.path.abspath(__file__))
SHARD_SIZE = 6
_NEEDS = ("exception", "type", "status", "platform", "model", "streaming")


def modules(
    pages: list[tuple[Entry, list[dict[str, Any]]]], rule_pages: Sequence[rulepages.RulePage] | None = None
) -> dict[str, str]:
    """Return the generated modules: file name -> Python source. Rule pages have names and shards, but no
    matches and no place in the list.
    """
    ids = {entry.id for entry, _ in pages}
    # A link to a page that is not there yet is a fault of `--check`, not a reason to explain nothing.
    pages = [(replace(e, related=tuple(r for r in e.related if r in ids)), matches) for e, matches in pages]
    entries = [entry for entry, _ in pages]
    shards, place = _shards(entries)
    names: dict[str, tuple[str, int]] = {}
    for entry in entries:
        for name in _pages.names_of(entry):
            names.setdefault(name, place[entry.id])
    by_words: dict[str, tuple[str, int]] = {}
    for entry, matches in pages:
        for words in _pages.typed_of(matches):
            by_words.setdefault(words, place[entry.id])
    rule_pages = read_rules() if rule_pages is None else rule_pages
    rules = [_known_links(rule.shown, ids) for rule in rule_pages]
    for at in range(0, len(rules), SHARD_SIZE):
        shards[f"rule_{at // SHARD_SIZE}"] = rules[at : at + SHARD_SIZE]
    for at, rule in enumerate(rules):
        names.setdefault(rule.id, (f"rule_{at // SHARD_SIZE}", at % SHARD_SIZE))
    made = {
        f"{shard}.py": f"ENTRIES = {tuple(_plain(e) for e in group)!r}\n" for shard, group in shards.items()
    }
    made["__init__.py"] = ""
    made["names.py"] = f"NAMES = {tuple(names)!r}\n"
    drawers: dict[str, dict[str, tuple[str, int]]] = {}
    for name, where in names.items():  # a lookup opens one of them
        drawers.setdefault(drawer(name), {})[name] = where
    for stem in (f"names_{at}" for at in range(DRAWERS)):
        made[f"{stem}.py"] = f"PLACES = {drawers.get(stem, {})!r}\n"
    made["typed.py"] = f"TYPED = {by_words!r}\n"
    others = tuple((phrase, entry.id) for entry, matches in pages for phrase in _pages.scripts_of(matches))
    made["scripts.py"] = f"PHRASES = {others!r}\n"
    made["matches.py"] = _matches(pages)
    made["words.py"] = wordindex.source(pages)
    made["headings.py"] = f"HEADINGS = {tuple(_heading(entry) for entry in entries)!r}\n"
    facts = {rule.shown.id: (rule.severity, rule.when, rule.entry, rule.shown.title) for rule in rule_pages}
    made["rules.py"] = f"RULES = {facts!r}\n"
    return made


def _known_links(entry: Entry, ids: set[str]) -> Entry:
    return replace(entry, related=tuple(name for name in entry.related if name in ids))


def _shards(entries: list[Entry]) -> tuple[dict[str, list[Entry]], dict[str, tuple[str, int]]]:
    shards: dict[str, list[Entry]] = {}
    place: dict[str, tuple[str, int]] = {}
    by_status: dict[str, list[Entry]] = {}
    # Status pages first: the commonest question loads the smallest, first shard.
    for entry in sorted(entries, key=lambda e: (not _pages.status_page(e), e.id)):
        by_status.setdefault(str(entry.status or "none"), []).append(entry)
    for status, group in by_status.items():
        for at in range(0, len(group), SHARD_SIZE):
            shard = f"s{status}_{at // SHARD_SIZE}"
            shards[shard] = group[at : at + SHARD_SIZE]
            place |= {entry.id: (shard, index) for index, entry in enumerate(shards[shard])}
    return shards, place


def _plain(item: object) -> tuple[object, ...]:
    return tuple(
        tuple(tuple(v for _, v in fields(s)) if isinstance(s, Source) else s for s in value)
        if isinstance(value, tuple)
        else value
        for _, value in fields(item)
    )


def _heading(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.title,
        entry.status,
        entry.type,
        entry.category,
        entry.retryable,
        entry.fault,
        _pages.status_page(entry),
    )


def _matches(pages: list[tuple[Entry, list[dict[str, Any]]]]) -> str:
    made: dict[str, Any] = {
        "LITERALS": b"",
        "OWNERS": [],
        "PHRASES": [],
        "EXCEPTIONS": [],
        "TYPES": [],
        "KINDS": [],
        "KIND": {},
        "BEATS": {},
        "WRAPPERS": [entry.id for entry, _ in pages if entry.wrapper],
        "OWN_WORDS": {
            entry.id: tuple(map(squeeze, entry.own_words)) for entry, _ in pages if entry.own_words
        },
        "CODES": {},
        "UNKNOWN_CODES": {},
    }
    for entry, matches in pages:
        statuses = (entry.status, *entry.also_statuses) if entry.status is not None else entry.also_statuses
        kinds = (entry.type, *entry.also_types) if entry.type is not None else entry.also_types
        kind = (statuses, kinds, entry.platform, entry.category)
        if kind not in made["KINDS"]:  # a few kinds serve all pages
            made["KINDS"].append(kind)
        made["KIND"][entry.id] = made["KINDS"].index(kind)
        if entry.beats:
            made["BEATS"][entry.id] = entry.beats
        if entry.error_code:
            made["CODES"][entry.error_code] = entry.id
        made["EXCEPTIONS"] += [(name, (), False, entry.id) for name in entry.sdk_classes]
        literals: dict[bool, list[bytes]] = {False: [], True: []}
        for match in matches:
            _place_match(match, entry.id, made, literals)
        # All of them in one piece, split when it is needed: that loads quicker than thousands of small ones.
        made["LITERALS"] += b"".join(words + b"\n" for words in (*literals[False], *literals[True]))
        made["OWNERS"].append((entry.id, len(literals[False]), len(literals[True])))
    made["TYPE_PAGES"] = {e.type: e.id for e, _ in pages if e.type and e.type.lower() in _pages.names_of(e)}
    made["STATUS"] = {str(e.status): e.id for e, _ in pages if _pages.status_page(e)}
    return "".join(
        f"{name} = {tuple(value) if isinstance(value, list) else value!r}\n" for name, value in made.items()
    )


def _place_match(
    match: dict[str, Any], page_id: str, made: dict[str, Any], literals: dict[bool, list[bytes]]
) -> None:
    needs: tuple[object, ...] = (
        *(match.get(key) for key in _NEEDS),
        squeeze(match["unless"]) if "unless" in match else None,
    )
    needs = needs if any(needs) else ()
    weak = match.get("weak", False)
    if letters.is_other(match.get("message", "")):
        return  # in a module of its own, which few texts need
    if "message" in match:
        phrase = _phrase.compiled(match["message"])
        if needs or not _phrase.is_literal(phrase):
            made["PHRASES"].append((_phrase.anchor(phrase), phrase, needs, weak, page_id))
        else:  # most are one literal
            literals[weak].append(phrase[0][0])
    elif "words" in match:
        return  # a query is looked up by them; no text is read for them
    elif "unknown_code" in match:
        made["UNKNOWN_CODES"][match["unknown_code"]] = page_id
    elif "exception" in match:
        made["EXCEPTIONS"].append((match["exception"], needs, weak, page_id))
    else:  # a status of one platform has no type of its own
        made["TYPES"].append((match.get("type"), needs, weak, page_id))


def sources(key: str) -> dict[str, str]:
    """Return the text of every generated module by file name; PageError names the first fault."""
    pages, faults = _pages.read_entries()
    rules, rule_faults = rulepages.read()
    if faults or (rule_faults and key == "wheel"):  # in a checkout a rule page half written costs only itself
        raise PageError("\n".join([*faults, *rule_faults]))
    return {**modules(pages, rules), "__init__.py": f"KEY = {key!r}\n"}


def write(target: str, key: str) -> None:
    """Build everything into `target` (made beside it, then renamed); PageError names the first fault."""
    made = sources(key)
    temporary = f"{target}.{os.getpid()}"
    os.makedirs(temporary, exist_ok=True)
    os.chmod(temporary, 0o755)  # noqa: S103  # whatever the umask: what others may write to is not run
    for name, source in made.items():
        with open(os.path.join(temporary, name), "w", encoding="utf-8") as file:
            file.write(f"# Generated from the pages; do not edit.\n{source}")
        if (
            key != "wheel"
        ):  # an installer compiles for itself; a checkout may run with PYTHONDONTWRITEBYTECODE
            py_compile.compile(os.path.join(temporary, name), dfile=os.path.join(target, name), doraise=True)
    _swap(temporary, target)


def _swap(temporary: str, target: str) -> None:
    import contextlib
    import shutil

    old = f"{target}.old.{os.getpid()}"
    with contextlib.suppress(FileNotFoundError):
        os.rename(target, old)
    try:
        os.rename(temporary, target)
    except OSError:  # another process was quicker: its build is as good
        shutil.rmtree(temporary, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def read_rules() -> list[rulepages.RulePage]:
    """Return the rule pages that have no fault."""
    return rulepages.read()[0]


def main(argv: list[str]) -> int:
    """`--check` prints what is wrong with the pages; otherwise the catalogue is built in place."""
    pages, faults = _pages.read_entries()
    faults += _pages.faults_between([entry for entry, _ in pages]) + rulepages.read()[1]
    for fault in faults:
        print(fault)
    print(f"{len(pages)} pages, {len(faults)} faults")
    if not faults and "--check" not in argv:
        write(BUILT, key_of(_pages.ENTRIES, rulepages.PAGES))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
