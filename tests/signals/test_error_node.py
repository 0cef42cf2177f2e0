"""Errors as Node and Bun print them."""

from claude_doctor.signals.readers import error_node

TEXT = """APIConnectionError: Connection error.
    at Anthropic.makeRequest (file:///app/node_modules/@anthropic-ai/sdk/client.mjs:697:23)
    at async file:///app/t2.mjs:6:1 {
  status: undefined,
  cause: TypeError: fetch failed
      at node:internal/deps/undici/undici:13510:13 {
    [cause]: Error: getaddrinfo ENOTFOUND api.anthropic.com
        at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {
      code: 'ENOTFOUND',
    }
  }
}
"""


def test_the_innermost_cause_has_the_word():
    seen = error_node.read(TEXT)
    assert seen.exceptions == ("APIConnectionError", "TypeError", "Error")
    assert seen.message == "getaddrinfo ENOTFOUND api.anthropic.com"
    assert seen.status is None


def test_status_and_words_before_the_stack():
    seen = error_node.read('RateLimitError: 429 {"type":"error"}\n    at x (y:1:2) {\n  status: 429,')
    assert (seen.status, seen.rest) == (429, '429 {"type":"error"}')


def test_a_line_without_a_stack_is_somebody_elses():
    assert error_node.read("RateLimitError: 429 {}") is None
