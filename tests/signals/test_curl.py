"""curl's own failures."""

from claude_doctor.signals.readers import curl


def test_number_and_words():
    seen = curl.read("$ curl -x p https://h\ncurl: (56) CONNECT tunnel failed, response 407")
    assert seen.exceptions == ("curl (56)",)
    assert seen.message == "CONNECT tunnel failed, response 407"


def test_other():
    assert curl.read("curl is a tool") is None
