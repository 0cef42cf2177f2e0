"""Errors inside sentences that write no blanks between words, or call an error by another name."""

from __future__ import annotations

import pytest

from claude_doctor.doors.explain.command import explain


def first(text):
    found = explain(text).main.diagnoses
    return found[0].entry.id if found else None


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("调用Claude接口返回529错误", "overloaded_529"),
        ("Claude API返回429错误,怎么办", "rate_limit_error"),
        ("claude code 状态码:401", "authentication_error"),
        ("claudeのAPIで429エラーが出ます", "rate_limit_error"),
        ("Claude API 에러 코드 500", "internal_server_error"),
        ("使用claude时报错rate_limit_error请稍后再试", "rate_limit_error"),
        ("API Error: 529错误,claude一直报", "overloaded_529"),
        ("报错OAuth error: Request failed with status code 403", "claude_code_login_failed"),
        ("Claude: Fehler 429 nach zwei Anfragen", "rate_limit_error"),
        ("Anthropic erro 429 ao chamar a API", "rate_limit_error"),
        ("anthropic erreur 529", "overloaded_529"),
    ],
)
def test_an_error_in_another_language(text, page):
    assert first(text) == page


def test_the_model_ends_where_its_own_letters_end():
    assert explain("调用claude-sonnet-4-6报错529错误").main.signal.model == "claude-sonnet-4-6"


def test_a_status_in_another_language_alone_is_no_claim():
    found = explain("网站返回404错误页面,怎么修复").main.diagnoses
    assert all(each.confidence == "guess" for each in found)
