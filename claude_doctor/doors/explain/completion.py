"""What completes a query of `explain`: ids, statuses and rules."""

from __future__ import annotations

from claude_doctor import catalogue


def values(dest: str) -> list[tuple[str, str]]:
    """Return (value, about) for an option or argument."""
    if dest != "query":
        return []
    headings = catalogue.headings()
    found = [(str(heading.status), heading.title) for heading in headings if heading.status_page]
    found += [(heading.id, heading.title) for heading in headings]
    return found + [(name, facts[3]) for name, facts in catalogue.rules().items()]
