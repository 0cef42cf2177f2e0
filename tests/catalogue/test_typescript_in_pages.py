"""The TypeScript in the pages compiles, strictly, against the newest @anthropic-ai/sdk.

It needs `typescript`, `@types/node` and `@anthropic-ai/sdk` in a node_modules: that of the checkout, or the
folder that DOCTOR_NODE_MODULES names. `.ci/soak typescript` installs them and runs this file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from claude_doctor.catalogue import pages
from tests.conftest import PAGES, SOURCE

MODULES = Path(os.environ.get("DOCTOR_NODE_MODULES", SOURCE / "node_modules"))
NEEDED = ("typescript/bin/tsc", "@types/node", "@anthropic-ai/sdk/package.json")
MISSING = [name for name in NEEDED if not (MODULES / name).exists()] + (
    [] if shutil.which("node") else ["node"]
)
SNIPPETS = {entry.id: entry.typescript for entry, _ in pages.read_entries(str(PAGES))[0] if entry.typescript}
OPTIONS = {
    "strict": True,
    "noEmit": True,
    "target": "es2022",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "skipLibCheck": True,
    "types": ["node"],
}
needs_modules = pytest.mark.skipif(bool(MISSING), reason=f"{MODULES} lacks {', '.join(MISSING)}")


def compiled(folder: Path, snippets: dict[str, str]) -> str:
    """Compile each snippet as a module of its own; returns what the compiler says, "" when all is well."""
    (folder / "node_modules").symlink_to(MODULES.resolve())
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": OPTIONS, "include": ["*.ts"]}), encoding="utf-8"
    )
    for name, text in snippets.items():
        (folder / f"{name}.ts").write_text(f"{text}\nexport {{}};\n", encoding="utf-8")
    command = ["node", str(MODULES / "typescript/bin/tsc"), "-p", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode == 0) == (not done.stdout.strip()), done.stdout + done.stderr
    return done.stdout


def test_there_are_snippets():
    assert len(SNIPPETS) >= 10
    assert all(re.search(r"\bimport\b|\bclient\b", text) for text in SNIPPETS.values())


@needs_modules
def test_it_compiles_against_the_newest_sdk(tmp_path):
    assert compiled(tmp_path, SNIPPETS) == ""


@needs_modules
def test_what_the_sdk_does_not_have_is_found(tmp_path):
    text = 'import Anthropic from "@anthropic-ai/sdk";\nawait new Anthropic().messages.kreate({});'
    assert "kreate" in compiled(tmp_path, {"wrong": text})
