"""Whose failure a record or a line tells of: Claude's, another service's by name, or nobody says."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.tail.reading.fields import Record

# Below these a record quotes what people wrote; of a request only the model and the address are looked at.
PROMPTS = frozenset(
    "messages input inputs prompt prompts output outputs completion completions locals toolresult "
    "tooluseresult requestbody requestbodyvalues "
    "jsondata inputmessages outputmessages body_text quote quoted fallback fallbackmodel fallbackto "
    "nextmodel".split()
)
# A record with one of these is a whole record, wherever it stands.
STAMPS = frozenset(
    "timestamp time ts datetime date level severity levelname lvl asctime loglevel type".split()
)
_DEPTH = 4
_MOST = 300
_LONG = 2000
# Claude's own names, hosts, ids and models, and the one type and status that no other company of note sends.
_OURS = re.compile(
    (
        r"anthropic|(?<!user )(?<!name )claude(?!@| [A-Z][a-z]+ not "
        r"found)|/v1/messages\b|\b(?:req|msg)_01[0-9A-Za-z]{3,}|\breq_vrtx_|\bx-api-key\b"
    ),
    re.I,
)
_ONLY = "status 529"
# One of these stands in every text that is evidence.
_MARKS = ("anthropic", "claude", "/v1/messages", "req_", "msg_", "x-api-key", "overloaded_error", _ONLY)
_URL = re.compile(r"https?://([^/\s?#]+)")
_OUR_HOST = re.compile(r"anthropic|claude|bedrock|aiplatform|localhost|127\.0\.0\.1", re.I)
# Services whose failures stand in the same logs, by the names that their clients and programs write.
_VENDORS = (
    r"openai|chatgpt|gpt-\d\w*|gemini|generativelanguage|mistral|cohere|groq|deepseek|moonshot|kimi"
    r"|minimax|zhipu|bigmodel|z\.ai|glm-\d\w*|qwen|dashscope|volcengine"
    r"|siliconflow|ollama|vllm|perplexity|fireworks|together\.ai|huggingface|replicate|xai|grok"
    r"|cerebras|elevenlabs|deepgram"
)
_SERVICES = (
    r"pinecone|qdrant|weaviate|stripe|twilio|slack|discord|telegram|whatsapp|github|gitlab|bitbucket"
    r"|jira|notion|sendgrid|mailgun|mailchimp|shopify|paypal|braintree|adyen|plaid|hubspot"
    r"|salesforce|zendesk|intercom|algolia|auth0|okta|keycloak|supabase|firebase|s3|dynamodb|sqs|sns"
    r"|kafka|redis|memcached|rabbitmq|amqp|postgres(?:ql)?|mysql|mariadb|mongodb?|sqlite"
    r"|elasticsearch|opensearch|clickhouse|cassandra|kubernetes|kubelet|vault|consul|sentry|datadog"
    r"|firestore|bigquery|snowflake|grafana|prometheus|mapbox|google maps|smtp|imap|ldap"
)
_OTHERS = re.compile(rf"(?<![A-Za-z])({_VENDORS}|{_SERVICES})(?![a-z])", re.I)
_VENDOR = re.compile(rf"(?<![A-Za-z])({_VENDORS})(?![a-z])", re.I)
# Where a request goes next, and the model alone, say little of whose failure it was.
_NEXT = re.compile(
    (
        r"\bfall(?:s|ing)?[ -]?back(?:s|ing)?\b(?: (?:to|on|onto|with))?\W{0,3}(?:[\w.-]+/)?(?:anthropic"
        r"|claude)[\w.-]*"
    ),
    re.I,
)
_MODEL = re.compile(r"(?:[\w.-]+/)?(?:[\w.-]+\.)?claude-[\w.:@-]+")


def whose(record: Record) -> tuple[bool, str | None]:
    """Return whether a record holds evidence of Claude, and the other service that it names."""
    if fields.elsewhere(record):
        return False, _provider(record)
    other: str | None = None
    weak = False
    for words in texts(record):
        if words == _ONLY:
            weak = True
        elif words[:4] == "http" and (url := _URL.match(words)):
            if _OUR_HOST.search(url[1]) or "/v1/messages" in words:
                return True, None
            other = other or url[1].lower()
        elif _MODEL.fullmatch(words) or "overloaded_error" in words:
            weak = True
        elif _OURS.search(without_next(words)):
            return True, None
        if other is None and (found := _OTHERS.search(words)):
            other = found[1].lower()
    return weak and other is None, other


def speaks(record: Record) -> bool:
    """Whether a record holds evidence of Claude; most records hold none of
    its marks, which is quickly seen.
    """
    low = "\n".join(texts(record)).lower()
    return any(mark in low for mark in _MARKS) and whose(record)[0]


def is_ours(text: str) -> bool:
    """Whether a text names Claude or holds what only its API sends."""
    return _OURS.search(text) is not None


def without_next(text: str) -> str:
    """Return a text without the words that say to which model a failed request falls back."""
    return _NEXT.sub("", text) if "all" in text or "ALL" in text else text


def vendor(text: str) -> str | None:
    """Return the other company's API for models that a text names, in lower case."""
    found = _VENDOR.search(text)
    return found[1].lower() if found else None


def other(text: str) -> str | None:
    """Return the other service that a text names, in lower case."""
    found = _OTHERS.search(text)
    return found[1].lower() if found else None


def _provider(record: Record) -> str | None:
    for words in texts(record):
        if found := _OTHERS.search(words):
            return found[1].lower()
    return "another provider"


def texts(record: Record) -> Iterator[str]:
    """Yield the keys and texts of a record, up to four levels deep and never out of a prompt."""
    held: list[tuple[Any, int]] = [(record, 0)]
    left = _MOST
    while held and left > 0:
        value, depth = held.pop()
        if isinstance(value, str):
            left -= 1
            yield value if len(value) <= _LONG else value[:_LONG]
        elif depth >= _DEPTH:
            continue
        elif isinstance(value, dict) and not ("role" in value and "content" in value):
            for key, inner in value.items():
                if not isinstance(key, str) or not inner or isinstance(inner, bool):
                    continue
                if key.lower().replace("_", "") not in PROMPTS and not (
                    key == "content" and isinstance(inner, list)
                ):
                    held.append((_asked(inner) if key == "request" else inner, depth + 1))
                    left -= 1
                if "nthropic" in key or "laude" in key:
                    yield key
        elif isinstance(value, list):
            held += [(item, depth + 1) for item in value[:8]]
        elif value == 529:  # only Claude's API has this status
            yield _ONLY


def _asked(request: object) -> object:
    if not isinstance(request, dict):
        return request
    return [
        request[name]
        for name in ("model", "url", "uri", "host", "path")
        if isinstance(request.get(name), str)
    ]
