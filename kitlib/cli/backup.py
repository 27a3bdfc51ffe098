"""`kit backup` and `kit restore`: a copy of everything, and the way back to it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.events import AsJson, tell
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["backup", "restore"]

KEEP_IT = "It holds private answers too. Keep it where only you can read it, on another disk."


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to write; a new file in backups/ by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write all that people wrote, and what the kit needs with it, to one file; also while a meeting is held.

    The file is read back before it gets its name. It holds private answers too: keep it as you keep the database.

    Example: kit backup
    """
    from kitlib.keeping.backup import back_up

    places = settings()
    made = back_up(places, file.absolute() if file else None)
    with closing(Store(places.database_url)) as store:
        store.audit.add("backed up", note=made.path.name)
    rows = made.figures.rows
    if as_json:
        what = f"{rows.get('meetings', 0)} meetings with {rows.get('entries', 0)} entries"
        tell("plan", due=1, fresh=0)
        tell("made", title=f"{what}; read back, and the same", name="Backup", files={})
        tell("end", made=1, failed=0, fresh=0, note=f"Written: backups/{made.path.name}. {KEEP_IT}")
        return
    typer.echo(
        f"{made.path}: {rows.get('meetings', 0)} meetings with {rows.get('entries', 0)} entries, "
        f"{rows.get('contents', 0)} contents and {made.files} files; read back, and the same."
    )
    typer.echo(KEEP_IT)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that kit backup wrote.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Take the place of the meetings that are here; they are backed up first."
        ),
    ] = False,
) -> None:
    """Put everything as a backup has it. Stop the kit first.

    Example: kit restore backups/kit-2027-01-31-170000.zip
    """
    from kitlib.keeping.restore import restore as put_back

    done = put_back(settings(), file, replace)
    if done.aside:
        typer.echo(f"What was here before lies in {done.aside}")
    rows = done.figures.rows
    typer.echo(
        f"Restored: {rows.get('meetings', 0)} meetings with {rows.get('entries', 0)} entries, "
        f"and {done.files} files. Start the kit: kit lab"
    )
