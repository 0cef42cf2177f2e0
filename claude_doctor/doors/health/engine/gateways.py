"""What a gateway's own refusal asks for: its header, its site, its setting; a key of the Console helps at
none of them.

The marks are the words the products answer with (Azure API Management, Cloudflare AI Gateway, Kong, LiteLLM,
new-api and one-api).
"""

from __future__ import annotations

import re

from claude_doctor.base.record import record
from claude_doctor.doors.health.settings.headers import VARIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer


@record
class Gateway:
    """A product, the statuses and words (lower case) it is known by, and what to do; `command` may name
    {source}.
    """

    name: str
    statuses: tuple[int, ...]
    words: re.Pattern[str]
    fix: str
    command: str


_KNOWN = (
    Gateway(
        "Azure API Management or Foundry",
        (401, 403),
        re.compile(
            r"ocp-apim-subscription-key|missing subscription key|invalid subscription key|wrong api endpoint"
        ),
        (
            "Send that resource's own key in the header it reads: api-key for Foundry, "
            "Ocp-Apim-Subscription-Key for API Management."
        ),
        (
            f'export {VARIABLE}="api-key: ${{source}}"   # API Management: "Ocp-Apim-Subscription-Key: '
            f'${{source}}"'
        ),
    ),
    Gateway(
        "Cloudflare AI Gateway",
        (401, 403),
        re.compile(r'"code":\s*2009\b|cf-aig-authorization'),
        (
            "The gateway is an authenticated one: send its own token in cf-aig-authorization, beside the "
            "key of the API."
        ),
        f'export {VARIABLE}="cf-aig-authorization: Bearer GATEWAY_TOKEN"',
    ),
    Gateway(
        "Kong",
        (401, 403),
        re.compile(r"no api key found in request|invalid authentication credentials|server: kong"),
        (
            "Kong's key-auth reads a header of its own (apikey, unless who runs it chose another): send "
            "that gateway's key there."
        ),
        f'export {VARIABLE}="apikey: ${{source}}"',
    ),
    Gateway(
        "new-api or one-api",
        (503, 404),
        re.compile(r"new_api_error|one_api_error|no available channel|无可用渠道"),
        (
            "Add a channel for this model in the gateway's administration, or ask for a model and group "
            "(of the token) that it has."
        ),
        "claude-doctor health --model MODEL",
    ),
    Gateway(
        "new-api or one-api",
        (401, 403),
        re.compile(r"new_api_error|one_api_error|无效的令牌"),
        (
            "Take a token from that gateway's own page: whether it is enabled, not expired and has quota "
            "left is shown there."
        ),
        "",
    ),
    Gateway(
        "LiteLLM",
        (401, 403, 400),
        re.compile(r"litellm|no_db_connection|token_not_found_in_db|virtual key"),
        (
            "Use a virtual key (sk-…) that this LiteLLM proxy issued, or have its master key and database "
            "repaired."
        ),
        "",
    ),
)
_OTHER = (
    "Ask who runs {host} for its own key and the header it wants; sites of one vendor (.com, .cn, .ai) "
    "have keys of their own."
)


def known(answer: Answer) -> Gateway | None:
    """Return the product whose words an answer has."""
    text = answer.text[:6000].lower() + "".join(
        f"\n{name.lower()}: {value.lower()}" for name, value in answer.headers
    )
    return next((each for each in _KNOWN if answer.status in each.statuses and each.words.search(text)), None)


def refusal(state: State, answer: Answer) -> tuple[str, str]:
    """Return fix and command for a credential that a gateway refuses."""
    source = state.credential.source
    found = known(answer)
    fix = found.fix if found else _OTHER.format(host=state.base.host)
    command = found.command if found else ""
    return f"{fix} Set {source} to that.", (command or f"export {source}='…'   # a key of {{host}}").replace(
        "{host}", state.base.host
    ).replace("{source}", source)
