"""The TypeScript SDK's text."""

import pytest

from claude_doctor.signals.readers import sdk_typescript


@pytest.mark.parametrize(
    "text",
    [
        '400 {"type":"error"}',
        'BadRequestError: 400 {"type":"error"}',
        'Error: 400 {"type":"error"}',
        'HTTP 400: {"type":"error"}',
    ],
)
def test_status_and_rest(text):
    seen = sdk_typescript.read(text)
    assert (seen.status, seen.rest) == (400, '{"type":"error"}')


@pytest.mark.parametrize("text", ["4000 {}", "400", "about 400 {", "2026-11-20 400 {}"])
def test_not_its_shape(text):
    assert sdk_typescript.read(text) is None
