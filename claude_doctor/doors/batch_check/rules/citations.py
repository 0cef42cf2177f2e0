"""Citations of documents and search results: on all of them or on none, and not together with a schema for
the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import once
from claude_doctor.doors.batch_check.engine.role import role_of
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Document, Params, SearchResult

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

    Citable = Document | SearchResult


@rule("citations-all-or-none", at=once(Document), reads=(Params.messages,))
def alike(request: Request) -> None:
    """Name the first document that differs from the one before it."""
    first: bool | None = None
    for place, block in request.blocks():
        if not isinstance(block, Document):
            continue
        if first is None:
            first = _cited(block)
        elif _cited(block) != first:
            words = "citations are on for some documents and off for others"
            request.found(
                "citations-all-or-none",
                place,
                words,
                'Set "citations": {"enabled": true} on every document, or on none.',
            )
            return


@rule("citations-all-or-none", at=once(SearchResult), reads=(Params.messages, Params.tools))
def search_results_alike(request: Request) -> None:
    """Name the first search result that differs from the one before it, or that is not cited beside the web
    search tool.
    """
    placed = [
        (place, block)
        for place, block in request.blocks()
        if isinstance(block, SearchResult) and role_of(place, request) == "user"
    ]
    web = bool(request.tools.of_type("web_search_"))
    wanted = web or any(_cited(block) for _, block in placed[:1])
    for place, block in placed:
        if _cited(block) != wanted:
            words = (
                "citations are off for a search result, beside the web search tool"
                if web
                else "citations are on for some search results only"
            )
            request.found(
                "citations-all-or-none",
                place,
                words,
                'Set "citations": {"enabled": true} on every search result.',
            )
            return


@rule("format-with-citations", at=once(Document), reads=(Params.messages, Params.output_config))
def documents(request: Request) -> None:
    """Look where there are documents."""
    _with_format(request)


@rule("format-with-citations", at=once(SearchResult), reads=(Params.messages, Params.output_config))
def with_search_results(request: Request) -> None:
    """Look where there are search results alone."""
    if Document not in request.kinds:
        _with_format(request)


def _with_format(request: Request) -> None:
    config = request.params.output_config
    if not config or not config.format:
        return
    for place, block in request.blocks():
        if isinstance(block, Document | SearchResult) and _cited(block):
            words = "citations are on, together with output_config.format"
            request.found(
                "format-with-citations",
                f"{place}.citations",
                words,
                "Remove citations from all blocks, or remove output_config.format.",
            )
            return


def _cited(block: Citable) -> bool:
    return bool(block.citations and block.citations.enabled)
