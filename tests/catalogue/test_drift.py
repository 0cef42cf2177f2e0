"""The catalogue against the installed SDK: every pair of status and error code it knows has its page, with its class."""

from __future__ import annotations

import pytest

from claude_doctor import catalogue

# The newest SDK the catalogue was compared with, and how many pairs its table has. What a newer one adds is no fault
# of a change here: benchmarks/sdk_drift.py lists it.
MADE_FOR = "2.14.0"
PAIRS = 150


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])


anthropic = pytest.importorskip("anthropic")
error_classes = pytest.importorskip("anthropic._error_classes", reason="this SDK has no error table")
if numbers(anthropic.__version__)[:2] > numbers(MADE_FOR)[:2]:
    pytest.skip(
        f"anthropic {anthropic.__version__} is newer than {MADE_FOR}, for which the catalogue was made: run benchmarks/sdk_drift.py",
        allow_module_level=True,
    )


def pairs():
    return sorted(error_classes.ERROR_CLASSES, key=str)


def page_of(status, code):
    """Return the page of a pair: for a code the page that has it as id, else the page of the status."""
    entry = catalogue.find(code or f"http_{status}") or catalogue.find(str(status))
    return entry if entry and (entry.id == code if code else True) else None


@pytest.mark.skipif(numbers(anthropic.__version__) != numbers(MADE_FOR), reason=f"counted in anthropic {MADE_FOR}")
def test_every_pair_of_the_sdk_it_was_made_for_has_a_page():
    with_page = [pair for pair in pairs() if page_of(*pair)]
    assert (len(with_page), len(pairs())) == (PAIRS, PAIRS)


@pytest.mark.parametrize(("status", "code"), pairs())
def test_every_pair_has_its_page(status, code):
    entry = page_of(status, code)
    assert entry is not None, f"({status}, {code}) has no page"
    assert status in {entry.status, *entry.also_statuses}
    assert entry.error_code == code
    assert error_classes.ERROR_CLASSES[status, code].__name__ in entry.sdk_classes


def test_every_class_of_the_sdk_leads_somewhere():
    missing = [cls.__name__ for cls in set(error_classes.ERROR_CLASSES.values()) if catalogue.find(cls.__name__) is None]
    assert missing == []
