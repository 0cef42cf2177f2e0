"""What the status page says; it never decides the verdict."""

from __future__ import annotations

import json

from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped, warned
from claude_doctor.doors.health.wire import status_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "svc.status", "status", 310, (), "network", ""
VERIFIES = "the status page: the component of the API and open incidents; a warning at most"
BACKGROUND = True
PAGES = (
    "https://status.claude.com/api/v2/summary.json",
    "https://anthropic.statuspage.io/api/v2/summary.json",
)
_COMPONENT = "k8w3r06qmzrp"
_PAGE = "tymt9n04zgry"


def run(state: State) -> Outcome:
    """Read the component of the API by its id, never the indicator of the whole page."""
    wanted = state.options.status_url
    if not wanted and not state.base.is_first_party:
        return skipped("the base URL is a gateway: its own status page, if it has one, is not known")
    for url in (wanted,) if wanted else PAGES:
        text = status_page.fetched(state, url)
        found = _object(text)
        if found and isinstance(found.get("page"), dict) and (wanted or found["page"].get("id") == _PAGE):
            return _judged(found, url)
    return skipped("unknown: no status page could be read from here")


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _judged(found: dict[str, Any], url: str) -> Outcome:
    rows = [row for row in found.get("components") or () if isinstance(row, dict)]
    api = next((row for row in rows if row.get("id") == _COMPONENT), None) or next(
        (row for row in rows if "api.anthropic.com" in str(row.get("name"))), None
    )
    status = str(api.get("status")) if api else "unknown"
    incidents = [
        row
        for row in found.get("incidents") or ()
        if isinstance(row, dict) and row.get("status") not in ("resolved", "postmortem")
    ]
    facts: dict[str, object] = {
        "page": url,
        "component": status,
        "incidents": [str(row.get("name"))[:120] for row in incidents],
    }
    names = f" ({facts['incidents'][0]})" if incidents else ""  # type: ignore[index]  # a list, made above
    if status not in ("operational", "unknown"):
        return warned(
            f"Claude API: {status.replace('_', ' ')}{names}.",
            "Wait for the provider.",
            "open https://status.claude.com",
            **facts,
        )
    if incidents:
        return warned(
            f"Claude API: {status}, but {len(incidents)} incident(s) are open{names}.",
            "Read whether it is yours.",
            "open https://status.claude.com",
            **facts,
        )
    return (
        passed(f"Claude API: {status}", **facts)
        if api
        else skipped("unknown: the page does not list the API", **facts)
    )
