"""Pages -> nested tuples in small Python modules: what `explain` loads at no more cost than a bare print.

Run by the wheel's build, by a checkout on first use, and by hand (`python -m claude_doctor.catalogue._build --check`).
"""

from __future__ import annotations

import json
import os
import py_compile
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from claude_doctor import page
from claude_doctor.catalogue import _phrase, _rulepages
from claude_doctor.errors import PageError
from claude_doctor.model import CATEGORIES, FAULTS, RETRYABLE, Entry, Source
from claude_doctor.record import fields, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = os.path.dirname(os.path.abspath(__file__))
ENTRIES = os.path.join(HERE, "entries")
MODELS = os.path.join(os.path.dirname(HERE), "data", "models.json")
SHARD_SIZE = 6
PLATFORMS = ("any", "claude-api", "bedrock", "vertex", "foundry", "claude-platform-on-aws", "claude-code")
CONFIDENCES = ("documented", "observed", "inferred")
SECTIONS = ("Causes", "Fixes", "Python", "TypeScript", "Platforms", "Good to know", "Examples")
_REQUIRED = {
    "title": str,
    "category": str,
    "fault": str,
    "platform": str,
    "retryable": str,
    "wait": str,
    "delays_s": list,
    "honour_retry_after": bool,
    "sdk_retries": bool,
    "billed": str,
    "related": list,
    "confidence": str,
    "source": list,
}
_OPTIONAL = {
    "status": int,
    "also_statuses": list,
    "type": str,
    "also_types": list,
    "error_code": str,
    "aliases": list,
    "sdk_classes": list,
    "topic": bool,
    "beats": list,
    "since": (str, date),
    "retired": (str, date),
    "match": list,
}
_MATCH = {"message": str, "exception": str, "type": str, "status": int, "platform": str, "model": str, "streaming": bool, "weak": bool}


def read_entries(folder: str = ENTRIES) -> tuple[list[tuple[Entry, list[dict[str, Any]]]], list[str]]:
    """Read all pages of a folder: (entry, its match tables) in order of id, and the faults found."""
    found, faults = [], []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".md"):
            continue
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found.append(entry_of(page.parse(name[:-3], file.read())))
        except (PageError, UnicodeDecodeError) as error:
            faults.append(f"{name}: {error}" if isinstance(error, UnicodeDecodeError) else str(error))
    return found, faults


def entry_of(item: page.Page) -> tuple[Entry, list[dict[str, Any]]]:
    """Turn a parsed page into an Entry and its match tables; PageError says what is wrong with it."""
    front = _checked_front(item)
    for title in item.sections:
        if title not in SECTIONS:
            raise PageError(f"{item.id}.md: unknown section {title!r}; known are {', '.join(SECTIONS)}")
    for title in ("Causes", "Fixes", "Examples"):
        if not item.sections.get(title, "").strip():
            raise PageError(f"{item.id}.md: the section {title!r} is missing")
    if not item.lead:
        raise PageError(f"{item.id}.md: the paragraph that says what it means is missing")
    section = item.sections.get
    entry = Entry(
        id=item.id,
        title=front["title"],
        category=front["category"],
        fault=front["fault"],
        platform=front["platform"],
        status=front.get("status"),
        also_statuses=tuple(front.get("also_statuses", ())),
        type=front.get("type"),
        also_types=tuple(front.get("also_types", ())),
        error_code=front.get("error_code"),
        aliases=tuple(front.get("aliases", ())),
        sdk_classes=tuple(front.get("sdk_classes", ())),
        retryable=front["retryable"],
        wait=front["wait"],
        delays_s=tuple(front["delays_s"]),
        honour_retry_after=front["honour_retry_after"],
        sdk_retries=front["sdk_retries"],
        billed=front["billed"],
        related=tuple(front["related"]),
        confidence=front["confidence"],
        topic=front.get("topic", False),
        beats=tuple(front.get("beats", ())),
        since=_day(front.get("since")),
        retired=_day(front.get("retired")),
        meaning="\n\n".join(page.paragraphs(item.lead)),
        causes=page.items(section("Causes", "")),
        fixes=page.items(section("Fixes", "")),
        python="\n\n".join(page.fences(section("Python", ""))),
        typescript="\n\n".join(page.fences(section("TypeScript", ""))),
        platforms=page.items(section("Platforms", "")),
        notes=page.items(section("Good to know", "")),
        examples=page.fences(section("Examples", "")),
        sources=tuple(_source(item.id, source) for source in front["source"]),
    )
    if not (entry.causes and entry.fixes and entry.examples):
        raise PageError(f"{item.id}.md: Causes and Fixes are lists (`- `), Examples are fenced blocks")
    return entry, _checked_matches(item.id, front.get("match", []))


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _source(page_id: str, given: dict[str, Any]) -> Source:
    where = given.get("url") or given.get("where")
    if not isinstance(where, str) or not isinstance(given.get("read"), date):
        raise PageError(f"{page_id}.md: a [[source]] needs `url` or `where`, and `read` as a date")
    unknown = set(given) - {"url", "where", "read", "says"}
    if unknown:
        raise PageError(f"{page_id}.md: unknown key in [[source]]: {', '.join(sorted(unknown))}")
    return Source(where, given["read"].isoformat(), given.get("says", ""))


def _checked_front(item: page.Page) -> dict[str, Any]:
    front: dict[str, Any] = item.front
    for key, kind in _REQUIRED.items():
        if not isinstance(front.get(key), kind):
            raise PageError(f"{item.id}.md: `{key}` is missing or not a {kind.__name__}")
    for key, value in front.items():
        if key not in _REQUIRED and key not in _OPTIONAL:
            raise PageError(f"{item.id}.md: unknown key `{key}`")
        if key in _OPTIONAL and not isinstance(value, _OPTIONAL[key]):  # type: ignore[arg-type]
            raise PageError(f"{item.id}.md: `{key}` has the wrong type")
    platforms = (*PLATFORMS, front["platform"] if front["platform"].startswith("gateway:") else "any")
    for key, allowed in (
        ("category", CATEGORIES),
        ("fault", FAULTS),
        ("retryable", RETRYABLE),
        ("confidence", CONFIDENCES),
        ("platform", platforms),
    ):
        if front[key] not in allowed:
            raise PageError(f"{item.id}.md: `{key}` is {front[key]!r}; allowed are {', '.join(allowed)}")
    if not front["source"]:
        raise PageError(f"{item.id}.md: a page without a [[source]]")
    if len(front["title"]) > 60 or front["title"].endswith("."):
        raise PageError(f"{item.id}.md: `title` is longer than 60 characters or ends in a full stop")
    return front


def _checked_matches(page_id: str, matches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for match in matches:
        for key, value in match.items():
            if key not in _MATCH or not isinstance(value, _MATCH[key]):
                raise PageError(f"{page_id}.md: [[match]] `{key}` is unknown or has the wrong type")
        if not (set(match) & {"message", "exception", "type"} or {"status", "platform"} <= set(match)):
            raise PageError(f"{page_id}.md: a [[match]] needs `message`, `exception`, `type`, or `status` with `platform`")
        if "message" in match and not _phrase.compiled(match["message"]):
            raise PageError(f"{page_id}.md: [[match]] `message` has no words")
    return matches


def names_of(entry: Entry) -> list[str]:
    """Return all names an entry is looked up by, lower-case, the id first."""
    names = [entry.id, *entry.aliases, *entry.sdk_classes]
    if entry.error_code:
        names.append(entry.error_code)
    return list(dict.fromkeys(name.lower() for name in names))


def faults_between(entries: list[Entry]) -> list[str]:
    """Return what is wrong across pages: a name on two pages, a related id that does not exist."""
    owner: dict[str, str] = {}
    faults = []
    ids = {entry.id for entry in entries}
    for entry in entries:
        taken = [name for name in names_of(entry) if owner.setdefault(name, entry.id) != entry.id]
        faults += [f"{entry.id}.md: the name {name!r} belongs to {owner[name]}.md already" for name in taken]
        faults += [f"{entry.id}.md: related `{other}` has no page" for other in entry.related if other not in ids]
        faults += [f"{entry.id}.md: beats `{other}` has no page" for other in entry.beats if other not in ids]
        if entry.id in entry.related:
            faults.append(f"{entry.id}.md: is related to itself")
    return faults


def modules(
    pages: list[tuple[Entry, list[dict[str, Any]]]], models: dict[str, Any], rule_pages: Sequence[_rulepages.RulePage] | None = None
) -> dict[str, str]:
    """Return the generated modules: file name -> Python source. Rule pages have names and shards, but no matches and no place in the list."""
    ids = {entry.id for entry, _ in pages}
    # A link to a page that is not there yet is a fault of `--check`, not a reason to explain nothing.
    pages = [(replace(e, related=tuple(r for r in e.related if r in ids)), matches) for e, matches in pages]
    entries = [entry for entry, _ in pages]
    shards, place = _shards(entries)
    names: dict[str, tuple[str, int]] = {}
    for entry in entries:
        for name in names_of(entry):
            names.setdefault(name, place[entry.id])
    rule_pages = read_rules() if rule_pages is None else rule_pages
    rules = [_known_links(rule.shown, ids) for rule in rule_pages]
    for at in range(0, len(rules), SHARD_SIZE):
        shards[f"rule_{at // SHARD_SIZE}"] = rules[at : at + SHARD_SIZE]
    for at, rule in enumerate(rules):
        names.setdefault(rule.id, (f"rule_{at // SHARD_SIZE}", at % SHARD_SIZE))
    made = {f"{shard}.py": f"ENTRIES = {tuple(_plain(e) for e in group)!r}\n" for shard, group in shards.items()}
    made["__init__.py"] = ""
    made["names.py"] = f"NAMES = {names!r}\n"
    made["matches.py"] = _matches(pages)
    made["headings.py"] = f"HEADINGS = {tuple(_heading(entry) for entry in entries)!r}\n"
    made["models.py"] = _models(models)
    facts = {rule.shown.id: (rule.severity, rule.when, rule.entry, rule.shown.title) for rule in rule_pages}
    made["rules.py"] = f"RULES = {facts!r}\n"
    return made


def _known_links(entry: Entry, ids: set[str]) -> Entry:
    return replace(entry, related=tuple(name for name in entry.related if name in ids))


def status_page(entry: Entry) -> bool:
    """Whether an entry is the page of its status: named http_<status>, or listing the number among its names."""
    return entry.status is not None and (entry.id == f"http_{entry.status}" or str(entry.status) in entry.aliases)


def _shards(entries: list[Entry]) -> tuple[dict[str, list[Entry]], dict[str, tuple[str, int]]]:
    shards: dict[str, list[Entry]] = {}
    place: dict[str, tuple[str, int]] = {}
    by_status: dict[str, list[Entry]] = {}
    # Status pages first: the commonest question loads the smallest, first shard.
    for entry in sorted(entries, key=lambda e: (not status_page(e), e.id)):
        by_status.setdefault(str(entry.status or "none"), []).append(entry)
    for status, group in by_status.items():
        for at in range(0, len(group), SHARD_SIZE):
            shard = f"s{status}_{at // SHARD_SIZE}"
            shards[shard] = group[at : at + SHARD_SIZE]
            place |= {entry.id: (shard, index) for index, entry in enumerate(shards[shard])}
    return shards, place


def _plain(item: object) -> tuple[object, ...]:
    return tuple(
        tuple(tuple(v for _, v in fields(s)) if isinstance(s, Source) else s for s in value) if isinstance(value, tuple) else value
        for _, value in fields(item)
    )


def _heading(entry: Entry) -> tuple[object, ...]:
    return (entry.id, entry.title, entry.status, entry.type, entry.category, entry.retryable, entry.fault, status_page(entry))


def _matches(pages: list[tuple[Entry, list[dict[str, Any]]]]) -> str:
    made: dict[str, Any] = {"LITERALS": [], "PHRASES": [], "EXCEPTIONS": [], "TYPES": [], "KINDS": [], "KIND": {}, "BEATS": {}, "CODES": {}}
    for entry, matches in pages:
        statuses = (entry.status, *entry.also_statuses) if entry.status is not None else entry.also_statuses
        kinds = (entry.type, *entry.also_types) if entry.type is not None else entry.also_types
        kind = (statuses, kinds, entry.platform)
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
        if literals[False] or literals[True]:
            made["LITERALS"].append((entry.id, tuple(literals[False]), tuple(literals[True])))
    made["TYPE_PAGES"] = {e.type: e.id for e, _ in pages if e.type and e.type.lower() in names_of(e)}
    made["STATUS"] = {str(e.status): e.id for e, _ in pages if status_page(e)}
    return "".join(f"{name} = {tuple(value) if isinstance(value, list) else value!r}\n" for name, value in made.items())


def _place_match(match: dict[str, Any], page_id: str, made: dict[str, Any], literals: dict[bool, list[bytes]]) -> None:
    needs = tuple(match.get(key) for key in ("exception", "type", "status", "platform", "model", "streaming"))
    needs = needs if any(needs) else ()
    weak = match.get("weak", False)
    if "message" in match:
        phrase = _phrase.compiled(match["message"])
        if needs or not _phrase.is_literal(phrase):
            made["PHRASES"].append((_phrase.anchor(phrase), phrase, needs, weak, page_id))
        else:  # most are: one literal is kept as such, because this module's size is start-up time
            literals[weak].append(phrase[0][0])
    elif "exception" in match:
        made["EXCEPTIONS"].append((match["exception"], needs, weak, page_id))
    else:  # a status of one platform has no type of its own
        made["TYPES"].append((match.get("type"), needs, weak, page_id))


def _models(models: dict[str, Any]) -> str:
    states: dict[str, list[str]] = {"retired": [], "deprecated": [], "active": []}
    for model in models.get("models", ()):
        state = model["state"]
        if state in states:
            states[state] += [model["id"], *model.get("aliases", ())]
    known = {state: frozenset(ids) for state, ids in states.items()}
    return f"AS_OF = {models.get('as_of', '')!r}\nSTATES = {known!r}\n"


def write(target: str, key: str) -> None:
    """Build everything into `target` (made beside it, then renamed); PageError names the first fault."""
    pages, faults = read_entries()
    rules, rule_faults = _rulepages.read()
    if faults or (rule_faults and key == "wheel"):  # in a checkout a rule page half written costs only itself
        raise PageError("\n".join([*faults, *rule_faults]))
    made = modules(pages, read_models(), rules)
    made["__init__.py"] = f"KEY = {key!r}\n"
    temporary = f"{target}.{os.getpid()}"
    os.makedirs(temporary, exist_ok=True)
    for name, source in made.items():
        with open(os.path.join(temporary, name), "w", encoding="utf-8") as file:
            file.write(f"# Generated from the pages; do not edit.\n{source}")
        if key != "wheel":  # an installer compiles for itself; a checkout may run with PYTHONDONTWRITEBYTECODE
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


def read_rules() -> list[_rulepages.RulePage]:
    """Return the rule pages that have no fault."""
    return _rulepages.read()[0]


def read_models() -> dict[str, Any]:
    """Return the models file ({} while there is none)."""
    if not os.path.exists(MODELS):
        return {}
    with open(MODELS, encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def main(argv: list[str]) -> int:
    """`--check` prints what is wrong with the pages; otherwise the catalogue is built in place."""
    pages, faults = read_entries()
    faults += faults_between([entry for entry, _ in pages]) + _rulepages.read()[1]
    for fault in faults:
        print(fault)
    print(f"{len(pages)} pages, {len(faults)} faults")
    if not faults and "--check" not in argv:
        from claude_doctor.catalogue import _store

        write(_store.BUILT, _store.key_of(ENTRIES, _rulepages.PAGES))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
