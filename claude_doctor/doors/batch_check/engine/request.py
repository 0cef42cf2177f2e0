"""What a rule sees of one request: the params, the model, the tools, the
turns, and `found` to report with.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.reporter import Scope
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

    T = TypeVar("T")

# Where a list of blocks stands: the index of its message, or the path of the list.
At = int | str


class Turn:
    """Consecutive messages of one role, as the API joins them before it validates: (place, block) pairs.

    A string content is one text block at the place of the content. `first` and `last` are indices of
    `messages`.
    """

    __slots__ = ("blocks", "first", "last", "role")

    def __init__(self, role: str, first: int, last: int, blocks: Sequence[tuple[str, Any]]) -> None:
        self.role = role
        self.first = first
        self.last = last
        self.blocks = blocks


class Broken:
    """Stands for a block or message that lost a required part; rules do not look at it."""

    __slots__ = ("content", "role")

    def __init__(self) -> None:
        self.role = ""
        self.content = None


# Stands where no request is visited.
NOTHING = shapes.Params("", 0, [])


class Request(Reporter):
    """One request. `model` is None for a model we do not know; `kinds` are the types of blocks in it other
    than text, in the order they come first, with their numbers.
    """

    __slots__ = (
        "broken",
        "kinds",
        "made",
        "marks",
        "media",
        "model",
        "more",
        "output_schema",
        "params",
        "tools",
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.params = NOTHING
        self.model: Model | None = None
        self.tools: ToolSet
        self.broken: frozenset[str] = frozenset()
        self.more: dict[
            str, int
        ] = {}  # advice that was given before, by rule: only its number is of interest
        self.media = 0  # base64 of all requests so far: their tokens do not follow their length
        self.kinds: defaultdict[type, int] = defaultdict(int)
        self.output_schema: dict[str, Any] | None = None
        self.made: dict[Callable[[Request], Any], Any] = {}
        # Breakpoints outside of tools: the list and the index of the block, and what it holds.
        self.marks: list[tuple[At, int, shapes.CacheControl]] = []

    def forget(self) -> None:
        """Forget what was gathered of the last request: one object serves all."""
        self.faults = []  # the last ones were handed out
        self.output_schema = None
        self.made.clear()
        self.kinds.clear()
        self.marks.clear()

    def advise(self, rule: str, place: str, message: str, fix: str = "") -> None:
        """Report advice: in full the first time, later it is only counted. For rules whose page says `when =
        "advice"`.
        """
        if not self.again(rule):
            self.more[rule] = 0
            self.found(rule, place, message, fix)

    def again(self, rule: str) -> bool:
        """Whether advice was given before; it is counted then, and need not be put into words."""
        if rule not in self.more:
            return False
        self.more[rule] += 1
        return True

    def has_beta(self, *prefixes: str) -> bool:
        """Whether a beta header begins with one of the prefixes (`compact-2026-09-04`, or `mcp-client-` for
        any of them).
        """
        return any(beta.startswith(prefixes) for beta in self.scope.betas)

    @property
    def thinking_on(self) -> bool:
        """Whether the request thinks: asked for, or by the model's default."""
        thinking = self.params.thinking
        if thinking:
            return isinstance(thinking, shapes.ThinkingEnabled | shapes.ThinkingAdaptive)
        return bool(self.model and self.model.thinks_by_default)

    def turns(self) -> list[Turn]:
        """Return the conversation with consecutive messages of one role joined."""
        return self.once(_turns)

    def once(self, make: Callable[[Request], T]) -> T:
        """Return what `make` makes of this request, made at the first call: a question about all of it, asked
        at many places.
        """
        if make not in self.made:
            self.made[make] = make(self)
        made: T = self.made[make]
        return made

    def blocks(self) -> Iterator[tuple[str, Any]]:
        """Yield (place, block) of everything in system and messages in order, nested blocks behind the one
        that holds them.
        """
        if isinstance(self.params.system, list):
            yield from _deep("params.system", self.params.system)
        for index, message in enumerate(self.params.messages):
            if isinstance(message.content, list):
                yield from _deep(f"params.messages.{index}.content", message.content)

    def breakpoints(self) -> list[tuple[str, shapes.CacheControl]]:
        """Return the explicit cache_control of tools, system and messages in the order the API reads them."""
        return [
            *self.tools.breakpoints,
            *((f"{here(at, index)}.cache_control", mark) for at, index, mark in self.marks),
        ]


@lru_cache(4096)
def here(at: At, index: int) -> str:
    """Return the path of a block."""
    return f"params.messages.{at}.content.{index}" if type(at) is int else f"{at}.{index}"


# Types of block that may hold other blocks.
HOLDERS = frozenset((shapes.ToolResult, shapes.SearchResult, shapes.McpToolResult, shapes.Document))


def inner(block: Any) -> tuple[str, list[Any]] | None:
    """Return (key, blocks) of the blocks a block holds, None when it holds none."""
    kind = type(block)
    if kind not in HOLDERS:
        return None
    if kind is not shapes.Document:
        return ("content", block.content) if type(block.content) is list else None
    source = block.source
    held = type(source) is shapes.ContentBlockSource and type(source.content) is list
    return ("source.content", source.content) if held else None


def _deep(place: str, blocks: list[Any]) -> Iterator[tuple[str, Any]]:
    for index, block in enumerate(blocks):
        here = f"{place}.{index}"
        yield here, block
        held = inner(block)
        if held:
            yield from _deep(f"{here}.{held[0]}", held[1])


def _turns(request: Request) -> list[Turn]:
    made: list[Turn] = []
    role: str | None = None
    blocks: list[tuple[str, Any]] = []
    for index, message in enumerate(request.params.messages):
        if message.role == role:
            made[-1].last = index
        else:
            role = message.role
            blocks = []
            made.append(Turn(role, index, index, blocks))
        content = message.content
        place = f"params.messages.{index}.content"
        if type(content) is str:
            blocks.append((place, shapes.Text(text=content)))
        elif type(content) is list:
            blocks += [(f"{place}.{at}", block) for at, block in enumerate(content)]
    return made
