"""Time stamps, levels, logger names."""

import pytest

from claude_doctor.signals.readers import log_prefix


@pytest.mark.parametrize(
    "prefix",
    [
        "2025-04-11 11:17:46,015 [ 323244]   INFO - STDOUT - ",
        "17:11:38 - openhands:ERROR: ",
        "[26-03-10 10:50:17] ",
        "2026-11-20T10:00:00.123Z ERROR ",
        "2026-11-20T10:00:00+01:00 [worker-3] WARNING: ",
        "ERROR: ",
        "[ERROR] ",
    ],
)
def test_the_prefix_goes(prefix):
    assert log_prefix.read(f"{prefix}Overloaded now").rest.endswith("Overloaded now")
    assert "11" not in log_prefix.read(f"{prefix}Overloaded now").rest


def test_every_line_loses_its_prefix():
    text = "[26-03-10 10:50:17] token has\n[26-03-10 10:50:17] expired"
    assert log_prefix.read(text).rest == "token has\nexpired"


@pytest.mark.parametrize(
    "text", ["Error code: 400 - {}", "429 Too Many Requests", "Errors happen", "Internal server error"]
)
def test_what_only_looks_like_a_prefix_stays(text):
    assert log_prefix.read(text) is None
