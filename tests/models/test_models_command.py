"""`models`: what is known on a day, what is found in files, and what the exit code is."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from claude_doctor import cli
from claude_doctor.base import clock

RETIRED = "claude-3-opus-20240229"
SOON = "claude-opus-4-5-20251101"
ACTIVE = "claude-opus-5-5"
BETA = "prompt-caching-2024-07-31"


@pytest.fixture(autouse=True)
def day(monkeypatch, tmp_path):
    monkeypatch.setattr(clock, "today", lambda: "2026-12-01")
    monkeypatch.chdir(tmp_path)


def search(capsys, *args: str) -> tuple[int, dict]:
    code = cli.main(["models", *args, "--json"])
    return code, json.loads(capsys.readouterr().out)


def places(found: dict) -> list[tuple[str, int, int, str]]:
    return [(item["file"], item["line"], item["column"], item["severity"]) for item in found["findings"]]


def one(capsys, name: str, text: str) -> list[tuple[str, int, str]]:
    Path(name).write_text(text, encoding="utf-8")
    _, found = search(capsys, "--in", name)
    return [(item["name"], item["line"], item["severity"]) for item in found["findings"]]


def test_all_models_are_listed_with_their_state_of_the_day(capsys):
    assert cli.main(["models", "--json"]) == 0
    found = {item["id"]: item for item in json.loads(capsys.readouterr().out)["models"]}
    assert found[RETIRED]["state"] == "retired"
    assert found[SOON]["days_left"] == 52
    assert found[ACTIVE]["state"] == "active"
    assert "forced tool use" in found[ACTIVE]["refuses"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (ACTIVE, 0),
        (SOON, 0),
        (RETIRED, 1),
        ("us.anthropic.claude-3-opus-20240229-v1:0", 1),
        ("claude-nine", 1),
    ],
)
def test_a_model_asked_for_by_name_decides_the_exit_code(capsys, name, code):
    assert cli.main(["models", name]) == code
    assert cli.main(["models", name, "--fail-on", "never"]) == 0


CODE = {
    "a.py": f'# "{RETIRED}"\nm = "{RETIRED}"\n',
    "a.ts": f"// '{RETIRED}'\nconst m = '{RETIRED}';\n",
    "a.js": f"/* '{RETIRED}' */\nconst m = `{RETIRED}`;\n",
    "a.go": f'// "{RETIRED}"\nvar m = `{RETIRED}`\n',
    "A.java": f'// "{RETIRED}"\nString m = "{RETIRED}";\n',
    "a.rb": f"# '{RETIRED}'\nm = '{RETIRED}'\n",
    "A.cs": f'// "{RETIRED}"\nvar m = @"{RETIRED}";\n',
    "a.php": f"# '{RETIRED}'\n$m = '{RETIRED}';\n",
    "a.rs": f'// "{RETIRED}"\nlet m: &\'static str = r#"{RETIRED}"#;\n',
    "a.yaml": f"# model: {RETIRED}\nmodel: {RETIRED}  # {RETIRED}\n",
    "a.toml": f"# {RETIRED}\nmodel = '{RETIRED}'\n",
    ".env": f"# {RETIRED}\nMODEL={RETIRED}\n",
    "Dockerfile": f"# ENV M={RETIRED}\nENV MODEL {RETIRED}\n",
    "a.json": f'{{\n"model": "{RETIRED}"}}\n',
}


@pytest.mark.parametrize("name", sorted(CODE))
def test_a_string_is_found_and_a_comment_is_not(capsys, name):
    assert one(capsys, name, CODE[name]) == [(RETIRED, 2, "error")]


NOT_USED = {
    "in a sentence": ("a.py", f'raise ValueError("the model {RETIRED} is gone")\n'),
    "in a docstring": ("b.py", f'def f():\n    """Like model="{RETIRED}"."""\n'),
    "a file's name": ("c.py", f'open("{RETIRED}.json")\n'),
    "in an address": ("d.ts", f'fetch("https://x.example/m/{RETIRED}")\n'),
    "in prose of YAML": ("e.yaml", f"text: we liked {RETIRED} a lot\n"),
    "a longer name": ("f.py", f'm = "{RETIRED}-tuned"\n'),
    "an active model": ("g.py", f'm = "{ACTIVE}"\n'),
    "an unknown model": ("h.py", 'm = "claude-nine-9"\n'),
    "switched off on its line": ("i.py", f'm = "{RETIRED}"  # claude-doctor: ignore\n'),
    "a quote in a comment": ("j.js", f"// don't\n/* '{RETIRED}' */\n"),
    "a hash in quotes": ("k.yaml", f"a: '# {RETIRED}'\n"),
}


@pytest.mark.parametrize("why", sorted(NOT_USED))
def test_what_is_no_use_of_a_model_is_not_reported(capsys, why):
    assert one(capsys, *NOT_USED[why]) == []


def test_more_ways_to_name_a_model(capsys):
    text = (
        f'a = "anthropic/{RETIRED}"\nb = "us.anthropic.{RETIRED}-v1:0"\nc = \'{{"model": '
        f'"{RETIRED}"}}\'\nd = "{SOON}"\ne = "x,{BETA}"\n'
    )
    assert one(capsys, "a.py", text) == [
        (f"anthropic/{RETIRED}", 1, "error"),
        (f"us.anthropic.{RETIRED}-v1:0", 2, "note"),
        (RETIRED, 3, "error"),
        (SOON, 4, "warning"),
        (BETA, 5, "warning"),
    ]


def test_line_and_column_are_those_of_the_name(capsys):
    Path("a.py").write_bytes("x = 1\r\ny = ['é', \"claude-2.1\"]\r\n".encode())
    Path("b.yaml").write_text("a:\n  - model: claude-2.1\n", encoding="utf-16")
    _, found = search(capsys, "--in", ".")
    assert places(found) == [("a.py", 2, 12, "error"), ("b.yaml", 2, 12, "error")]


def test_of_a_notebook_the_code_counts_and_the_place_in_the_file(capsys):
    cells = [
        {"cell_type": "markdown", "source": [f'model = "{RETIRED}"\n']},
        {
            "cell_type": "code",
            "outputs": [{"text": [f"model={RETIRED}", "x" * 9000]}],
            "source": ["# no\n", f'm = "{RETIRED}"\n'],
        },
    ]
    text = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    found = one(capsys, "a.ipynb", text)
    line = next(at for at, line in enumerate(text.splitlines(), 1) if 'm = \\"' in line and '"m =' in line)
    assert found == [(RETIRED, line, "error")]
    assert one(capsys, "broken.ipynb", "[" * 100_000 + RETIRED) == []


def test_exit_codes_follow_fail_on_and_within(capsys):
    Path("soon.py").write_text(f'm = "{SOON}"\n')
    Path("gone.py").write_text(f'm = "{RETIRED}"\n')
    Path("fine.py").write_text(f'm = "{ACTIVE}"\n')
    for args, code in (
        (("--in", "fine.py"), 0),
        (("--in", "soon.py"), 0),
        (("--in", "soon.py", "--fail-on", "warning"), 1),
        (("--in", "soon.py", "--fail-on", "warning", "--within", "10d"), 0),
        (("--in", "gone.py"), 1),
        (("--in", "fine.py", "gone.py"), 1),
        (("--in", "gone.py", "--fail-on", "never"), 0),
        (("--in", "gone.py", "--exit-zero"), 0),
        (("--in", ".", "--exclude", "gone.*"), 0),
        (("--in", "missing.py"), 3),
        (("--in", ".", "--within", "soon"), 2),
    ):
        assert cli.main(["models", *args]) == code, args
        capsys.readouterr()


@pytest.mark.parametrize("is_repository", [True, False])
def test_what_gitignore_leaves_out_is_not_read(capsys, is_repository):
    Path("src/made").mkdir(parents=True)
    for name in ("a.py", "b.py", "made/c.py", "keep.py", "d.log.py"):
        Path("src", name).write_text(f'm = "{RETIRED}"\n')
    Path("node_modules").mkdir()
    Path("node_modules/x.js").write_text(f'm = "{RETIRED}"\n')
    Path(".gitignore").write_text("made/\nnode_modules/\n*.py\n!keep.py\n!/src/a.py\n")
    if is_repository:
        subprocess.run(["git", "init", "-q"], check=True)
    code, found = search(capsys, "--in", ".")
    assert code == 1
    assert [item["file"] for item in found["findings"]] == ["src/a.py", "src/keep.py"]


def test_a_repository_runs_no_program_of_its_own(capsys):
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "config", "core.fsmonitor", "touch ran; false"], check=True)
    Path("a.py").write_text(f'm = "{RETIRED}"\n')
    assert search(capsys, "--in", ".")[0] == 1
    assert not Path("ran").exists()


def test_hostile_files_are_left_out_and_named(capsys):
    Path("binary.py").write_bytes(b"\0\1" + RETIRED.encode())
    with open("huge.json", "wb") as file:
        file.truncate(9_000_000)
    Path("outside").mkdir()
    Path("in").mkdir()
    Path("outside/secret.py").write_text(f'm = "{RETIRED}"\n')
    os.symlink("../outside", "in/link")
    os.symlink("../outside/secret.py", "in/link.py")
    os.mkfifo("in/pipe.py")
    Path("in/odd.py").write_bytes(b'\xff\xfe\xfa m = "' + RETIRED.encode() + b'"\n')
    Path("in/latin.py").write_bytes(b'x = "\xe9"; m = "' + RETIRED.encode() + b'"\n')
    Path("in/\x1b[31m.py").write_text(f'm = "{RETIRED}"\n')
    code, found = search(capsys, "--in", "in")
    assert code == 1
    files = [item["file"] for item in found["findings"]]
    assert len(files) == 2
    assert files[1] == "in/latin.py"
    assert not any("\x1b" in file for file in files)
    code, found = search(capsys, "--in", "binary.py", "huge.json")
    assert code == 0
    assert found["skipped"] == {"binary": 1, "larger than 8 MB": 1}
    cli.main(["models", "--in", "in"])
    assert "\x1b[31m.py" not in capsys.readouterr().out


def test_every_format_holds_the_finding(capsys):
    Path("a.py").write_text(f'm = "{RETIRED}"\n')
    shown = {}
    for name in ("text", "json", "github", "sarif", "markdown"):
        assert cli.main(["models", "--in", "a.py", "--format", name]) == 1
        shown[name] = capsys.readouterr().out
    assert all(RETIRED in text.replace("\\", "") for text in shown.values())
    assert shown["github"].startswith("::error file=a.py,line=1,col=6,title=model-retired::")
    log = json.loads(shown["sarif"])
    assert set(log) == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 6}
    assert "a.py:1:6" in shown["text"]


def test_the_list_is_shown_in_every_format(capsys):
    for name in ("text", "json", "github", "sarif", "markdown"):
        assert cli.main(["models", RETIRED, SOON, "--format", name]) == 1
        text = capsys.readouterr().out
        assert name == "sarif" or RETIRED in text.replace("\\", "")
