"""cache_control: its form, where it may not stand, how many there may be,
and the order of their lifetimes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.anchors import CACHE_CONTROLS
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

MOST = 4
_DEFAULT = "5m"
_HOLDERS = (
    *(
        kind.__name__
        for kind in vars(shapes).values()
        if isinstance(kind, type) and "cache_control" in getattr(kind, "__struct_fields__", ())
    ),
    *("CustomTool", "ServerTool", "Toolset", "McpToolset"),
)
_UNCACHED = (
    *("Thinking", "RedactedThinking"),
    *(
        "CharLocation",
        "PageLocation",
        "ContentBlockLocation",
        "WebSearchResultLocation",
        "SearchResultLocation",
    ),
)
CLAIMS = (
    Claim(
        "cache-control-type",
        tuple(
            f"{holder}.cache_control:{kind}" for holder in _HOLDERS for kind in ("tag", "untagged", "type")
        ),
        'Write {"type": "ephemeral"}, with "ttl": "1h" for an hour.',
    ),
    Claim(
        "cache-control-ttl-value", ("CacheControl.ttl:value", "CacheControl.ttl:type"), 'Use "5m" or "1h".'
    ),
    Claim(
        "cache-control-thinking",
        tuple(f"{kind}.cache_control:unknown" for kind in _UNCACHED),
        "Set it on the block behind it.",
    ),
)


@rule("cache-control-max", "cache-control-auto-slots", at=CACHE_CONTROLS, reads=(Params.tools,))
def slots(request: Request) -> None:
    """Count the explicit ones; the one at the top takes a slot of its own."""
    if len(request.marks) + len(request.tools.breakpoints) < MOST:
        return
    marks, auto = request.breakpoints(), request.params.cache_control
    if len(marks) > MOST:
        request.found(
            "cache-control-max",
            marks[MOST][0],
            f"{len(marks)} blocks have cache_control; {MOST} may have it",
            "Keep those at the ends of what repeats.",
        )
    elif auto and len(marks) == MOST:
        # Where the last block is marked alike, the top-level one adds nothing; whether it is refused then is
        # not said.
        same = _on_last_block(request) == _ttl(auto)
        request.found(
            "cache-control-auto-slots",
            "params.cache_control",
            f"cache_control of the request beside {MOST} blocks that have it: no slot is left",
            "Remove it, or one of the others.",
            "warning" if same else "",
        )


@rule("cache-control-ttl-order", "cache-control-auto-ttl", at=CACHE_CONTROLS, reads=(Params.tools,))
def lifetimes(request: Request) -> None:
    """Report the first hour behind five minutes; the mark at the top acts on the last block."""
    if not _several(request):
        return
    auto, last = request.params.cache_control, _on_last_block(request)
    marks = list(request.breakpoints())
    if auto and last and last != _ttl(auto):
        words = f"ttl {quoted(_ttl(auto))} of the request, {quoted(last)} on the last block"
        request.found(
            "cache-control-auto-ttl",
            "params.cache_control.ttl",
            words,
            "Give both the same ttl, or keep one of them.",
        )
    elif auto:
        marks.append(("params.cache_control", auto))
    short = ""
    for place, mark in marks:
        if _ttl(mark) == _DEFAULT:
            short = short or place
        elif short:
            words = f'ttl "1h" behind ttl "5m" at {short.removesuffix(".cache_control")}'
            request.found(
                "cache-control-ttl-order",
                f"{place}.ttl",
                words,
                'Put "1h" first (tools, system, messages), or use one ttl.',
            )
            return


def _several(request: Request) -> bool:
    """Whether there may be more than one lifetime: five minutes everywhere are the usual case."""
    for _, _, mark in request.marks:
        if mark.ttl and mark.ttl != _DEFAULT:
            return True
    return bool(request.tools.breakpoints or request.params.cache_control)


def _ttl(mark: shapes.CacheControl) -> str:
    return mark.ttl or _DEFAULT


def _on_last_block(request: Request) -> str:
    """Return the ttl on the last block of the conversation, "" without one."""
    messages = request.params.messages
    content = messages[-1].content if messages else None
    mark = getattr(content[-1], "cache_control", None) if isinstance(content, list) and content else None
    return _ttl(mark) if mark else ""
