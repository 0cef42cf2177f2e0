"""What there is of a broken message, and how it can go on: rules by model and content, without I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from claude_doctor.app import house

# Anthropic's wording for models without prefill (platform docs, error recovery of streams, read 2026-11-20).
ASK_TEXT = "Your previous response was interrupted and ended with {tail}. Continue from where you left off."
_TAIL = 2000
LEAST_OVERLAP = 8

How = Literal["exact", "ask", "restart", "answer_tools", "none"]


@dataclass(frozen=True, slots=True)
class Continuation:
    """How to go on: `messages` are to be appended to those of the request; `because` says why in a sentence.

    exact: the model goes on in the middle of its own text. ask: it is asked to, which is not exact. restart:
    send the same request again. answer_tools: the turn is complete as far as its tool calls: append it, then
    your tool results. none: nothing can be sent that goes on from here.
    """

    how: How
    messages: tuple[dict[str, Any], ...]
    because: str


@dataclass(frozen=True, slots=True)
class PartialMessage:
    """What arrived of a message whose stream broke.

    `blocks` are complete blocks as the API sent them (thinking with its signature); `open_block` is the one
    that was cut: the input of a tool call stays text there, never parsed in part. `tool_calls` are complete
    ones. `usage` lacks the output tokens: nobody knows them. `prefill`: the model takes its own text as a
    beginning; `obstacle`: why it cannot go on in any case.
    """

    blocks: tuple[dict[str, Any], ...] = ()
    open_block: dict[str, Any] | None = None
    text: str = ""
    tool_calls: tuple[dict[str, Any], ...] = ()
    usage: dict[str, Any] | None = None
    model: str = ""
    prefill: bool = False
    obstacle: str = ""
    ask_text: str = field(default=ASK_TEXT, repr=False)

    def how_to_continue(self) -> Continuation:
        """Return what can be done by the rules of the API: exact, ask, restart, answer_tools or none."""
        if self.tool_calls:
            turn = {"role": "assistant", "content": list(self.blocks)}
            return Continuation(
                "answer_tools",
                (turn,),
                "complete tool calls arrived: append the turn as it is, then their results",
            )
        if self.obstacle:
            return Continuation("none", (), self.obstacle)
        if not self.text and not self.blocks:
            return Continuation("restart", (), "nothing but a beginning arrived: send the same request again")
        open_kind = (self.open_block or {}).get("type", "text")
        if open_kind == "tool_use":
            return Continuation(
                "none",
                (),
                (
                    "cut inside a tool call: its input is not whole; send the request again and drop what "
                    "was shown"
                ),
            )
        if open_kind != "text" or not self.text:
            return Continuation(
                "restart",
                (),
                "cut before any text: send the same request again and drop the thinking that was shown",
            )
        texts = [block for block in self.blocks if block.get("type") == "text"]
        if (
            self.prefill
            and len(self.blocks) == len(texts)
            and len(texts) + (self.open_block is not None) == 1
        ):
            turn = {"role": "assistant", "content": self.text.rstrip()}
            return Continuation(
                "exact", (turn,), f"{self.model} goes on where an assistant turn at the end stops"
            )
        return Continuation(
            "ask",
            (asked(self.text, self.ask_text),),
            f"{self.model or 'this model'} takes no prefill: it can only be asked, which is not exact",
        )


def asked(shown: str, words: str = ASK_TEXT) -> dict[str, Any]:
    """Return the user message that asks a model to go on after what was shown."""
    tail = shown.rstrip()[-_TAIL:]
    return {"role": "user", "content": words.replace("{tail}", tail)}


def takes_prefill(body: dict[str, Any]) -> bool:
    """Whether the model of a request takes a prefill, by the models file; thinking rules it out."""
    thinking = body.get("thinking")
    if isinstance(thinking, dict) and thinking.get("type") not in (None, "disabled"):
        return False
    facts = house.model_facts(str(body.get("model", "")))
    return facts is not None and facts.prefill is True and not facts.thinks_by_default


def obstacle_of(body: dict[str, Any]) -> str:
    """Return what in a request forbids any continuation, or an empty text."""
    config = body.get("output_config")
    if body.get("output_format") or (isinstance(config, dict) and config.get("format")):
        return "structured output cannot be continued: a schema holds for a whole answer"
    if body.get("container"):
        return "a container's work cannot be continued"
    if body.get("thread") or body.get("thread_id"):
        return "a message thread is replayed by the SDK's own helper"
    return ""


def overlap(tail: str, answer: str, *, over: bool) -> int | None:
    """Return how many characters at the start of an answer repeat the end of what was shown; None while that
    is open.

    Less than 8 characters are no repetition. `over` says that no more of the answer comes.
    """
    if not over and 0 <= tail.find(answer) < len(tail) - len(answer):
        return None  # so far it stands in the middle of what was shown, and may go on to its end
    for size in range(min(len(tail), len(answer)), LEAST_OVERLAP - 1, -1):
        if tail.endswith(answer[:size]):
            return size
    return 0
