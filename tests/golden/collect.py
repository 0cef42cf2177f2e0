"""Collect the answers of the product on fixed inputs.

    python -m tests.golden.collect          write them all; look at the diff before you commit it

Each collector returns lines of text for one file of this folder. Days are arguments, so the files hold on any
day.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
INPUTS = HERE / "inputs"
PASTES = sorted((*CORPUS.glob("errors-*.jsonl"), *(CORPUS / "given").glob("errors-*.jsonl")))
_FORMATS = {
    "explain": ("text", "json", "markdown"),
    "batch-check": ("text", "json", "markdown", "github"),
    "tail": ("text", "json", "events"),
}


def answers() -> Iterator[str]:
    """Yield a line a labelled paste: its set, its id, and every diagnosis with how sure it is, in order."""
    from tests.golden.house import explain

    for path in PASTES:
        for line in path.read_text(encoding="utf-8").splitlines():
            sample = json.loads(line)
            report = explain(sample["text"])
            found = [[item.entry.id, item.confidence] for item in report.main.diagnoses]
            also = [item.diagnoses[0].entry.id for item in report.also if item.diagnoses]
            yield json.dumps([path.stem, sample["id"], found, also])


def rule_examples() -> Iterator[str]:
    """Yield a line an example of a rule's page: every finding with its severity, place, sentence and fix."""
    from tests.batch import helper
    from tests.batch.test_rule_pages import BAD, BY_ID, lines_of, scope_of

    for rule, at, text in BAD:
        found = helper.kept(lines_of(text), **scope_of(BY_ID[rule]))
        yield json.dumps([rule, at, [list(item)[3:] for item in found]], ensure_ascii=False)


def batch_samples() -> Iterator[str]:
    """Yield a line a labelled batch request that has findings: each with its severity and place."""
    from tests.batch import helper

    for path in sorted((CORPUS / "given" / "batch").glob("*/*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        lines = data.get("batch_lines")
        raw = (
            [line.encode("utf-8", "surrogatepass") for line in lines]
            if lines
            else [helper.line(data["params"])]
        )
        found = helper.kept(raw, version=data["anthropic_version"], betas=tuple(data["betas"]))
        if found:
            yield json.dumps([path.stem, [list(item)[3:] for item in found]], ensure_ascii=False)


def lists() -> Iterator[str]:
    """Yield the lists of entries as a person reads them."""
    for arguments in (["explain", "--list"], ["explain", "--search", "timeout"], ["health", "--list-checks"]):
        yield f"$ claude-doctor {' '.join(arguments)}"
        yield from _run(arguments).splitlines()


def reports() -> Iterator[str]:
    """Yield each command's report on each input in every format that needs no network."""
    for path in sorted(INPUTS.iterdir()):
        command = path.name.split(".")[0]
        for name in _FORMATS[command]:
            file = ["-f", path.name] if command == "explain" else [path.name]
            yield f"$ claude-doctor {command} {' '.join(file)} --format {name}"
            yield from _run([command, *file, "--format", name]).splitlines()


def _run(arguments: list[str]) -> str:
    dropped = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith("CLAUDE_DOCTOR")
    }
    env = {**kept, "PYTHONIOENCODING": "utf-8", "XDG_CONFIG_HOME": "/nonexistent", "TZ": "UTC"}
    with tempfile.TemporaryDirectory() as folder:  # in no repository: paths of annotations begin at its root
        shutil.copytree(INPUTS, folder, dirs_exist_ok=True)
        done = subprocess.run(  # our own command
            [sys.executable, "-m", "claude_doctor", *arguments],
            capture_output=True,
            cwd=folder,
            env=env,
            check=False,
        )
    # The day and the version of a run are not what is held here.
    text = re.sub(r'("(?:generated_at|today)": )"[^"]*"', r'\1"DAY"', done.stdout.decode("utf-8"))
    text = re.sub(r'("version": )"[^"]*"', r'\1"VERSION"', text)
    text = re.sub(r'("today": )"[^"]*"', r'\1"DAY"', text)
    return f"{text}exit {done.returncode}\n"


FILES: dict[str, Callable[[], Iterator[str]]] = {
    "answers.jsonl": answers,
    "rule-examples.jsonl": rule_examples,
    "batch-samples.jsonl": batch_samples,
    "lists.txt": lists,
    "reports.txt": reports,
}


def main() -> None:
    """Write every file."""
    for name, collect in FILES.items():
        (HERE / name).write_text("\n".join(collect()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
