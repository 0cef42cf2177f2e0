"""What is remembered of a text's shape is what the readers say of the text itself: every text of the corpora, with
other times, ids and numbers.
"""

from __future__ import annotations

import random
import re

from claude_doctor import signals
from claude_doctor.doors.tail.reading import seen as _seen
from tests.logs.test_parts import corpora

CHANGING = re.compile(
    r"(?<![\w.:,/-])\d{4,15}(?![\w.:,/-])|(?<=req_)[0-9A-Za-z]{8,}|(?<=T\d\d:)[0-5]\d(?=:)|(?<=:)[0-5]\d(?=[.,]\d)"
)


def varied(text: str, chance: random.Random) -> str:
    def other(found: re.Match[str]) -> str:
        first = "123456" if found[0][0].isdigit() else "abc"
        return chance.choice(first) + "".join(chance.choice("012345") for _ in found[0][1:])

    return CHANGING.sub(other, text)


def test_a_shape_seen_again_is_read_the_same():
    chance = random.Random(1)
    texts = {line.decode("utf-8", "replace").strip() for lines in corpora().values() for line in lines}
    chosen = sorted(text for text in texts if 0 < len(text) < 3000)
    chance.shuffle(chosen)
    hits = 0
    for text in chosen[:700]:
        _seen.seen(text)
        again = varied(text, chance)
        before = len(_seen._known)
        assert _seen.seen(again) == signals.read(again), again
        hits += len(_seen._known) == before
    assert hits > 400, "most of the second texts were known by their shape"
