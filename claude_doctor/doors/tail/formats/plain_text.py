"""The last resort for lines of plain text: an ERROR whose words the catalogue knows. Never asked in a file of
JSON lines.
"""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.evidence import other, without_next

RANK = 500
TAKES = str
LOOSE = True
# The inside of an object that Node printed: its first line has told of the error.
_FRAGMENT = re.compile(r"(?:data|error|cause|body|response): [{\[]|(?:type|message): '")
# n8n names the node that failed.
_NODE = re.compile(r"Problem in node '[^']*(?:Anthropic|Claude)[^']*': ")
_ASKED = re.compile(r"\bmodel[:=] ?\W?(claude-[\w.@:-]*\w)")
_RAISED = re.compile(r"\berr(?:or)?=\W?$")
# What other libraries raise in a program that has Claude in its name.
_OTHER_RAISED = re.compile(
    r"\b(?:discord|telegram|aiogram|slack_sdk|psycopg2?|sqlalchemy|asyncpg|pymysql|redis|pymongo|stripe"
    r"|twilio|openai|google|groq|cohere|mistralai|kafka|pika|smtplib|paramiko"
    r"|elasticsearch|github|gitlab|notion_client)\.[\w.]*[A-Z]\w+\b"
)
_HOST = re.compile(r"(?:\bhttps?://|\bhost=')([\w.-]+)")
_OUR_HOSTS = (
    "anthropic",
    "claude",
    "amazonaws",
    "googleapis",
    "azure.com",
    "localhost",
    "127.0.0.1",
    "openrouter",
    "litellm",
)
_LEVEL = re.compile(
    r"\b(?:ERRO(?:R)?|CRITICAL|FATAL|WARN(?:ING)?|error|fatal|Exception|Error|(?:fail|crit)(?=: ))\b"
)
# Ports of databases, caches, queues and mail servers.
_OTHER_PORT = re.compile(
    r"(?::|port[ =])(?:5432|3306|6379|27017|5672|9092|11211|9200|1433|1521|2181|25|465|587)\b"
)

# Asking the catalogue is dear: a line of which it knew nothing is not asked for again with other numbers,
# unless they may be a status or a code.
_CHANGING = re.compile(r"((?:[Ee]rror|[Cc]ode|[Ss]tatus|HTTP)\W{0,4})?(?<![A-Za-z])([0-9][0-9A-Za-z_.,:-]*+)")
_MOST = 20_000
_unknown: set[str] = set()


def read(text: str) -> Event | None:
    """Return an error of which the catalogue is certain, or likely and named as Claude's."""
    head = text[:200]
    if (
        not (
            _LEVEL.search(head)
            or "Error: " in head
            or "Exception: " in head
            or head.startswith("Problem in node")
        )
        or len(text) > 8192
    ):
        return None
    if _FRAGMENT.match(text):
        return None
    served = fields.SERVED.search(text)
    if served:
        return Event("terminal", status=int(served[1] or served[2]), message=text)
    if head.startswith("Problem") and _NODE.match(text):
        return Event("terminal", message=text.partition("': ")[2])
    if (
        "claude-" in text
        and (said := fields.REASONED.search(text))
        and _RAISED.search(text[: said.start()])
        and (asked := _ASKED.search(text))
    ):
        return Event("terminal", status=int(said[1]), message=text, model=fields.model(asked[1]))
    if (
        _OTHER_PORT.search(text) or _OTHER_RAISED.search(text) or ".py::" in text or "AssertionError" in text
    ):  # the last: of a test runner
        return None
    words = _CHANGING.sub(_kept, text)
    if words in _unknown:
        return None
    event = _read(text)
    if event is None:
        if len(_unknown) >= _MOST:
            _unknown.clear()
        _unknown.add(words)
    return event


def _kept(found: re.Match[str]) -> str:
    number = found[2]
    return found[0] if found[1] or (len(number) == 3 and number[0] in "45") else "#"


def _read(text: str) -> Event | None:
    signal = fields.seen(text)
    found = catalogue.diagnose(signal)
    if not found or signal.foreign or found[0].confidence == "guess":
        return None
    if found[0].confidence != "certain" and not (
        signal.ours or signal.platform or any(item.by == "message" for item in found[0].evidence)
    ):
        return None
    hosts = _HOST.findall(text)
    if (
        hosts
        and found[0].confidence != "certain"
        and not any(ours in host for host in hosts for ours in _OUR_HOSTS)
    ):
        return None  # the request went elsewhere
    if found[0].confidence != "certain" and other(without_next(text)):
        return None
    event = Event("terminal")
    fields.take_text(event, text)
    event.network = fields.network_of(event)
    return event
