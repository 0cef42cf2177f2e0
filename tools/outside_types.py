"""A plugin of mypy: `base.Outside` in an f-string, in `str.format` or in `str()` is an error.

To Python every object has a text, so a type checker says nothing of `f"{finding.message}"`. This plugin does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.plugin import FunctionContext, MethodContext, Plugin
from mypy.types import Instance, TupleType, Type, UnionType, get_proper_type

if TYPE_CHECKING:
    from collections.abc import Callable

OUTSIDE = "claude_doctor.base.outside.Outside"
_FUNCTIONS = ("builtins.str", "builtins.format")
_METHODS = ("builtins.str.format",)


def is_outside(kind: Type) -> bool:
    """Whether a value of this type can be text from outside, or hold it in a container that has a text."""
    kind = get_proper_type(kind)
    if isinstance(kind, UnionType):
        return any(map(is_outside, kind.items))
    if isinstance(kind, TupleType):
        return any(map(is_outside, kind.items))
    if isinstance(kind, Instance):
        return kind.type.has_base(OUTSIDE)
    return False


def _checked(context: FunctionContext | MethodContext) -> Type:
    if any(is_outside(kind) for kinds in context.arg_types for kind in kinds):
        context.api.fail("Text from outside is printed with .to(escape) [outside]", context.context)
    return context.default_return_type


class Outside(Plugin):
    """Refuses what would print text from outside as it is."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Look at the functions that make text of anything."""
        return _checked if fullname in _FUNCTIONS else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Look at the methods that do; an f-string is `str.format` to mypy."""
        return _checked if fullname in _METHODS else None


def plugin(version: str) -> type[Plugin]:  # noqa: ARG001  # what mypy calls
    """Return the plugin."""
    return Outside
