"""A folder is a registry."""

import sys
import types

from claude_doctor.base import registry
from claude_doctor.base.contract import Protocol
from claude_doctor.signals import readers
from claude_doctor.signals.readers.contract import Reader


class Made(Protocol):
    RANK: int
    LOOSE: bool = False


def test_members_are_the_files_that_are_there(tmp_path):
    (tmp_path / "alpha.py").write_text("RANK = 2")
    (tmp_path / "beta").mkdir()
    (tmp_path / "beta" / "__init__.py").write_text("RANK = 1\nLOOSE = True")
    for other in ("_helper.py", "__init__.py", "notes.md", "data.json", "contract.py"):
        (tmp_path / other).write_text("")
    (tmp_path / "empty").mkdir()
    package = types.ModuleType("made_up_family")
    package.__path__ = [str(tmp_path)]
    sys.modules[package.__name__] = package
    assert registry.names(package) == ["alpha", "beta"]
    assert [(name, member.RANK, member.LOOSE) for name, member in registry.ranked(package, Made)] == [
        ("beta", 1, True),
        ("alpha", 2, False),
    ]
    for name in ("", ".alpha", ".beta"):
        sys.modules.pop(f"made_up_family{name}")


def test_readers_come_in_order_of_rank():
    ranks = [reader.RANK for _, reader in registry.ranked(readers, Reader)]
    assert ranks == sorted(ranks)
