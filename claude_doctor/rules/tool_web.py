"""Web search and web fetch: domains, location, what each version can do, and which models and sandboxes go with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.rules._fault import quoted
from claude_doctor.rules._rule import Claim, rule

if TYPE_CHECKING:
    from msgspec import Raw

    from claude_doctor.rules._fault import ShapeFault
    from claude_doctor.rules._request import Request
    from claude_doctor.rules._tools import ToolSet

WEB = ("web_search_", "web_fetch_")
FILTERS = tuple(f"{kind}{date}" for kind in WEB for date in ("20260209", "20260309", "20260318"))
OLD_SANDBOXES = ("code_execution_20250522", "code_execution_20250825")
NO_PROGRAMS = ("haiku-4-5",)
LONGEST = 255
_COUNTRY = re.compile(r"[A-Za-z]{2}").fullmatch
_DOMAIN = re.compile(r"[^\s/:*?#@]+(?:/\S*)?").fullmatch
_SINCE = {"use_cache": "web_fetch_20260309", "response_inclusion": "web_search_20260318 and web_fetch_20260318"}


def _version(fault: ShapeFault) -> tuple[str, str]:
    since = _SINCE[fault.field]
    return f"`{fault.field}` came with {since}; this type does not have it", f"Use {since} or later, or remove it."


CLAIMS = (
    Claim("tool-web-user-location", ("ServerTool.user_location", "UserLocation"), 'Write {"type": "approximate", "city", "country", ...}.'),
    Claim("tool-web-version-fields", ("ServerTool.use_cache:unknown", "ServerTool.response_inclusion:unknown"), says=_version),
)


@rule("tool-web-domains-both", "tool-web-domain-format", "tool-web-user-location", at="tool")
def options(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the filters of one web tool."""
    if not str(tool.get("type")).startswith(WEB):
        return
    if tool.get("allowed_domains") and tool.get("blocked_domains"):
        report.found(
            "tool-web-domains-both", f"{place}.blocked_domains", "allowed_domains and blocked_domains stand together", "Keep one of the two."
        )
    for key in ("allowed_domains", "blocked_domains"):
        for index, domain in enumerate(tool.get(key) or ()):
            if not _DOMAIN(domain):
                report.found("tool-web-domain-format", f"{place}.{key}.{index}", f"{quoted(domain)} is no domain", _domain_fix(domain))
    if tool.get("user_location"):
        _location(tool["user_location"], f"{place}.user_location", report)


def _domain_fix(domain: str) -> str:
    if "://" in domain:
        return "Write it without the scheme: example.com."
    return "Subdomains are included; * may only stand in the path." if "*" in domain else "Write a name such as example.com or example.com/blog."


def _location(location: dict[str, Any], place: str, report: ToolSet) -> None:
    country = location.get("country")
    if country is not None and not _COUNTRY(country):
        report.found("tool-web-user-location", f"{place}.country", f"{quoted(country)} is no two-letter country code", "Write it as in US.")
    for key in ("city", "region", "timezone"):
        value = location.get(key)
        if value is not None and not 0 < len(value) <= LONGEST:
            words = f"has {len(value)} characters; {LONGEST} are allowed" if value else "is empty"
            report.found("tool-web-user-location", f"{place}.{key}", f"{key} {words}", "Leave it out, or shorten it.")


@rule("tool-web-20260209-old-code-exec", at="tools")
def sandbox(tools: ToolSet, _place: str, report: ToolSet) -> None:
    """Find an old sandbox beside versions that filter in the newer one, which they bring along."""
    old = tools.of_type(*OLD_SANDBOXES)
    new = tools.of_type(*FILTERS)
    if old and new:
        report.found(
            "tool-web-20260209-old-code-exec",
            f"{old[0][0]}.type",
            f"{old[0][1]['type']} stands beside {new[0][1]['type']}",
            "Use code_execution_20260120 or later, or remove it: the web tool brings its own.",
        )


@rule("tool-web-20260209-needs-ptc", at="tools.model")
def programs(_raw: Raw, _place: str, request: Request) -> None:
    """Find models that cannot call tools from programs: they must call these directly."""
    if not request.model or request.model.family not in NO_PROGRAMS:
        return
    for place, tool in request.tools.of_type(*FILTERS):
        if tool.get("allowed_callers") != ["direct"]:
            request.found(
                "tool-web-20260209-needs-ptc",
                f"{place}.allowed_callers",
                f"{request.model.id} cannot call {tool['type']} from code, which is its default",
                'Add "allowed_callers": ["direct"], or use the first version of the tool.',
            )
