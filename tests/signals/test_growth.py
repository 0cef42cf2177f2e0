"""Every reader, found by listing the folder, takes time in proportion to its text, whatever is repeated in
it.
"""

from __future__ import annotations

import pytest

from claude_doctor.base import mask, registry
from claude_doctor.signals import readers
from claude_doctor.signals.readers.contract import Reader
from tests.growth import WORST, factor

SIZE = 500
# What stands before, what is repeated, what stands after: the words that make readers look, and what patterns
# try again at.
PUMPS = {
    "blanks": ("Error code: 529 - ", " ", "x"),
    "words": ("API Error: 529 ", "a ", "{"),
    "quotes": ('{"type":"error","error":{"message":"', '\\"', "x"),
    "braces": ("Error code: 400 - ", "{", "}"),
    "objects": ("", '{"error":{"type":"a"}} ', ""),
    "dotted names": ("", "anthropic.", "APIError: x"),
    "lines": ("Traceback (most recent call last):\n", '  File "a.py", line 1, in b\n', "ValueError: x"),
    "causes": (
        "",
        "ValueError: x\n\nThe above exception was the direct cause of the following exception:\n\n",
        "x",
    ),
    "borders": ("╭", "│ ", "╯ ⎿ API Error 529"),
    "tags": ("<!DOCTYPE html><html><title>", "<center>502 ", "</html>"),
    "statuses": ("HTTP/1.1 ", "529 ", "status=529"),
    "ids": ("request_id: ", "req_011 ", "request-id: x"),
    "curl": ("", "curl: (7) ", ""),
    "events": ("event: error\n", "data: {\n", "data: {}"),
    "stamps": ("", "2026-11-20 03:00:00,000 ERROR a: ", "529 overloaded_error"),
    "clouds": ("An error occurred (", "ThrottlingException ", ") when calling the InvokeModel operation: x"),
    "colons": ("error: ", "a:", "{"),
    "one line, many": ("", "error 529 overloaded_error\n", ""),
}


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("name", registry.names(readers))
def test_a_reader_is_linear(name, pump):
    before, again, after = PUMPS[pump]
    reader = registry.load(readers, name, Reader)
    found = factor(reader.read, lambda count: before + again * count + after, SIZE)
    assert found <= WORST, f"{found:.0f} times"


@pytest.mark.parametrize("pump", PUMPS)
def test_masking_is_linear(pump):
    before, again, after = PUMPS[pump]
    found = factor(mask.masked, lambda count: before + again * count + after, SIZE)
    assert found <= WORST, f"{found:.0f} times"
