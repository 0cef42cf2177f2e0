"""user_id: length, and what it looks like; never what it is."""

from __future__ import annotations

import pytest

from tests.batch.helper import found, kept, line, params


@pytest.mark.parametrize(
    ("length", "severity"), [(256, None), (257, "warning"), (512, "warning"), (513, "error")]
)
def test_length(length, severity):
    wanted = [("metadata-user-id-length", severity, "params.metadata.user_id")] if severity else []
    assert found(params(metadata={"user_id": "u" * length})) == wanted


@pytest.mark.parametrize("value", ["jane.doe+x@mail.example.com", "+1 (555) 010-9999", "0049 30 901820"])
def test_a_person(value):
    ((*_, rule, severity, _, message, _),) = kept([line(params(metadata={"user_id": value}))])
    assert (rule, severity) == ("metadata-pii", "warning")
    assert value not in message


@pytest.mark.parametrize(
    "value", ["u1", "user@host", "13803d75-b4b5-4c3e-b2a2-6f21399b021b", "5550109999", "a@b@c.d", "", None]
)
def test_an_id(value):
    assert found(params(metadata={"user_id": value})) == []


def test_a_hostile_id_ends_soon():
    found(params(metadata={"user_id": "a@" * 5000 + "." * 5000}))
    found(params(metadata={"user_id": "+" + "1 " * 5000}))
