"""Kinds of secrets, made anew from a seed: NAME -> (whole text, random part). KNOWN tell themselves; UNKNOWN
need a name beside them.
"""

from __future__ import annotations

import base64
import json
import random
import string

from claude_doctor.base import secret_kinds

ALNUM = string.ascii_letters + string.digits
URL = ALNUM + "-_"
B64 = ALNUM + "+/"
HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
_ALPHABETS = {
    "[A-Za-z0-9]": ALNUM, "[A-Fa-f0-9]": HEX, "[a-f0-9-]": HEX, "[A-Z0-9]": UPPER, "[A-Z0-9-]": UPPER,
    r"[\w-]": URL, r"[\w.=-]": ALNUM + "_-", r"[\w+/=-]": B64, r"[\w+/=%-]": ALNUM,
}  # fmt: skip
# prefix, length, alphabet, end
_BY_HAND = {
    "anthropic-api": ("sk-ant-api03-", 93, URL, "AA"),
    "anthropic-admin": ("sk-ant-admin01-", 93, URL, "AA"),
    "anthropic-oauth": ("sk-ant-oat01-", 95, URL, ""),
    "anthropic-refresh": ("sk-ant-ort01-", 95, URL, ""),
    "anthropic-session": ("sk-ant-sid01-", 95, URL, ""),
    "openai-project": ("sk-proj-", 120, URL, ""),
    "openai-old": ("sk-", 48, ALNUM, ""),
    "openai-admin": ("sk-admin-", 100, URL, ""),
    "openrouter": ("sk-or-v1-", 64, HEX, ""),
    "langfuse": ("sk-lf-", 36, HEX, ""),
    "aws-key": ("AKIA", 16, UPPER, ""),
    "aws-session-key": ("ASIA", 16, UPPER, ""),
    "bedrock": ("ABSK", 120, B64, "="),
    "bedrock-short": ("bedrock-api-key-", 200, B64, ""),
    "google": ("AIzaSy", 33, URL, ""),
    "google-token": ("ya29.", 180, URL, ""),
    "github": ("ghp_", 36, ALNUM, ""),
    "github-app": ("ghs_", 36, ALNUM, ""),
    "github-fine": ("github_pat_11", 80, ALNUM + "_", ""),
    "gitlab": ("glpat-", 20, URL, ""),
    "slack-bot": ("xoxb-123456789012-1234567890123-", 24, ALNUM, ""),
    "slack-app": ("xapp-1-A0123456789-1234567890123-", 64, HEX, ""),
    "huggingface": ("hf_", 34, ALNUM, ""),
    "groq": ("gsk_", 52, ALNUM, ""),
    "npm": ("npm_", 36, ALNUM, ""),
    "pypi": ("pypi-AgEIcHlwaS5vcmc", 150, URL, ""),
    "stripe": ("sk_live_51", 96, ALNUM, ""),
    "xai": ("xai-", 80, ALNUM, ""),
    "perplexity": ("pplx-", 48, ALNUM, ""),
    "replicate": ("r8_", 37, ALNUM, ""),
    "tavily": ("tvly-dev-", 32, ALNUM, ""),
    "linear": ("lin_api_", 40, ALNUM, ""),
    "digitalocean": ("dop_v1_", 64, HEX, ""),
}
_UNKNOWN = {
    "azure-openai": (32, HEX), "azure-openai-long": (84, ALNUM), "azure-storage": (86, B64), "aws-secret": (40, B64), "hex-40": (40, HEX),
    "hex-64": (64, HEX), "mistral": (32, ALNUM), "cohere": (40, ALNUM), "url-43": (43, URL), "base64-400": (400, B64), "capitals": (32, UPPER),
}  # fmt: skip


def _random(source: random.Random, length: int, alphabet: str) -> str:
    while True:
        made = "".join(source.choice(alphabet) for _ in range(length))
        if (
            sum(map(str.isdigit, made)) >= length // 16 + 1
            and any(map(str.isalpha, made))
            and made[0].isalnum()
            and made[-1].isalnum()
        ):
            return made


def known(seed: int) -> dict[str, tuple[str, str]]:
    """Return every known kind, one secret each."""
    source = random.Random(seed)
    found = {}
    for name, (prefix, length, alphabet, end) in _BY_HAND.items():
        made = _random(source, length, alphabet)
        found[name] = (prefix + made + end, made)
    for prefixes, chars, least in secret_kinds.rows():
        for prefix in prefixes:
            made = _random(source, max(least + 6, 32), _ALPHABETS[chars])
            found[prefix] = (prefix + made, made)
    head = base64.urlsafe_b64encode(b'{"alg":"RS256","typ":"JWT"}').decode().rstrip("=")
    body = (
        base64.urlsafe_b64encode(json.dumps({"sub": _random(source, 10, ALNUM), "iat": 1790000000}).encode())
        .decode()
        .rstrip("=")
    )
    made = _random(source, 86, URL)
    found["jwt"] = (f"{head}.{body}.{made}", made)
    return found


def unknown(seed: int) -> dict[str, tuple[str, str]]:
    """Return every kind that has no prefix, one secret each."""
    source = random.Random(seed)
    found = {
        name: ((made := _random(source, length, alphabet)), made)
        for name, (length, alphabet) in _UNKNOWN.items()
    }
    made = _random(source, 32, HEX)
    uuid = "-".join((made[:8], made[8:12], made[12:16], made[16:20], made[20:]))
    return {**found, "uuid": (uuid, uuid)}
