"""What a search_result block must hold."""

from __future__ import annotations

from claude_doctor.doors.batch_check.engine.fault import Claim

CLAIMS = (
    Claim(
        "search-result-shape",
        ("SearchResult.source", "SearchResult.title", "SearchResult.content"),
        "Give it source (a string), title (a string) and content (an array of text blocks).",
        severity="error",
    ),
)
