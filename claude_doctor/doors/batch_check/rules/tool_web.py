"""Web search and web fetch: domains, location, what each version can do, and which models and sandboxes go
with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL, TOOLS, TOOLS_OF_MODEL
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from msgspec import Raw

    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

WEB = ("web_search_", "web_fetch_")
FILTERS = tuple(f"{kind}{date}" for kind in WEB for date in ("20260209", "20260309", "20260318"))
OLD_SANDBOXES = ("code_execution_20250522", "code_execution_20250825")
NO_PROGRAMS = ("haiku-4-5",)
LONGEST = 255
# "Country code SG is not supported.", and the like; reports from 2025-07 to 2026-10.
_REFUSED = frozenset(("SG", "IE", "CY", "CR", "KZ"))
# ISO 3166-1 alpha-2, and XK.
_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK
    YE YT ZA ZM ZW
    """.split()
)
_DOMAIN = re.compile(r"[^\s/:*?#@]+(?:/\S*)?").fullmatch
_SINCE = {
    "use_cache": "web_fetch_20260309",
    "response_inclusion": "web_search_20260318 and web_fetch_20260318",
}


def _version(fault: ShapeFault) -> tuple[str, str]:
    since = _SINCE[fault.field]
    return (
        f"`{fault.field}` came with {since}; this type does not have it",
        f"Use {since} or later, or remove it.",
    )


CLAIMS = (
    Claim(
        "tool-web-user-location",
        ("ServerTool.user_location", "UserLocation"),
        'Write {"type": "approximate", "city", "country", ...}.',
    ),
    Claim(
        "tool-web-version-fields",
        ("ServerTool.use_cache:unknown", "ServerTool.response_inclusion:unknown"),
        says=_version,
    ),
)


@rule("tool-web-domains-both", "tool-web-domain-format", "tool-web-user-location", at=TOOL)
def options(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the filters of one web tool."""
    if not str(tool.get("type")).startswith(WEB):
        return
    if tool.get("allowed_domains") and tool.get("blocked_domains"):
        report.found(
            "tool-web-domains-both",
            f"{place}.blocked_domains",
            "allowed_domains and blocked_domains stand together",
            "Keep one of the two.",
        )
    for key in ("allowed_domains", "blocked_domains"):
        for index, domain in enumerate(tool.get(key) or ()):
            if not _DOMAIN(domain):
                report.found(
                    "tool-web-domain-format",
                    f"{place}.{key}.{index}",
                    f"{quoted(domain)} is no domain",
                    _domain_fix(domain),
                )
    if tool.get("user_location"):
        _location(tool["user_location"], f"{place}.user_location", report)


def _domain_fix(domain: str) -> str:
    if "://" in domain:
        return "Write it without the scheme: example.com."
    return (
        "Subdomains are included; * may only stand in the path."
        if "*" in domain
        else "Write a name such as example.com or example.com/blog."
    )


def _location(location: dict[str, Any], place: str, report: ToolSet) -> None:
    country = location.get("country")
    if country is not None and country.upper() not in _COUNTRIES:
        fix = "Write GB." if country.upper() == "UK" else "Write the two letters of ISO 3166-1, as in US."
        report.found(
            "tool-web-user-location", f"{place}.country", f"{quoted(country)} is no country code", fix
        )
    elif country is not None and country.upper() in _REFUSED:
        words, fix = (
            f"{quoted(country)} was seen to be refused",
            "Leave the country out, or use the city and time zone alone.",
        )
        report.found("tool-web-user-location", f"{place}.country", words, fix, severity="warning")
    if not any(location.get(key) is not None for key in ("country", "city", "region", "timezone")):
        words = "the location names no city, region, country or time zone"
        report.found(
            "tool-web-user-location",
            place,
            words,
            "Give at least one of them, or leave user_location out.",
            severity="warning",
        )
    for key in ("city", "region", "timezone"):
        value = location.get(key)
        if value is not None and not 0 < len(value) <= LONGEST:
            words = f"has {len(value)} characters; {LONGEST} are allowed" if value else "is empty"
            report.found(
                "tool-web-user-location", f"{place}.{key}", f"{key} {words}", "Leave it out, or shorten it."
            )


@rule("tool-reference-unknown", at=TOOLS)
def sources(tools: ToolSet, _place: str, report: ToolSet) -> None:
    """Compare the tools that url_sources names with those there are; those of servers and toolsets cannot be
    seen.
    """
    if any("toolset" in kind for kind in tools.types):
        return
    for place, tool in tools.of_type("web_fetch_"):
        for key, source in (tool.get("url_sources") or {}).items():
            for index, named in enumerate(source.get("tools") or ()):
                if named["name"] not in tools.names:
                    where = f"{place}.url_sources.{key}.tools.{index}.name"
                    report.found(
                        "tool-reference-unknown",
                        where,
                        f"no tool {quoted(named['name'])} in tools",
                        "Correct the name, or define the tool.",
                    )


@rule("tool-web-20260209-old-code-exec", at=TOOLS)
def sandbox(tools: ToolSet, _place: str, report: ToolSet) -> None:
    """Find an old sandbox beside versions that filter in the newer one, which they bring along."""
    old = tools.of_type(*OLD_SANDBOXES)
    new = tools.of_type(*FILTERS)
    if old and new:
        report.found(
            "tool-web-20260209-old-code-exec",
            f"{old[0][0]}.type",
            f"{old[0][1]['type']} is beside {new[0][1]['type']}",
            "Use code_execution_20260120 or later, or remove it: the web tool brings its own.",
        )


@rule("tool-web-20260209-needs-ptc", at=TOOLS_OF_MODEL)
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
