"""How much strict schema one request may hold: tools, optional parameters, parameters with alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA, TOOLS, param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params
from claude_doctor.doors.batch_check.values.schema import OUTPUT, nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import OutputConfig
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

STRICT_TOOLS = 20
OPTIONAL = 24
UNIONS = 16
Counts = tuple[int, int]
_KEPT = 64
_seen: dict[tuple[int, int], tuple[Counts, ToolSet, dict[str, Any]]] = {}
_tools: dict[int, tuple[Counts, dict[str, Any]]] = {}


@rule("schema-strict-tool-count", "schema-optional-params", "schema-union-params", at=TOOLS)
def tools(tools: ToolSet, place: str, report: ToolSet) -> None:
    """Count the strict tools and what is in them."""
    schemas = tools.strict_schemas()
    if len(schemas) > STRICT_TOOLS:
        report.found(
            "schema-strict-tool-count",
            place,
            f"{len(schemas)} tools are strict; at most {STRICT_TOOLS} may be",
            "Keep strict for those that matter.",
        )
    _over(_total(schemas), place, report)


@rule("schema-optional-params", "schema-union-params", at=SCHEMA)
def output(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Count what is in the output schema."""
    if place.startswith(OUTPUT):
        _over(_count(schema, place), place, report)


@rule("schema-optional-params", "schema-union-params", at=param(Params.output_config), reads=(Params.tools,))
def together(config: OutputConfig, place: str, request: Request) -> None:
    """Count both together, when neither is too large alone."""
    schema = request.output_schema
    if config.format and schema is not None and request.tools.present:
        _over(_joined(request.tools, schema), f"{place}.format.schema", request)


def _joined(tools: ToolSet, schema: dict[str, Any]) -> Counts:
    """Return what is too much only together; a batch repeats the same two, which stand for their texts."""
    key = (id(tools), id(schema))
    if key not in _seen:
        if len(_seen) >= _KEPT:
            _seen.clear()
        strict, wanted = _total(tools.strict_schemas()), _count(schema, "")
        optional = strict[0] + wanted[0] if strict[0] and max(strict[0], wanted[0]) <= OPTIONAL else 0
        unions = strict[1] + wanted[1] if strict[1] and max(strict[1], wanted[1]) <= UNIONS else 0
        _seen[key] = ((optional, unions), tools, schema)  # kept alive, so that the key stays theirs
    return _seen[key][0]


def _over(counts: Counts, place: str, report: Reporter) -> None:
    optional, unions = counts
    if optional > OPTIONAL:
        report.found(
            "schema-optional-params",
            place,
            f"{optional} optional parameters in strict schemas; at most {OPTIONAL} are possible",
            "List more of them in `required`, or split the request.",
        )
    if unions > UNIONS:
        report.found(
            "schema-union-params",
            place,
            (
                f"{unions} parameters with anyOf or several types in strict schemas; at most {UNIONS} are "
                "possible"
            ),
            "Give them one type each, or split the request.",
        )


def _total(schemas: list[tuple[str, dict[str, Any]]]) -> Counts:
    found = [_counted(schema) for _, schema in schemas]
    return sum(optional for optional, _ in found), sum(unions for _, unions in found)


def _counted(schema: dict[str, Any]) -> Counts:
    """Return the counts of a tool's schema; the tool sets of a batch are made of few tools."""
    if id(schema) not in _tools:
        if len(_tools) >= _KEPT:
            _tools.clear()
        _tools[id(schema)] = (_count(schema, ""), schema)  # kept alive, as above
    return _tools[id(schema)][0]


def _count(schema: dict[str, Any], place: str) -> Counts:
    """Count what is reached without following a $ref."""
    optional = unions = 0
    for _, node in nodes(schema, place, definitions=False):
        held = node.get("properties")
        if not isinstance(held, dict):
            continue
        required = node.get("required")
        optional += len(held) - len(
            {name for name in required if isinstance(name, str) and name in held}
            if isinstance(required, list)
            else ()
        )
        unions += sum(
            isinstance(item, dict) and ("anyOf" in item or isinstance(item.get("type"), list))
            for item in held.values()
        )
    return optional, unions
