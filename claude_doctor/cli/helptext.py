"""The help of a command as text: rendered from the Typer application once, then only printed."""

from __future__ import annotations

import os
import sys

from claude_doctor import doors
from claude_doctor.base import made, registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS = (60, 80, 100, 120)
_HERE = os.path.dirname(os.path.abspath(__file__))


def show(name: str) -> bool:
    """Print the help of a command ("" is the whole application); False where only the application itself can
    (a narrow screen, no UTF-8).
    """
    from claude_doctor.cli import output

    if sys.stdout is None:
        return False
    style, (columns, _) = output.style_for(sys.stdout, "auto"), output.size_of(sys.stdout)
    width = max((width for width in WIDTHS if width <= columns), default=0)
    if not width or not style.unicode:
        return False
    found = made.text(file_of(name, width), _sources, lambda: rendered(name, width))
    if not style.color:
        from claude_doctor.render.canvas import bare

        found = "\n".join(bare(line) for line in found.split("\n"))
    sys.stdout.write(found)
    return True


def file_of(name: str, width: int) -> str:
    """Return the name of the file of a command's help."""
    return f"help-{name or 'claude-doctor'}-{width}.txt"


def _sources() -> Iterator[str]:
    """Yield what the help is made from."""
    yield from (
        os.path.join(_HERE, "typer_app.py"),
        os.path.join(os.path.dirname(_HERE), "base", "options.py"),
    )
    for name in registry.names(doors):
        yield os.path.join(next(iter(doors.__path__)), name, "command.py")


def rendered(name: str, width: int) -> str:
    """Return the help as Typer draws it in colour on a terminal of a width."""
    import io
    from contextlib import redirect_stdout
    from unittest import mock

    from typer import rich_utils

    from claude_doctor.cli import typer_app

    plain = {
        key: value
        for key, value in os.environ.items()
        if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
    }
    settings = mock.patch.multiple(rich_utils, MAX_WIDTH=width, FORCE_TERMINAL=True, COLOR_SYSTEM="standard")
    with (
        settings,
        mock.patch.dict(os.environ, {**plain, "TERM": "xterm"}, clear=True),
        redirect_stdout(io.StringIO()) as out,
    ):
        typer_app.main([*name.split(), "--help"], lambda *_: 0)
    return out.getvalue()


def every() -> Iterator[tuple[str, str]]:
    """Yield (file, text) of all of them, for the wheel."""
    names = ["", *(name.replace("_", "-") for name in registry.names(doors))]
    for name in names:
        for width in WIDTHS:
            yield file_of(name, width), rendered(name, width)
