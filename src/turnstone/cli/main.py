"""The command line. Each command is a file in this folder; what it needs is loaded when it runs."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer

from turnstone import __version__
from turnstone.cli.common import note
from turnstone.errors import TurnstoneError

STOPPED = 130
"""What a program that Ctrl-C ended gives to its shell."""

# In the order in which they are used. Each is a module of that name (_ for -); its first sentence stands in the overview.
COMMANDS = (
    "demo", "init", "add", "run", "leads", "show", "networks", "network", "path", "same", "match", "judge", "audit-links",
    "templates", "template", "trace", "find", "check", "decide", "unlock",
    "report", "export", "table", "sources", "rejects", "indicators", "runs", "verify", "simulate", "validate", "hold", "expire",
)  # fmt: skip


def build() -> typer.Typer:
    """The application with all commands."""
    app = typer.Typer(
        name="turnstone",
        help="Turns market data that you lawfully hold into traced and ranked leads about organised exploitation.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=False)
    def options(
        version: Annotated[
            bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
        ] = False,
    ) -> None:
        """Options of all commands."""

    for name in COMMANDS:
        module = importlib.import_module(f"turnstone.cli.{name.replace('-', '_')}")
        function: Callable[..., Any] = module.command
        overview = (function.__doc__ or "").partition(". ")[0].rstrip(".")
        app.command(name, short_help=overview)(function)
    for plugin in entry_points(group="turnstone.commands"):  # of packages that stand on top of this one: the workbench
        app.command(plugin.name)(plugin.load())
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit()


def main() -> None:
    """Runs a command. Every error that a user can cause ends with a message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):  # what Windows sends to a file or pipe would lack most letters of the world
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        build()()
    except TurnstoneError as error:
        note(f"turnstone: {error}")
        note(f"  More: {error.page}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as stop:  # typer turns Ctrl-C into an exit with 130
        if isinstance(stop, SystemExit) and stop.code != STOPPED:
            raise
        note("turnstone: stopped; what was finished is kept, and the next `turnstone run` goes on from there")
        sys.exit(STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # a fault of ours: said as such, with what to report
        if os.environ.get("TURNSTONE_TRACEBACK"):
            raise
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown"
        typer.echo(f"turnstone: a fault of the software ({type(error).__name__}: {error}) at {where}", err=True)
        typer.echo(
            "  What to do: nothing you did is lost. Set TURNSTONE_TRACEBACK=1, repeat, and report what it prints.",
            err=True,
        )
        sys.exit(70)


if __name__ == "__main__":
    main()
