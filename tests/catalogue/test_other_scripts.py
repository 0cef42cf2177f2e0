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


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("调用Claude API失败: 请求超时", "request_timeout"),
        ("Claude 请求超时，请稍后重试", "request_timeout"),
        ("anthropic 接口连接超时", "connection_timeout"),
        ("[ERROR] Claude API 连接失败", "connection_error"),
        ("无法连接到 api.anthropic.com", "connection_error"),
        ("Claude 网络错误", "connection_error"),
        ("anthropic 连接被拒绝", "connection_refused"),
        ("Claude API 连接被重置", "connection_reset"),
        ("Claude 请求过于频繁，请稍后再试", "rate_limit_error"),
        ("Claude API 速率限制", "rate_limit_error"),
        ("claude 达到速率限制", "rate_limit_error"),
        ("Claude 服务过载", "overloaded_529"),
        ("claude 服务器繁忙", "overloaded_529"),
        ("anthropic 响应超时", "request_timeout"),
        ("调用 claude 超时", "request_timeout"),
        ("Claude 請求逾時", "request_timeout"),
        ("Claude 連線逾時", "connection_timeout"),
        ("Claude 連線失敗", "connection_error"),
        ("Claude API のリクエストがタイムアウトしました", "request_timeout"),
        ("Claude タイムアウト", "request_timeout"),
        ("Anthropic への接続に失敗しました", "connection_error"),
        ("Claude: 接続エラー", "connection_error"),
        ("Claude: 接続が拒否されました", "connection_refused"),
        ("Claude API レート制限に達しました", "rate_limit_error"),
        ("Claude リクエストが多すぎます", "rate_limit_error"),
        ("Claude サーバーが過負荷です", "overloaded_529"),
        ("Claude サーバーが混雑しています", "overloaded_529"),
        ("Claude 接続タイムアウト", "connection_timeout"),
        ("Claude API 요청 시간 초과", "request_timeout"),
        ("Claude 요청 시간이 초과되었습니다", "request_timeout"),
        ("Claude 타임아웃 발생", "request_timeout"),
        ("Anthropic 연결 실패", "connection_error"),
        ("Claude 서버에 연결할 수 없습니다", "connection_error"),
        ("Claude 연결이 거부되었습니다", "connection_refused"),
        ("Claude 요청이 너무 많습니다", "rate_limit_error"),
        ("Claude 속도 제한 초과", "rate_limit_error"),
        ("Claude API 호출 한도 초과", "rate_limit_error"),
        ("Claude 서버 과부하", "overloaded_529"),
        ("Claude 연결 시간 초과", "connection_timeout"),
        ("Claude: время ожидания запроса истекло", "request_timeout"),
        ("Claude API: превышено время ожидания", "request_timeout"),
        ("Claude: таймаут запроса", "request_timeout"),
        ("Anthropic: ошибка подключения", "connection_error"),
        ("Не удалось подключиться к api.anthropic.com", "connection_error"),
        ("Claude: в соединении отказано", "connection_refused"),
        ("Claude: слишком много запросов", "rate_limit_error"),
        ("Claude: превышен лимит запросов", "rate_limit_error"),
        ("Claude: сервер перегружен", "overloaded_529"),
        ("Claude: tiempo de espera agotado", "request_timeout"),
        ("La solicitud a Claude ha excedido el tiempo de espera", "request_timeout"),
        ("Anthropic: error de conexión", "connection_error"),
        ("No se pudo conectar con Claude", "connection_error"),
        ("Claude: conexión rechazada", "connection_refused"),
        ("Claude: demasiadas solicitudes", "rate_limit_error"),
        ("Claude: límite de velocidad excedido", "rate_limit_error"),
        ("Claude: límite de solicitudes alcanzado", "rate_limit_error"),
        ("Claude: servidor sobrecargado", "overloaded_529"),
        ("Claude: tempo limite esgotado", "request_timeout"),
        ("A requisição ao Claude expirou (tempo limite excedido)", "request_timeout"),
        ("Anthropic: erro de conexão", "connection_error"),
        ("Claude: falha na conexão", "connection_error"),
        ("Não foi possível conectar ao Claude", "connection_error"),
        ("Claude: conexão recusada", "connection_refused"),
        ("Claude: muitas requisições", "rate_limit_error"),
        ("Claude: limite de taxa excedido", "rate_limit_error"),
        ("Claude: servidor sobrecarregado", "overloaded_529"),
        ("Claude: Zeitüberschreitung der Anfrage", "request_timeout"),
        ("Anfrage an Claude hat das Zeitlimit überschritten", "request_timeout"),
        ("Anthropic: Verbindung fehlgeschlagen", "connection_error"),
        ("Claude: Verbindungsfehler", "connection_error"),
        ("Claude: Verbindung abgelehnt", "connection_refused"),
        ("Claude: zu viele Anfragen", "rate_limit_error"),
        ("Claude: Ratenlimit überschritten", "rate_limit_error"),
        ("Claude: Server überlastet", "overloaded_529"),
        ("Claude : délai d'attente dépassé", "request_timeout"),
        ("La requête vers Claude a expiré", "request_timeout"),
        ("Anthropic : échec de la connexion", "connection_error"),
        ("Claude : erreur de connexion", "connection_error"),
        ("Impossible de se connecter à api.anthropic.com", "connection_error"),
        ("Claude : connexion refusée", "connection_refused"),
        ("Claude : trop de requêtes", "rate_limit_error"),
        ("Claude : limite de débit atteinte", "rate_limit_error"),
        ("Claude : serveur surchargé", "overloaded_529"),
    ],
)
def test_what_loggers_write_in_other_languages(text, page):
    found = explain(text).main.diagnoses[0]
    assert (found.entry.id, found.confidence) == (page, "likely")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("anthropic.APIConnectionError: 请求超时", "request_timeout"),
        ("[claude] 未知错误: Connection error. 请求超时", "request_timeout"),
        ("claude 请求\n超时", "request_timeout"),
        ("Claude API 错误 429: 请求过于频繁", "rate_limit_error"),
    ],
)
def test_words_in_another_script_beside_english_ones(text, page):
    assert first(text) == page


@pytest.mark.parametrize(
    "text",
    ["请求超时", "数据库连接失败", "요청이 너무 많습니다", "сервер перегружен", "サーバーが過負荷です"],
)
def test_the_words_alone_are_only_a_guess(text):
    assert all(found.confidence == "guess" for found in explain(text).main.diagnoses)


@pytest.mark.parametrize(
    "text", ["OpenAI 请求超时", "MySQL 连接失败: claude 不相关", "Claude 写得很好", "Claude отвечает быстро"]
)
def test_what_is_no_error_of_the_api_is_not_certain(text):
    assert all(found.confidence != "certain" for found in explain(text).main.diagnoses)


def test_the_model_ends_where_its_own_letters_end():
    assert explain("调用claude-sonnet-4-6报错529错误").main.signal.model == "claude-sonnet-4-6"


def test_a_status_in_another_language_alone_is_no_claim():
    found = explain("网站返回404错误页面,怎么修复").main.diagnoses
    assert all(each.confidence == "guess" for each in found)
