"""Writes a Message Batches file of a realistic mix, with a known share of broken requests and their key.

    python benchmarks/batch_generate.py OUT.jsonl [--requests 100000] [--bytes 2000] [--errors 0.01] [--key
    KEY.jsonl] [--seed 1]

By count: half short questions, 15 % long documents, 15 % with tools, 12 % conversations with tool calls, 3 %
images, 5 % in other scripts. `--bytes` is the wanted mean size of a request. Each broken request breaks one
rule; the key names it.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import struct
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = (
    "river stone letter winter garden machine market answer voyage copper signal harbour number mountain "
    "paper window island record"
).split()
SCRIPTS = [
    "Größe und Maß der Dinge.",
    "これは短い文章です。",
    "Короткий текст для проверки.",
    "نص قصير للاختبار.",
    "짧은 문장입니다.",
    "🙂 fine 🚀",
]
MODELS = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-opus-5", "claude-haiku-4-5")
TOOLS: list[dict[str, Any]] = [
    {
        "name": "lookup",
        "description": "Find a record.",
        "input_schema": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    },
    {
        "name": "convert",
        "description": "Convert an amount.",
        "input_schema": {
            "type": "object",
            "properties": {"amount": {"type": "number"}, "to": {"type": "string"}},
        },
    },
    {
        "name": "file_record",
        "strict": True,
        "input_schema": {
            "type": "object",
            "properties": {"title": {"type": "string"}},
            "required": ["title"],
            "additionalProperties": False,
        },
    },
    {"type": "web_search_20250305", "name": "web_search", "max_uses": 3},
]
KINDS = (("short", 50), ("long", 15), ("tools", 15), ("talk", 12), ("image", 3), ("script", 5))
Request = dict[str, Any]


class Mix:
    """Makes requests; `scale` lengthens texts and images."""

    def __init__(self, seed: int, scale: float) -> None:
        self.random = random.Random(seed)
        self.scale = scale
        self.images = [base64.b64encode(picture(self.random, 400 + 1500 * at)).decode() for at in range(20)]

    def text(self, words: int) -> str:
        """Return prose with quotes and line breaks."""
        chosen = self.random.choices(WORDS, k=max(words, 3))
        for at in range(9, len(chosen), 23):
            chosen[at] = f'"{chosen[at]}",\n'
        return " ".join(chosen)

    def request(self, number: int) -> Request:
        """Return one request that is right."""
        kind = self.random.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])[0]
        params: dict[str, Any] = {
            "model": self.random.choice(MODELS),
            "max_tokens": self.random.choice((256, 1024, 4096)),
        }
        if self.random.random() < 0.3:
            params["system"] = self.text(30)
        elif self.random.random() < 0.2:
            params["system"] = [
                {"type": "text", "text": self.text(400), "cache_control": {"type": "ephemeral", "ttl": "1h"}}
            ]
        if self.random.random() < 0.1:
            params["metadata"] = {"user_id": f"u{self.random.randrange(10**6)}"}
        getattr(self, kind)(params)
        return {"custom_id": f"row-{number}", "params": params}

    def short(self, params: Request) -> None:
        """Ask one question."""
        params["messages"] = [{"role": "user", "content": self.text(self.random.randint(5, 80))}]

    def long(self, params: Request) -> None:
        """Send a document and a question."""
        document = self.text(int(self.random.randint(300, 1800) * self.scale))
        params["messages"] = [
            {
                "role": "user",
                "content": [{"type": "text", "text": document}, {"type": "text", "text": self.text(12)}],
            }
        ]

    def script(self, params: Request) -> None:
        """Write in other scripts."""
        params["messages"] = [
            {"role": "user", "content": " ".join(self.random.choices(SCRIPTS, k=self.random.randint(3, 40)))}
        ]

    def tools(self, params: Request) -> None:
        """Offer tools."""
        params["tools"] = self.random.sample(TOOLS, self.random.randint(1, 4))
        if self.random.random() < 0.4:
            params["tool_choice"] = {"type": "auto", "disable_parallel_tool_use": True}
        self.short(params)

    def talk(self, params: Request) -> None:
        """Replay a conversation with tool calls."""
        params["tools"] = TOOLS[:2]
        messages: list[dict[str, Any]] = [{"role": "user", "content": self.text(20)}]
        for _ in range(self.random.randint(1, 4)):
            call = f"toolu_{self.random.getrandbits(80):020x}"
            messages += [
                {
                    "role": "assistant",
                    "content": [
                        {"type": "text", "text": self.text(8)},
                        {"type": "tool_use", "id": call, "name": "lookup", "input": {"id": "7"}},
                    ],
                },
                {
                    "role": "user",
                    "content": [{"type": "tool_result", "tool_use_id": call, "content": self.text(15)}],
                },
                {"role": "assistant", "content": self.text(40)},
                {"role": "user", "content": self.text(20)},
            ]
        params["messages"] = messages

    def image(self, params: Request) -> None:
        """Show a picture."""
        data = self.images[min(int(self.random.random() * 20 * min(self.scale, 1.0)), 19)]
        source = {"type": "base64", "media_type": "image/png", "data": data}
        params["messages"] = [
            {
                "role": "user",
                "content": [{"type": "image", "source": source}, {"type": "text", "text": self.text(8)}],
            }
        ]


def picture(wild: random.Random, size: int) -> bytes:
    """Return a PNG of about that many bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([wild.randrange(256)] * 96) for _ in range(32))
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0))
    return (
        head
        + chunk(b"tEXt", b"Comment\0" + base64.b64encode(wild.randbytes(size * 3 // 4)))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _set(**fields: Any) -> Callable[[Request], Request | str]:
    def change(request: Request) -> Request:
        request["params"].update(fields)
        return request

    return change


def _drop(key: str) -> Callable[[Request], Request | str]:
    def change(request: Request) -> Request:
        (request if key in request else request["params"]).pop(key)
        return request

    return change


def _top(**fields: Any) -> Callable[[Request], Request | str]:
    return lambda request: {**request, **fields}


# One violation each, for anthropic-version 2026-10-21 without betas.
FAULTS: dict[str, Callable[[Request], Request | str]] = {
    "batch-line-not-object": lambda request: json.dumps(request)[:-1] + ",}",
    "request-unknown-key": _top(method="POST"),
    "custom-id-missing": _drop("custom_id"),
    "custom-id-type": _top(custom_id=17),
    "custom-id-length": lambda request: {**request, "custom_id": request["custom_id"].rjust(65, "x")},
    "custom-id-pattern": lambda request: {**request, "custom_id": request["custom_id"].replace("-", " ")},
    "params-required-field": _drop("max_tokens"),
    "params-unknown-field": _set(seed=7),
    "params-wrong-type": _set(stop_sequences="END"),
    "max-tokens-int": _set(max_tokens="1024"),
    "batch-max-tokens-zero": _set(max_tokens=0),
    "max-tokens-over-model-limit": _set(max_tokens=5_000_000),
    "model-retired": _set(model="claude-3-opus-20240229"),
    "model-not-claude-api-id": _set(model="anthropic/claude-opus-5-5"),
    "messages-empty": _set(messages=[]),
    "message-role": _set(messages=[{"role": "human", "content": "Hello"}]),
    "block-type-unknown": _set(
        messages=[
            {
                "role": "user",
                "content": [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}],
            }
        ]
    ),
    "tool-result-orphan": _set(
        messages=[
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "x"}]}
        ]
    ),
    "image-media-type": _set(
        messages=[
            {
                "role": "user",
                "content": [
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/tiff", "data": "AAAA"},
                    }
                ],
            }
        ]
    ),
    "v20261021-sampling-params": _set(temperature=0.3),
    "batch-stream-true": _set(stream=True),
    "system-type": _set(system=5),
}


def lines(mix: Mix, count: int, errors: float) -> Any:
    """Yield (text, broken rule or None)."""
    for number in range(count):
        request = mix.request(number)
        if mix.random.random() < errors:
            rule = mix.random.choice(list(FAULTS))
            broken = FAULTS[rule](request)
            yield broken if isinstance(broken, str) else json.dumps(broken, ensure_ascii=False), rule
        else:
            yield json.dumps(request, ensure_ascii=False), None


def scale_for(seed: int, wanted: int) -> float:
    """Return the scale that gives requests of a mean size, by bisection over a sample."""
    low, high = 0.05, 50.0
    for _ in range(18):
        middle = (low * high) ** 0.5
        mean = sum(len(text.encode()) for text, _ in lines(Mix(seed, middle), 400, 0.0)) / 400
        low, high = (middle, high) if mean < wanted else (low, middle)
    return low


def main() -> None:
    """Write the file and its key."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=2000)
    parser.add_argument("--errors", type=float, default=0.01)
    parser.add_argument("--key")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    mix = Mix(given.seed, scale_for(given.seed, given.bytes))
    key = []
    with open(given.out, "w", encoding="utf-8", newline="\n") as out:
        for number, (text, rule) in enumerate(lines(mix, given.requests, given.errors), 1):
            out.write(text + "\n")
            if rule:
                key.append({"line": number, "rule": rule})
    if given.key:
        with open(given.key, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(item) + "\n" for item in key)


if __name__ == "__main__":
    main()
