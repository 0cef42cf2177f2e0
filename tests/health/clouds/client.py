"""What a program with the SDK's own client of a platform meets: `ok`, or the exception. Run as a process."""

from __future__ import annotations

import sys

CLIENTS = {
    "bedrock": "AnthropicBedrock",
    "mantle": "AnthropicBedrockMantle",
    "claude-platform-on-aws": "AnthropicAWS",
    "vertex": "AnthropicVertex",
    "google-cloud": "AnthropicGoogleCloud",
    "foundry": "AnthropicFoundry",
}


def main(platform: str, model: str) -> str:
    import anthropic

    try:
        client = getattr(anthropic, CLIENTS[platform])(max_retries=0, timeout=20)
        said = client.messages.create(model=model, max_tokens=1, messages=[{"role": "user", "content": "hi"}])
    except Exception as error:  # noqa: BLE001  # whatever it raises is the answer
        return f"{type(error).__name__}: {error}"
    return f"ok {said.id}"


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
