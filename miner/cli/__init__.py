"""The command line: reads options, calls the stages, prints, and sets the exit code.

::

    app        the commands and their options
    options    what the options mean, laid over the settings
    outputs    where reports go
    jobs       digest, demo, read
    fetching   fetch, and addresses among the places of the others
    rendering  render
    running    run, run-due
    scheduling schedule
    comparing  compare
    engines    compare-engines
    listing    sources, formats, models
    doctor     what is installed
    voice      what is said on standard error, and how

Importing it must stay cheap: the stages are imported inside the functions that run them.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

from miner.errors import MinerError

__all__ = ["main"]

INTERRUPTED = 130
OUR_BUG = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and turn every error into a message and an exit code.

    Parameters
    ----------
    arguments
        Without the program's name; None takes those of this process.

    Returns
    -------
    The exit code (README, "Exit codes").
    """
    import typer

    from miner.cli.voice import plain

    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded: its threads wait busily for each other
    _let_any_text_through(sys.stdout, sys.stderr)
    try:
        return _run(given)
    except MinerError as error:
        _say(f"Error: {plain(str(error))}", error, given)
        return error.exit_code
    except typer.TyperException as error:
        said = plain(error.format_message()).rstrip(".")
        _say(f"Error: {said}. {_where_help_is(given)}", error, given)
        return error.exit_code
    except KeyboardInterrupt:
        _say("Interrupted; nothing is half-written.")
        return INTERRUPTED
    except BrokenPipeError:
        close_quietly()
        return 0
    except Exception as error:  # the last net: what comes here is our bug
        _say(_bug_report(error), error, given)
        return OUR_BUG


def _run(given: Sequence[str]) -> int:
    from miner.cli.app import app

    code = int(app(list(given), prog_name="miner", standalone_mode=False) or 0)
    if code == INTERRUPTED:  # what typer makes of Ctrl-C
        raise KeyboardInterrupt
    sys.stdout.flush()  # here, so that a pipe closed by the reader is met here and not at exit
    return code


def _say(text: str, error: BaseException | None = None, given: Sequence[str] = ()) -> None:
    """Print to standard error, after the traceback when ``--debug`` is given (looked for in the raw options:
    an error may come before they are parsed)."""
    if error is not None and "--debug" in given:
        from miner.cli.voice import plain

        lines = "".join(traceback.format_exception(error)).splitlines()
        sys.stderr.writelines(f"  {plain(line)}\n" for line in lines)  # no line of it looks like a message of ours
    sys.stderr.write(f"{text}\n")


def _where_help_is(given: Sequence[str]) -> str:
    from miner.cli.app import app

    commands = (command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands)
    names = set(commands)
    command = next((f" {argument}" for argument in given if argument in names), "")
    return f"See 'miner{command} --help'."


def _bug_report(error: Exception) -> str:
    from miner import __version__
    from miner.cli.voice import plain

    said = plain(" ".join(str(error).split()))[:300]
    return (
        f"Error: miner {__version__} met something it was not made for ({type(error).__name__}: {said}). "
        "This is a fault in miner, not in your input; no report was half-written. Please report it with the command "
        "you gave and, if you may share it, the input; --debug shows where it happened."
    )


def _let_any_text_through(*streams: TextIO) -> None:
    """File names may hold bytes that are no text, and terminals may know few signs: show them escaped, never fail."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def close_quietly() -> None:
    """The reader of our output has gone (``miner read chat.csv | head``): Python must not complain at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # standard output is no file: nothing is left to be flushed
        return
