"""How a command says what it takes: plain data, from which both roads (our own quick parser and Typer) are
made.
"""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Words = list[str]  # a door may have an option called `list`


@record
class Option:
    """One option: its flags, the name of its value, and what it takes.

    `kind` is flag, text, number (float) or count (int). `choices` limits text; `many` lets it repeat.
    `config` says that a configuration file or `CLAUDE_DOCTOR_<NAME>` may set it.
    """

    flags: tuple[str, ...]
    dest: str
    kind: str
    help: str
    metavar: str = "TEXT"
    choices: tuple[str, ...] = ()
    many: bool = False
    default: Any = None
    config: bool = False


@record
class Argument:
    """The words after the options; `many` takes all of them, else at most one."""

    dest: str
    metavar: str
    help: str
    many: bool = True


@record
class Args:
    """What a command was called with; each door's own record (ASKED) adds a field for each of its options.

    `given` are the names that were on the command line. `configured` is what decides the verdict and was set
    by a file, as (key, file). `inputs` are the files that are read.
    """

    formats: list[str]
    all: bool
    quiet: bool
    json: bool
    output: str | None
    force: bool
    color: str
    no_config: bool
    exit_zero: bool
    debug: bool
    given: frozenset[str]
    configured: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]


COMMON = (
    Option(
        ("--format",),
        "formats",
        "text",
        "Output format; FMT:FILE writes to a file, FMT:+FILE appends to it; may be given several times.",
        "FMT[:FILE]",
        many=True,
        config=True,
    ),
    Option(
        ("-a", "--all", "-v", "--verbose"),
        "all",
        "flag",
        "Show everything, through the pager when it is longer than the screen.",
    ),
    Option(("-q", "--quiet"), "quiet", "flag", "Show the verdict alone."),
    Option(("--json",), "json", "flag", "Short for --format json."),
    Option(("-o", "--output"), "output", "text", "Write the result to FILE.", "FILE", config=True),
    Option(("--force",), "force", "flag", "Overwrite output files."),
    Option(
        ("--color",),
        "color",
        "text",
        "Colours.",
        "WHEN",
        choices=("auto", "always", "never"),
        default="auto",
        config=True,
    ),
    Option(("--no-config",), "no_config", "flag", "Read no configuration file."),
    Option(("--exit-zero",), "exit_zero", "flag", "Exit 0 even when a problem was found."),
    Option(("--debug",), "debug", "flag", "Show the traceback of an unexpected error (secrets masked)."),
)
