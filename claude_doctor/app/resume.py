"""`Resume`: what to do when a stream breaks; data alone."""

from __future__ import annotations

from dataclasses import dataclass

from claude_doctor.app import continuation


@dataclass(frozen=True, slots=True)
class Resume:
    """What to do when a stream breaks.

    `restart`: how often it is sent again while the consumer has seen no content. `exact`: how often it is
    continued by prefill where the model allows it. `ask`: ask a newer model to go on, which is not exact, so
    only when you say so, with `ask_text` ({tail} is the end of what was shown). `hold_thinking`: keep
    thinking back until its block is complete, so that a cut inside it can restart. `hold_tools`: keep a tool
    call back until its input is whole; False shows its input as it is written. `idle_s`: no byte (pings
    count) for so long means that the stream is dead.
    """

    restart: int = 2
    exact: int = 4
    ask: bool = False
    ask_text: str = continuation.ASK_TEXT
    hold_thinking: bool = False
    hold_tools: bool = True
    idle_s: float | None = 120.0


NO_RESUME = Resume(restart=0, exact=0)
