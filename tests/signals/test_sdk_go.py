"""The Go SDK's text."""

from claude_doctor.signals.readers import sdk_go


def test_with_a_body():
    seen = sdk_go.read(
        'call: POST "https://api.anthropic.com/v1/messages": 429 Too Many Requests (Request-ID: '
        'req_011CAb) {"type":"error"}'
    )
    assert (seen.status, seen.request_id, seen.rest) == (429, "req_011CAb", '{"type":"error"}')


def test_without_a_body():
    seen = sdk_go.read('POST "https://api.anthropic.com/v1/messages": 401 Unauthorized')
    assert (seen.status, seen.message, seen.rest) == (401, "Unauthorized", None)


def test_a_status_without_a_name():
    assert sdk_go.read('POST "https://api.anthropic.com/v1/messages": 529  {"a":1}').rest == '{"a":1}'


def test_other_words():
    assert sdk_go.read('"POST": "https://x.example", "n": 429') is None
    assert sdk_go.read("nothing") is None
