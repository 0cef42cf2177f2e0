"""The catalogue against the installed SDK: every pair of status and error code it knows has its page, with
its class.
"""

from __future__ import annotations

import warnings

import pytest

from claude_doctor import catalogue
from claude_doctor.facts.versions import SDK

PAIRS = 150  # of the SDK that the facts name


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])


anthropic = pytest.importorskip("anthropic")
error_classes = pytest.importorskip("anthropic._error_classes", reason="this SDK has no error table")
IS_NEWER = numbers(anthropic.__version__) > numbers(SDK)


def pairs():
    return sorted(error_classes.ERROR_CLASSES, key=str)


def page_of(status, code):
    """Return the page of a pair: for a code the page that has it as id, else the page of the status."""
    entry = catalogue.find(code or f"http_{status}") or catalogue.find(str(status))
    return entry if entry and (entry.id == code if code else True) else None


@pytest.mark.skipif(numbers(anthropic.__version__) != numbers(SDK), reason=f"counted in anthropic {SDK}")
def test_every_pair_of_the_sdk_it_was_made_for_has_a_page():
    with_page = [pair for pair in pairs() if page_of(*pair)]
    assert (len(with_page), len(pairs())) == (PAIRS, PAIRS)


def lacking(known):
    """Return what is wrong with the page of each pair of an SDK's table, as lines."""
    for (status, code), found in sorted(known.items(), key=str):
        entry = page_of(status, code)
        if entry is None:
            yield f"({status}, {code}) has no page"
        elif status not in {entry.status, *entry.also_statuses} or entry.error_code != code:
            yield f"({status}, {code}) has a page of another pair: {entry.id}"
        elif found.__name__ not in entry.sdk_classes:
            yield f"({status}, {code}): {entry.id} does not name {found.__name__}"


def judged(known, is_newer):
    """Fail for a pair without its page where the facts claim to know it; what a newer SDK brings is said
    loudly instead.
    """
    missing = list(lacking(known))
    if missing and is_newer:
        warnings.warn(
            DriftWarning(
                f"newer than the facts, which are of anthropic {SDK}: {'; '.join(missing)}; see "
                "docs/releasing-facts.md"
            ),
            stacklevel=2,
        )
    else:
        assert missing == []


class DriftWarning(UserWarning):
    """The installed SDK knows more than the facts."""


@pytest.mark.filterwarnings("always")
def test_every_pair_has_its_page():
    judged(error_classes.ERROR_CLASSES, IS_NEWER)


def test_a_pair_without_a_page_fails_or_is_told_loudly():
    known = {**error_classes.ERROR_CLASSES, (503, "thing_of_tomorrow"): Exception}
    with pytest.raises(AssertionError):
        judged(known, is_newer=False)
    with pytest.warns(DriftWarning, match="thing_of_tomorrow"):
        judged(known, is_newer=True)


@pytest.mark.skipif(IS_NEWER, reason="told above")
def test_every_class_of_the_sdk_leads_somewhere():
    missing = [
        cls.__name__
        for cls in set(error_classes.ERROR_CLASSES.values())
        if catalogue.find(cls.__name__) is None
    ]
    assert missing == []
