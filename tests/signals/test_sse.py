"""Error events of a stream."""

from claude_doctor.signals.readers import sse


def test_the_data_is_handed_on():
    seen = sse.read('event: error\ndata: {"type": "error"}')
    assert seen.streaming
    assert seen.rest == '{"type": "error"}'


def test_other_events():
    assert sse.read("event: ping\ndata: {}") is None
