"""Every command of ours that a page, a fix, a help text or the docs name is
one that the real parser takes.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from claude_doctor.base.errors import UsageError
from claude_doctor.cli import argv, door, typer_app
from tests.conftest import SOURCE, sources

NAMES = door.names()
MARKDOWN = sorted(
    [*SOURCE.glob("*.md"), *SOURCE.glob("docs/*.md"), *sources(SOURCE / "claude_doctor", ".md")]
)
PYTHON = sources(SOURCE / "claude_doctor", ".py")
_FENCE = re.compile(r"^( *)(```|~~~)[^\n]*\n(.*?)^\1\2", re.M | re.S)
_SPAN = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")
_CALL = re.compile(r"(?<![\w./-])claude-doctor ([^\n]*)")
_BARE = re.compile(rf"(?:{'|'.join(NAMES)}) [^\n]*-")
_IN_PYTHON = re.compile(rf"(?<![\w./-])claude-doctor ((?:{'|'.join(NAMES)})\b(?!:)[^\n`]*)")
_FILLED = "{}"
_END = re.compile(r"^[|;&<>()]+$")


def called(text: str) -> list[str]:
    """Return the words of a command up to a pipe, redirection, comment or the next command."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    for word in lexer:
        if _END.match(word):
            return words[:-1] if word.startswith(">") and words and words[-1] in ("1", "2") else words
        words.append(word)
    return words


def in_markdown(text: str) -> Iterator[list[str]]:
    fences = [found[3].replace("\\\n", " ") for found in _FENCE.finditer(text)]
    spans = [" ".join(found.split("\n")) for found in _SPAN.findall(_FENCE.sub("", text))]
    for code in (*fences, *spans):
        yield from (called(found[1]) for found in _CALL.finditer(code))
    # A command without our name in front counts when it carries an option: `batch-check FILE --fail-on
    # warning`.
    yield from (called(span) for span in spans if _BARE.match(span))


def in_python(text: str) -> Iterator[list[str]]:
    tree = ast.parse(text)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, (ast.JoinedStr, ast.Constant)) and id(node) not in inside:
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            shown = "".join(str(part.value) if isinstance(part, ast.Constant) else _FILLED for part in parts)
            for found in _IN_PYTHON.finditer(
                shown
            ):  # one that ends in a blank goes on with something computed
                yield called(found[1] + (_FILLED if found[1].endswith(" ") else ""))


def refused(words: list[str]) -> str:
    """Return what the real parser says against a command, "" when it takes it."""
    words = [
        word
        for at, word in enumerate(words)
        if word not in (_FILLED, "[options]") or words[at - 1].startswith("--")
    ]
    words = ["1" if word == _FILLED or word.startswith("$") else word for word in words]
    if words and words[0] in NAMES and argv.parse(door.load(words[0]), words[1:]):
        return ""
    try:
        typer_app.main(words, lambda command, args: 0)
    except UsageError as error:
        return str(error)
    return ""


def every() -> Iterator[tuple[Path, list[str]]]:
    for path in MARKDOWN:
        yield from ((path, words) for words in in_markdown(path.read_text(encoding="utf-8")))
    for path in PYTHON:
        yield from ((path, words) for words in in_python(path.read_text(encoding="utf-8")))


COMMANDS = {shlex.join(words): (path.relative_to(SOURCE), words) for path, words in every() if words}


def test_commands_are_found_in_every_kind_of_text():
    places = {str(path) for path, _ in COMMANDS.values()}
    for kind in (
        "README.md",
        "docs/tail.md",
        "catalogue/entries/",
        "batch_check/pages/",
        "health/checks/",
        "claude_doctor/doors/",
    ):
        assert any(kind in place for place in places), kind
    assert len(COMMANDS) > 60


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_parser_takes_it(command, capsys):
    path, words = COMMANDS[command]
    why = refused(words)
    capsys.readouterr()  # what --help and --version print
    assert not why, f"{path}: claude-doctor {command}: {why}"


@pytest.mark.parametrize(
    "text",
    [
        "`claude-doctor batch-check requests.jsonl --submit`",
        "`batch-check FILE --watch RESULTS --mend-file AGAIN`",
        "```sh\nclaude-doctor batch-check requests.jsonl --merge parts/  # writes files\n```",
        "`claude-doctor mend`",
        "`claude-doctor tail x.log --fail-on colour`",
    ],
)
def test_what_does_not_exist_is_refused(text):
    assert [refused(words) for words in in_markdown(text)] != [""]
    assert all(refused(words) for words in in_markdown(text))
