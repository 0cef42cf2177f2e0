"""The catalogue against the installed SDK: every coded error it knows has a page with its status and class."""

from __future__ import annotations

import pytest

from claude_doctor import catalogue

# The newest SDK the catalogue was compared with. What a newer one adds is no fault of a change here: benchmarks/sdk_drift.py lists it.
MADE_FOR = (2, 11)

anthropic = pytest.importorskip("anthropic")
error_classes = pytest.importorskip("anthropic._error_classes", reason="this SDK has no error table")
if tuple(map(int, anthropic.__version__.split(".")[:2])) > MADE_FOR:
    pytest.skip(f"anthropic {anthropic.__version__} is newer than the catalogue: run benchmarks/sdk_drift.py", allow_module_level=True)


def pairs():
    return sorted({(status, code) for status, code in error_classes.ERROR_CLASSES if code}, key=str)


def test_the_table_is_there():
    assert len(pairs()) > 50


@pytest.mark.parametrize(("status", "code"), pairs())
def test_every_pair_has_its_page(status, code):
    entry = catalogue.find(code)
    assert entry is not None, f"({status}, {code}) has no entry"
    assert status in {entry.status, *entry.also_statuses}


def test_every_class_of_the_sdk_leads_somewhere():
    missing = [cls.__name__ for cls in set(error_classes.ERROR_CLASSES.values()) if catalogue.find(cls.__name__) is None]
    assert missing == []
