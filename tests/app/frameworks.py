"""A protected client inside others' libraries, over a transport that answers 529 first: `python -m
tests.app.frameworks NAME`.
"""

from __future__ import annotations

import json
import sys

import anthropic
import httpx2

from claude_doctor import app


def pydantic_ai():
    from pydantic_ai import Agent
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    drill = app.Drill([529, 200], text="from the drill")
    client = app.protect(
        anthropic.AsyncAnthropic(api_key="k", http_client=httpx2.AsyncClient(transport=drill))
    )
    agent = Agent(AnthropicModel("claude-haiku-4-5", provider=AnthropicProvider(anthropic_client=client)))
    with app.testing():
        assert agent.run_sync("hi").output == "from the drill"
    assert len(drill.requests) == 2


def instructor():
    import instructor as library
    from pydantic import BaseModel

    class City(BaseModel):
        name: str

    usage = {"input_tokens": 1, "output_tokens": 1}
    block = {"type": "tool_use", "id": "toolu_1", "name": "City", "input": {"name": "Lisbon"}}
    answer = {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": "x",
        "content": [block],
        "stop_reason": "tool_use",
        "usage": usage,
    }
    drill = app.Drill(
        [529, httpx2.Response(200, content=json.dumps(answer), headers={"content-type": "application/json"})]
    )
    client = library.from_anthropic(
        app.protect(anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=drill)))
    )
    with app.testing():
        found = client.messages.create(
            model="claude-haiku-4-5",
            max_tokens=99,
            messages=[{"role": "user", "content": "Which city?"}],
            response_model=City,
        )
    assert found.name == "Lisbon"
    assert len(drill.requests) == 2


if __name__ == "__main__":
    {"pydantic-ai-slim": pydantic_ai, "instructor": instructor}[sys.argv[1]]()
    print(f"{sys.argv[1]}: answered after a 529")
