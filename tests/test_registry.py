"""A folder is a registry."""

import sys
import types

from claude_doctor.base import registry
from claude_doctor.signals import readers


def test_members_are_the_files_that_are_there(tmp_path):
    (tmp_path / "alpha.py").write_text("RANK = 2")
    (tmp_path / "beta").mkdir()
    (tmp_path / "beta" / "__init__.py").write_text("RANK = 1")
    for other in ("_helper.py", "__init__.py", "notes.md", "data.json"):
        (tmp_path / other).write_text("")
    (tmp_path / "empty").mkdir()
    package = types.ModuleType("made_up_family")
    package.__path__ = [str(tmp_path)]
    sys.modules[package.__name__] = package
    assert registry.names(package) == ["alpha", "beta"]
    assert [module.__name__ for module in registry.ranked(package)] == ["made_up_family.beta", "made_up_family.alpha"]
    for name in ("", ".alpha", ".beta"):
        sys.modules.pop(f"made_up_family{name}")


def test_readers_come_in_order_of_rank():
    ranks = [reader.RANK for reader in registry.ranked(readers)]
    assert ranks == sorted(ranks)
