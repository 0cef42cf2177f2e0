"""The wheel's build: compiles the catalogue's pages into the modules that run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface[Any]):
    """Adds `claude_doctor/catalogue/_built` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the catalogue into a folder of its own and map it into the wheel (an editable install builds on first use)."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from claude_doctor.catalogue import build

        self.folder = tempfile.mkdtemp()
        target = os.path.join(self.folder, "_built")
        build.write(target, "wheel")
        build_data["force_include"][target] = "claude_doctor/catalogue/_built"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)
