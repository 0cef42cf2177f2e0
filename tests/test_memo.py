"""`diagnose` of exceptions: remembered by shape, bounded, from many threads, and equal to the slow way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading

import pytest

from claude_doctor import catalogue, diagnose
from claude_doctor import diagnosis as api
from claude_doctor.base import memo as _memo
from claude_doctor.base.model import Signal
from tests.conftest import GIVEN, some


class SdkLikeError(Exception):
    """What an exception of the SDK has."""

    def __init__(self, status, body, request_id=None):
        super().__init__(f"Error code: {status} - {body}")
        self.status_code, self.body, self.request_id = status, body, request_id


def bodies():
    for heading in catalogue.headings():
        entry = catalogue.find(heading.id)
        for example in entry.examples:
            try:
                body = json.loads(example)
            except ValueError:
                continue
            if isinstance(body, dict) and isinstance(body.get("error"), dict):
                yield entry.status or 400, body


def answer(found):
    return found and (found.entry.id, found.confidence)


def test_an_error_with_a_body_is_diagnosed_as_its_whole_text_would_be(monkeypatch):
    count = 0
    for status, body in bodies():
        error = SdkLikeError(status, body)
        quick = answer(api._first(api.of_exception(error)))
        with monkeypatch.context() as patched:
            patched.setattr(api, "_is_envelope", lambda _: False)
            assert quick == answer(api._first(api.of_exception(error))), body
        count += 1
    assert count > 150


def test_what_is_remembered_is_what_would_be_found():
    _memo._known.clear()
    for _ in range(2):
        for number, (status, body) in enumerate(bodies()):
            error = SdkLikeError(
                status, {**body, "request_id": f"req_{number:09d}abc"}, f"req_{number:09d}abc"
            )
            assert answer(diagnose(error)) == answer(api._first(api.of_exception(error)))


def pastes():
    for path in sorted(GIVEN.parent.rglob("errors-*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def test_what_is_remembered_of_every_paste_of_the_corpora_is_what_would_be_found():
    _memo._known.clear()
    other = re.compile(r"\breq_[A-Za-z0-9]{6,}\b")
    count = 0
    for text in some(pastes(), 6):
        slow = answer(api._first(api.of_exception(ValueError(text))))
        assert answer(diagnose(ValueError(text))) == slow, text
        assert answer(diagnose(ValueError(other.sub("req_011CZ7qAnother00one", text)))) == slow, text
        count += 1
    assert count > 250


def test_ids_make_no_new_shape_and_numbers_do(monkeypatch):
    _memo._known.clear()
    calls = []
    real = api.of_exception
    monkeypatch.setattr(api, "of_exception", lambda error: calls.append(1) or real(error))
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    for number in range(50):
        assert (
            diagnose(SdkLikeError(529, {**body, "request_id": f"req_011CExample{number:04d}"})).entry.id
            == "overloaded_529"
        )
    assert len(calls) == 1
    for limit in (4096, 8192):
        diagnose(
            SdkLikeError(
                400,
                {
                    "type": "error",
                    "error": {"type": "invalid_request_error", "message": f"max_tokens: {limit} > 64000"},
                },
            )
        )
    assert len(calls) == 3


def test_causes_are_part_of_the_shape():
    def chained(cause):
        error = ConnectionError("Connection error.")
        error.__cause__ = cause
        return error

    one = diagnose(
        chained(
            OSError(
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate "
                "(_ssl.c:1006)"
            )
        )
    )
    two = diagnose(chained(OSError("[Errno -2] Name or service not known")))
    assert one.entry.id != two.entry.id


def test_it_is_bounded_and_serves_many_threads(monkeypatch):
    _memo._known.clear()
    monkeypatch.setattr(api, "of_exception", lambda error: Signal())  # what is found is not the matter here
    errors = []

    def work(start):
        try:
            for number in range(start, start + 1200):
                diagnose(SdkLikeError(599, {"n": f"w{number}"}))
        except Exception as caught:  # noqa: BLE001
            errors.append(caught)

    threads = [threading.Thread(target=work, args=(at * 1200,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(_memo._known) <= 2048


@pytest.mark.parametrize("broken", ["body", "words"])
def test_an_exception_that_breaks_when_it_is_looked_at_is_not_remembered(broken):
    class BrokenError(Exception):
        @property
        def body(self):
            if broken == "body":
                raise RuntimeError

        def __str__(self):
            return "x" * 10_000

    before = len(_memo._known)
    if broken == "words":
        diagnose(BrokenError())
    assert len(_memo._known) == before


def test_preload_loads_what_a_first_diagnosis_needs():
    code = (
        "import sys, claude_doctor; claude_doctor.preload(); before = set(sys.modules);"
        "error = ValueError(\"Error code: 529 - {'type': 'error', 'error': {'type': "
        "'overloaded_error', 'message': 'Overloaded'}}\");"
        "error.status_code = 529; error.body = {'type': 'error', 'error': {'type': 'overloaded_error', "
        "'message': 'Overloaded'}};"
        "assert claude_doctor.diagnose(error).entry.id == 'overloaded_529'; new = set(sys.modules) - "
        "before; assert not new, new"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
