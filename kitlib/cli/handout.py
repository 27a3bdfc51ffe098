"""`kit handout`: a session on paper."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.cli.events import AsJson, tell
from kitlib.content.home import look_of
from kitlib.languages.names import code_of
from kitlib.tabular.filenames import file_name

__all__ = ["handout"]


def handout(
    session: Annotated[str, typer.Argument(help="Which session; list them with: kit sessions")],
    minutes: Annotated[
        int | None,
        typer.Option(help="How long it runs: its full length by default, or less, as far as its cuts reach."),
    ] = None,
    district: Annotated[str, typer.Option(help="Code or name, to stand on the sheets.")] = "",
    meeting: Annotated[
        str, typer.Option(help="A meeting that is open; gives length, district and teams.")
    ] = "",
    large: Annotated[bool, typer.Option("--large", help="In large print.")] = False,
    language: Annotated[
        str, typer.Option(help="What families read, in their language: es where it is written.")
    ] = "en",
    keys: Annotated[
        bool, typer.Option("--keys", help="Also a file to key in what was filled in on paper.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder to write to; handouts/ by default.")] = None,
    formats: Annotated[str, typer.Option("--format", help="pdf, docx (Word), or both with a comma.")] = "pdf",
    as_json: AsJson = False,
) -> None:
    """Print a session: handout, facilitator's guide, survey forms, and the sheet that each person keeps.

    With --keys there is a line for each box of the sheets: fill in its last column, then
    run kit import. It is made for the meeting that you name, or the newest of the session.

    Example: kit handout why-mtss --minutes 30 --large
    """
    from kitlib.handouts.keys import write_keys
    from kitlib.handouts.making import make
    from kitlib.handouts.ordering import order

    places, library, store = everything()
    ordered = order(store, library, session, minutes=minutes, district=district, meeting=meeting, keys=keys)
    folder = out or places.handouts
    made = make(
        ordered.plan,
        folder,
        code_of(language) or language,
        large=large,
        formats=formats,
        look=look_of(places),
    )
    if keys and ordered.meeting:
        path = folder / f"{file_name(ordered.meeting.id)}-keys.csv"
        lines = write_keys(ordered.plan, ordered.meeting, path)
        command = shlex.join(["kit", "import", str(path)])
        made.append((path, f"{lines} lines; fill in the last column, then run: {command}"))
    if as_json:
        tell("plan", due=len(made), fresh=0)
    for path, what in made:
        if as_json:
            tell("made", title=ordered.plan.session.title, name=what, files={path.suffix[1:]: path})
        else:
            typer.echo(f"{path}  ({what})")
    if as_json:
        tell("end", made=len(made), failed=0, fresh=0)
