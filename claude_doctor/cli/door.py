"""Where the commands are: the folders of `doors`."""

from __future__ import annotations

from claude_doctor import doors
from claude_doctor.base import registry
from claude_doctor.doors.contract import Door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def names() -> list[str]:
    """Return the names of all commands, as they are typed."""
    return [name.replace("_", "-") for name in registry.names(doors)]


def load(name: str) -> Door:
    """Return the command of a name; ImportError when there is none."""
    return registry.load(doors, f"{name.replace('-', '_')}.command", Door)


def completion(name: str) -> ModuleType:
    """Return the module that knows the values of a command's options; ModuleNotFoundError when the command
    has none.
    """
    return __import__(f"{doors.__name__}.{name.replace('-', '_')}.completion", fromlist=["values"])


def views(name: str) -> ModuleType:
    """Return the folder of a command's views: one output format a file."""
    return __import__(f"{doors.__name__}.{name.replace('-', '_')}.views", fromlist=["__name__"])
