"""tools/drift.py on small wheels: what a newer one brings is found, printed and written down as stubs;
nothing is imported.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import SOURCE

TOOL = SOURCE / "tools" / "drift.py"
BASE = {
    "_version.py": '__version__ = "1.0.0"\n',
    "_constants.py": 'ANTHROPIC_API_VERSION = "2026-10-21"\nMAX_RETRY_DELAY = 8.0\nraise SystemExit("imported")\n',
    "_base_client.py": "def _should_retry(r):\n    return r == 409\n",
    "_error_classes.py": 'from .types.old_error import OldError\n\nERROR_CLASSES = {\n    (400, "old"): OldError,\n}\n',
    "types/old_error.py": 'class OldError:\n    """It is old."""\n',
    "types/model_param.py": 'M = ["claude-one-1"]\n',
    "types/anthropic_beta_param.py": 'B = ["one-2026-01-01"]\n',
    "_data/deprecated_models.py": "DEPRECATED_MODELS: Dict[str, str] = {\n}\n",
    "types/message_create_params.py": 'class P:\n    size: int\n    """How large."""\n',
    "types/text_block_param.py": 'class T:\n    type: Required[Literal["text"]]\n',
}
CHANGES = {
    "_version.py": '__version__ = "1.1.0"\n',
    "_constants.py": BASE["_constants.py"].replace("10-21", "12-24").replace("8.0", "9.0"),
    "_base_client.py": "import os\ndef _should_retry(r):\n    return os.environ.get('ANTHROPIC_NEW_ONE')\n",
    "_error_classes.py": "from .types.old_error import OldError\nfrom .types.new_one_error import (\n    "
    "NewOneError,\n)\n\nERROR_CLASSES = {\n"
    '    (400, "old"): OldError,\n    (503, "zz_new_one"): NewOneError,\n}\n',
    "types/old_error.py": 'class OldError:\n    """It is old and reworded."""\n',
    "types/new_one_error.py": 'class NewOneError:\n    """It was made in part.\n\n    Never again."""\n',
    "types/model_param.py": 'M = ["claude-one-1", "claude-two-2"]\n',
    "types/anthropic_beta_param.py": 'B = ["one-2026-01-01", "two-2026-12-01"]\n',
    "_data/deprecated_models.py": 'DEPRECATED_MODELS: Dict[str, str] = {\n    "claude-one-1": "May 1st, 2027",\n}\n',
    "types/message_create_params.py": 'class P:\n    size: int\n    """How large. In a batch it is not supported."""\n    fresh: int\n',
    "types/sound_block_param.py": 'class S:\n    type: Required[Literal["sound"]]\n',
    "_client.py": 'raise ValueError("This text is new and a user sees it.")\n',
}
FOUND = [
    "+ zz_new_one 503 NewOneError",
    "~ old_error",
    "+ claude-two-2",
    "+ claude-one-1 May 1st, 2027",
    "+ two-2026-12-01",
    "+ size In a batch it is not supported.",
    "+ sound",
    "+ 2026-12-24",
    "- 2026-10-21",
    "~ MAX_RETRY_DELAY 9.0",
    "~ _should_retry",
    "+ ANTHROPIC_NEW_ONE",
    "+ This text is new and a user sees it.",
    "+ types.message_create_params: fresh",
]


def wheel(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"anthropic/{name}", text)
    return path


@pytest.fixture
def wheels(tmp_path):
    return wheel(tmp_path / "a.whl", BASE), wheel(tmp_path / "b.whl", BASE | CHANGES)


def call(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOL), *map(str, words)], capture_output=True, encoding="utf-8", check=False
    )


def test_every_kind_of_news_is_found(wheels):
    done = call("--from", wheels[0], "--to", wheels[1])
    assert (done.returncode, done.stderr) == (1, "")
    lines = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert [line for line in FOUND if line not in lines and f"{line} " not in " ".join(lines) + " "] == []


def test_nothing_new_is_exit_0(wheels):
    done = call("--from", wheels[0], "--to", wheels[0])
    assert (done.returncode, "nothing new" in done.stdout) == (0, True)


def test_what_is_no_package_is_exit_2(tmp_path):
    (tmp_path / "x.whl").write_bytes(b"no archive")
    for path in (tmp_path / "x.whl", tmp_path / "missing", tmp_path):
        assert call("--package", path).returncode == 2


def test_stubs_are_written_from_the_docstrings(wheels, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(TOOL.parent))
    import drift
    import sdk_text

    made = drift.written(sdk_text.facts(wheels[0]), sdk_text.facts(wheels[1]), wheels[1], tmp_path)
    page = next(path for path in made if path.name == "zz_new_one.md").read_text(encoding="utf-8")
    assert "It was made in part. Never again." in page
    assert 'retryable = "conditional"' in page
    assert "anthropic 1.1.0: types/new_one_error.py" in page
    rule = next(path for path in made if path.name == "size-in-batch.md").read_text(encoding="utf-8")
    assert "In a batch it is not supported." in rule
    assert "anthropic 1.1.0" in rule


def program(path: Path, *texts: str) -> Path:
    """Pack what looks like Claude Code for one platform: a manifest and a program full of texts."""
    with tarfile.open(path, "w:gz") as packed:
        for name, data in {
            "package/package.json": b'{\n  "version": "2.1.9"\n}',
            "package/claude": b"\x7fELF\x00" + b"\x00".join(b'"%b"' % text.encode() for text in texts),
        }.items():
            item = tarfile.TarInfo(name)
            item.size = len(data)
            packed.addfile(item, io.BytesIO(data))
    return path


def test_a_programs_texts_are_compared_and_remembered_as_hashes(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(TOOL.parent))
    import drift

    monkeypatch.setattr(drift, "KNOWN", tmp_path / "known")
    old = program(
        tmp_path / "x-linux-x64-1.tgz",
        "The request failed and is not sent again",
        "Nothing of ours here at all",
    )
    new = program(tmp_path / "x-linux-x64-2.tgz", "The request failed, so Claude waits for a minute")
    assert drift.main(["--package", str(old), "--remember"]) == 1
    assert "Nothing of ours" not in capsys.readouterr().out
    remembered = (tmp_path / "known" / "anthropic-ai-claude-code-linux-x64.json").read_text(encoding="utf-8")
    assert "request failed" not in remembered
    assert drift.main(["--package", str(old)]) == 0
    capsys.readouterr()
    assert drift.main(["--package", str(new)]) == 1
    said = capsys.readouterr().out
    assert "+ The request failed, so Claude waits for a minute" in said
    assert "1 texts are gone" in said
