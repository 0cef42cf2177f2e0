"""What a file uses is learned when it is met first; then the typed decode takes it."""

from __future__ import annotations

import msgspec
import pytest

from claude_doctor.doors.batch_check.engine.learned import Learned
from tests.batch.helper import line, params

LATER = [{"role": "user", "content": "Hello"}, {"role": "system", "content": "Be brief."}]


@pytest.mark.parametrize(
    "given", [params(messages=LATER), params(container="container_1")], ids=["role system", "a rare key"]
)
def test_what_is_met_is_learned_once(given):
    learned = Learned()
    with pytest.raises(msgspec.ValidationError) as refused:
        learned.decode(line(given))
    assert learned.learn(refused.value)
    assert learned.decode(line(given)).params.max_tokens == 1024
    assert not learned.learn(refused.value)


def test_what_does_not_exist_is_not_learned():
    learned = Learned()
    for given in (
        params(colour="red"),
        params(messages=[{"role": "tool", "content": "x"}]),
        params(max_tokens="12"),
    ):
        with pytest.raises(msgspec.ValidationError) as refused:
            learned.decode(line(given))
        assert not learned.learn(refused.value)
