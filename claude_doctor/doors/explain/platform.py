"""`--platform`: a page that says only what holds there - its notes, its waits, and the code of its client.

Loaded only when the option was given.
"""

from __future__ import annotations

from claude_doctor.base.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Entry
    from claude_doctor.doors.explain.report import Explained, Explanation

# Words of a note's label that name a platform; other labels (gateways, SDKs) name none.
_LABELS = {
    "bedrock": ("bedrock",),
    "vertex": ("vertex", "google cloud"),
    "foundry": ("foundry",),
    "claude-platform-on-aws": ("claude platform on aws",),
    "claude-code": ("claude code",),
    "claude-api": ("claude api",),
}
# The Python class, and the TypeScript class with its import; the classes read region, project and resource
# from the environment.
_CLIENTS = {
    "bedrock": (
        "AnthropicBedrock",
        "AnthropicBedrock",
        'import AnthropicBedrock from "@anthropic-ai/bedrock-sdk";',
    ),
    "vertex": (
        "AnthropicVertex",
        "AnthropicVertex",
        'import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";',
    ),
    "foundry": (
        "AnthropicFoundry",
        "AnthropicFoundry",
        'import AnthropicFoundry from "@anthropic-ai/foundry-sdk";',
    ),
    "claude-platform-on-aws": ("AnthropicAWS", "", ""),
}
# What the client of a platform has not (anthropic 2.x: lib/bedrock/_client.py, lib/vertex/_client.py, read
# 2026-11-30).
_LACKS = {
    "bedrock": ("batches", "count_tokens", ".files", ".models."),
    "vertex": ("batches", ".files", ".models."),
    "claude-code": ("",),
}
# How a platform waits (provider documents and botocore 1.44.5, read 2026-11-20).
_WAITS = {
    "bedrock": "AnthropicBedrock tries twice more by itself, boto3 makes three attempts in all.",
    "vertex": "Google advises at most two retries, the first after at least 1 s.",
    "claude-code": "Claude Code makes ten attempts by itself before it shows this.",
}
_MODELS = {
    "bedrock": "on Bedrock `model` is the id of a model or inference profile there",
    "vertex": "on Vertex AI `model` is the id in the Model Garden",
    "foundry": "on Foundry `model` is the name of your deployment",
}


def narrowed(report: Explanation, platform: str) -> Explanation:
    """Return a report whose pages say only what holds on a platform."""
    return replace(
        report,
        main=_explained(report.main, platform),
        also=tuple(_explained(item, platform) for item in report.also),
        platform=platform,
    )


def _explained(item: Explained, platform: str) -> Explained:
    return replace(
        item,
        diagnoses=tuple(replace(found, entry=entry_for(found.entry, platform)) for found in item.diagnoses),
    )


def entry_for(entry: Entry, platform: str) -> Entry:
    """Return a page as it is for a platform; fixes that all speak of others
    stay, as a page always has one.
    """
    # Claude Code is a client: its retries are its own, and nobody writes code for it.
    waits = entry.retryable in ("yes", "after_wait") and entry.platform in ("any", "claude-api", platform)
    wait = f"{entry.wait} {_WAITS[platform]}" if waits and platform in _WAITS else entry.wait
    fixes = tuple(item for item in entry.fixes if _holds(item, platform)) or entry.fixes
    return replace(
        entry,
        wait=wait,
        sdk_retries=entry.sdk_retries and platform != "claude-code",
        causes=tuple(item for item in entry.causes if _holds(item, platform)) or entry.causes,
        fixes=fixes,
        short_fixes=entry.short_fixes if fixes == entry.fixes else (),
        platforms=tuple(item for item in entry.platforms if platform in _named(item)),
        notes=tuple(item for item in entry.notes if _holds(item, platform)),
        python=_code(entry.python, platform, "python"),
        typescript=_code(entry.typescript, platform, "typescript"),
    )


def _named(item: str) -> set[str]:
    """Return the platforms that the label of a note (its first words, in bold) names."""
    if not item.startswith("**"):
        return set()
    label = item[2:].partition("**")[0].lower()
    return {name for name, words in _LABELS.items() if any(word in label for word in words)}


def _holds(item: str, platform: str) -> bool:
    named = _named(item)
    return not named or platform in named


def _code(code: str, platform: str, language: str) -> str:
    if not code or platform == "claude-api":
        return code
    if any(word in code for word in _LACKS.get(platform, ())):
        return ""
    python, typescript, imported = _CLIENTS[platform]
    client = python if language == "python" else typescript
    if not client:
        return ""
    if language == "typescript" and "new Anthropic(" in code:
        code = code.replace("new Anthropic(", f"new {client}(").replace(
            'from "@anthropic-ai/sdk";', f'from "@anthropic-ai/sdk";\n{imported}', 1
        )
    elif language == "python":
        code = code.replace("anthropic.AsyncAnthropic(", f"anthropic.Async{client}(").replace(
            "anthropic.Anthropic(", f"anthropic.{client}("
        )
    if platform in _MODELS and "model" in code:
        code = f"{'#' if language == 'python' else '//'} {_MODELS[platform]}\n{code}"
    return code
