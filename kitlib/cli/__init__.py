"""The command `kit`. Each module holds one command; this one ties them together.

What a user can put right leaves with exit 1 and no traceback; an interrupted
run with 130; anything else is a bug and leaves with exit 3 and its traceback.
"""

from __future__ import annotations

import errno
import io
import os
import platform
import signal
import sys
import threading
import traceback
import warnings
from typing import Annotated, Any, NoReturn

import typer

from kitlib import __version__
from kitlib.cli import (
    access,
    audit,
    backup,
    build,
    calendar,
    check,
    demo,
    districts,
    doctor,
    due,
    example,
    exchange,
    handout,
    init,
    instruments,
    lab,
    meetings,
    new,
    pack,
    portfolio,
    purge,
    records,
    renew,
    rollup,
    schema,
    serve,
    sessions,
    translate,
    versions,
)
from kitlib.cli import open as open_
from kitlib.cli.common import say_as_called
from kitlib.content.home import called_here
from kitlib.errors import KitError, KitWarning

__all__ = ["app", "run"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("init")(init.init)
app.command("new")(new.new)
app.command("schema")(schema.schema)
app.add_typer(pack.app, name="pack")
app.command("sessions")(sessions.sessions)
app.command("check")(check.check)
app.command("versions")(versions.versions)
app.command("translate")(translate.translate)
app.command("build")(build.build)
app.command("open")(open_.open_)
app.command("renew")(renew.renew_)
app.command("meetings")(meetings.meetings)
app.command("calendar")(calendar.calendar)
app.command("handout")(handout.handout)
app.command("example")(example.example)
app.add_typer(records.app, name="records")
app.command("portfolio")(portfolio.portfolio)
app.command("rollup")(rollup.rollup)
app.command("due")(due.due)
app.command("export")(exchange.export)
app.command("import")(exchange.import_)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("purge")(purge.purge)
app.command("audit")(audit.audit)
app.command("doctor")(doctor.doctor)
app.add_typer(districts.app, name="districts")
app.add_typer(instruments.app, name="instruments")
app.add_typer(access.app, name="access")
app.command("lab")(lab.lab)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"kit {__version__}, Python {platform.python_version()}, {platform.platform()}")
        raise typer.Exit


@app.callback()
def kit(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Say which version this is."),
    ] = False,
) -> None:
    """Lead team sessions from notebooks, keep every word, and give each district its record."""


def _show_warnings_in_words() -> None:
    """Print what the kit itself warns of as a sentence, each time; other warnings as Python does."""
    usual = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, KitWarning):
            typer.echo(f"Note: {message}", err=True)
        else:
            usual(message, category, *where, **more)

    warnings.simplefilter("always", KitWarning)
    warnings.showwarning = show


def _keep_to_owner() -> None:
    """What a command writes is readable by its owner alone: it holds what people wrote. The kit's own notebooks do not."""
    if sys.argv[1:2] != ["build"]:
        os.umask(os.umask(0o077) | 0o077)


def _end_when_asked() -> None:
    """A request to end is met like Ctrl-C, so that databases are closed and nothing is left aside."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def run() -> None:
    """Run the command line and leave with the right exit code."""
    _keep_to_owner()
    _end_when_asked()
    _show_warnings_in_words()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console may not know every letter of a name
    try:
        # What leaves early comes back as its exit code; newer versions of typer turn Ctrl-C into one too.
        command = typer.main.get_command(app)
        if not (said := called_here()).is_usual:
            say_as_called(command, said)
        code = command(standalone_mode=False)
        if code == 130:
            raise KeyboardInterrupt
        if isinstance(code, int):
            sys.exit(code)
    except KitError as error:
        typer.echo(called_here().message(str(error)), err=True)
        sys.exit(1)
    except typer.Exit as leave:
        sys.exit(leave.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("Interrupted. What was finished is kept.", err=True)
        sys.exit(130)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS) or not error.filename:
            _tell_bug()
        typer.echo(
            f"{error.filename} cannot be opened or written: {error.strerror}.\n"
            "Ask whose it is, or work in a home of your own: kit init FOLDER",
            err=True,
        )
        sys.exit(1)
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # a wrong option or argument
            typer.echo(f"{error.format_message()}\nSee what there is: kit --help", err=True)
            sys.exit(2)
        _tell_bug()


def _tell_bug() -> NoReturn:
    traceback.print_exc()
    where = f"kit {__version__}, Python {platform.python_version()}, {platform.platform()}"
    typer.echo(f"\nThis is a bug of the kit. Please report it with the lines above ({where}).", err=True)
    sys.exit(3)
