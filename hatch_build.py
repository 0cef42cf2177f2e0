"""The wheel's build: compiles the catalogue's pages into the modules that run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator


class PagesHook(BuildHookInterface[Any]):
    """Adds the compiled catalogue, the help as text and the man pages to the wheel, the man pages to the
    sdist too.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the catalogue into a folder of its own and map it into the wheel (an editable install builds
        on first use).
        """
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        self.folder = tempfile.mkdtemp()
        if self.target_name == "sdist":
            for name, page in self._man_pages():
                build_data["force_include"][page] = f"man/{name}"
            return
        from claude_doctor.catalogue import build

        target = os.path.join(self.folder, "_built")
        build.write(target, "wheel")
        build_data["force_include"][target] = "claude_doctor/catalogue/_built"
        build_data["force_include"][self._texts()] = "claude_doctor/_made"
        for name, page in self._man_pages():
            build_data["shared_data"][page] = f"share/man/man1/{name}"

    def _texts(self) -> str:
        """Write what is printed as text, made from the code: the help of every
        command, the list of checks.
        """
        from claude_doctor.base import made
        from claude_doctor.cli import helptext
        from claude_doctor.doors.health.engine import listed

        folder = os.path.join(self.folder, "_made")
        for name, found in (*helptext.every(), (listed.FILE, listed.text())):
            made.write(folder, name, made.WHEEL, found)
        return folder

    def _man_pages(self) -> Iterator[tuple[str, str]]:
        from claude_doctor.cli import manpage

        for name, page in manpage.pages():
            path = os.path.join(self.folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(page)
            yield name, path

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)
