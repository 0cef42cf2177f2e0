"""argv -> one command -> its reports -> a renderer -> exit code. The only place that prints or exits."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.base.options import Args
    from claude_doctor.doors.contract import Door


def main(argv: list[str] | None = None) -> int:
    """Run claude-doctor and return its exit code; nothing is raised."""
    import os

    words = sys.argv[1:] if argv is None else argv
    _drop_odd_columns()
    if os.environ.get("_CLAUDE_DOCTOR_COMPLETE", "").startswith("complete_"):
        from claude_doctor.cli import completion

        return _guarded(lambda: _flushed(completion.answer()), debug=False)
    return _guarded(lambda: _flushed(_dispatch(words)), "--debug" in words)


def _drop_odd_columns() -> None:
    # What draws help and progress takes COLUMNS for a number whenever str.isdigit() says so, which it does of
    # "²".
    import os

    columns = os.environ.get("COLUMNS", "0")
    if not columns.isascii() or len(columns) > 6:
        del os.environ["COLUMNS"]


def _flushed(code: int) -> int:
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _guarded(work: Callable[[], int], debug: bool) -> int:
    """Return the exit code of some work: the one door out, where whatever is raised becomes a sentence and a
    code.
    """
    try:
        return work()
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return _cannot_write(error, debug)
    except Exception as error:  # noqa: BLE001  # nothing may leave but a sentence
        return _failed(error, debug)
    except BaseException as error:
        if type(error).__name__ != "TerminatedError":  # by name: most runs never load its module
            raise
        return 143


def _dispatch(argv: list[str]) -> int:
    from claude_doctor.cli import door

    is_help = argv[:1] == ["help"]
    argv = argv[1:2] if is_help else argv
    if argv and not argv[0].startswith("-"):
        name = argv[0].replace("_", "-")
        if name not in door.names():
            return _no_command(argv, door.names())
        if (is_help or argv[-1] in ("-h", "--help")) and _is_helped(argv):
            return 0
        from claude_doctor.cli import argv as _argv

        command = door.load(name)
        args = None if is_help else _argv.parse(command, argv[1:])
        if args is not None:
            return execute(command, args)
    elif argv[:1] in (["--version"], ["-V"]):
        from claude_doctor import __version__

        print(f"claude-doctor {__version__}")
        return 0
    elif _is_helped(argv):
        return 0 if argv or is_help else 2
    from claude_doctor.cli import typer_app

    return typer_app.main([*argv, "--help"] if is_help else argv, execute)


def _is_helped(argv: list[str]) -> bool:
    """Print a help that is asked for and nothing else; False when that is not so, or only the application
    itself can.
    """
    name = argv[0] if argv and not argv[0].startswith("-") else ""
    if [word for word in argv if word != name] not in ([], ["-h"], ["--help"]):
        return False
    from claude_doctor.cli import helptext

    return helptext.show(name)


def execute(command: Door, args: Args) -> int:
    """Run one command with its arguments: configuration, reports, renderers, exit code."""
    from claude_doctor.cli import output

    # Guarded here too: the argument parser around it has its own ideas of an interrupt and a broken pipe.
    return _guarded(lambda: output.run(command, args), args.debug)


def _no_command(argv: list[str], names: list[str]) -> int:
    near = [name for name in names if _alike(argv[0], name)]
    words = " ".join(_quoted(word) for word in argv)
    if near:
        words = " ".join([near[0], *(_quoted(word) for word in argv[1:])])
        message = f"no command {argv[0]!r}; did you mean: claude-doctor {words}"
    else:
        message = (
            f"{argv[0]!r} is no command (commands: {', '.join(names)}); to look it up: claude-doctor "
            f"explain {words}"
        )
    _say(message)
    return 2


def _alike(word: str, name: str) -> bool:
    if len(word) < 3 or not word.isascii():
        return False
    if name.startswith(word.lower()):
        return True
    from difflib import SequenceMatcher

    return SequenceMatcher(None, word.lower(), name).ratio() >= 0.7


def _quoted(word: str) -> str:
    import shlex

    return shlex.quote(word)


def _failed(error: Exception, debug: bool) -> int:
    from claude_doctor.base.errors import DoctorError

    if debug:
        import traceback

        _say("".join(traceback.format_exception(error)).rstrip(), lines=True)
    elif isinstance(error, DoctorError):
        _say(str(error))
    else:
        _say(
            f"internal error: {type(error).__name__}: {error} (a fault of claude-doctor; --debug shows where)"
        )
    return error.exit_code if isinstance(error, DoctorError) else 4


def _say(message: str, *, lines: bool = False) -> None:
    from claude_doctor.base.messages import say  # most runs have no message

    say(message, lines=lines)


def _cannot_write(error: OSError, debug: bool) -> int:
    import errno

    if error.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EBADF):
        return _failed(error, debug)
    _say(f"the result cannot be written: {error.strerror}")
    _reader_gone()
    return 3


def _reader_gone() -> int:
    # The interpreter flushes stdout again at its end: give it something that cannot break.
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 141


def entry_point() -> None:
    """Console script: exit with the code; after Ctrl-C or SIGTERM die by the signal, as shells expect."""
    code = main()
    if code in (130, 143) and sys.platform != "win32":
        import os
        import signal

        signal.signal(code - 128, signal.SIG_DFL)
        os.kill(os.getpid(), code - 128)
    if _is_awaited():
        sys.exit(code)
    _leave(code)


def _is_awaited() -> bool:
    # A thread that is no daemon has work to finish, which the interpreter's own end waits for.
    threading = sys.modules.get("threading")
    return threading is not None and any(
        not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()
    )


def _leave(code: int) -> None:
    # Taking the modules apart costs a fifth of a lookup, of the SDK's a third of a second of health's budget,
    # and daemon threads that still wait for a network may crash it. All output was flushed before, and what
    # could not be written is in the code.
    import atexit
    import os

    atexit._run_exitfuncs()  # noqa: SLF001  # what others registered (coverage, logging) still runs; nothing public does that
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # two streams, and contextlib is dear here
            code = code or 3  # as the interpreter's own end would have it: not a success
    os._exit(code)
