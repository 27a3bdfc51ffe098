"""`kit translate`: what participants read, out to translators and in again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns
from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.languages.names import code_of, english_name
from kitlib.settings import settings

__all__ = ["translate"]

FRAME = "kit"  # what the kit says itself


def translate(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="A session, an instrument, or all; kit, for what the kit says itself; or: read FILE, with what a translator gives back."
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="By code or name, such as es, Haitian Creole.")] = "",
    to: Annotated[
        Path | None,
        typer.Option(help="The file to write: .xlsx or .csv for a spreadsheet, .po for a translator's tool."),
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="How far each language is.")] = False,
) -> None:
    """List what participants read, with what stands for it in another language; and take the list back.

    Example: kit translate parent-teacher-teams --language es
    """
    library = Library.of(settings())
    named = what or []
    if status:
        _tell_status(library, named[0] if named else "all")
    elif named[:1] == ["read"] and len(named) > 1:
        for file in named[1:]:
            _read(library, Path(file))
    elif named == [FRAME] and language:
        _begin_frame(language)
    elif len(named) == 1 and language:
        _write(library, named[0], language, to)
    else:
        raise KitError(
            "Say what to translate, and into which language.",
            "Such as: kit translate parent-teacher-teams --language es, or: kit translate read FILE",
        )


def _tell_status(library: Library, what: str) -> None:
    from kitlib.translating.lines import STATES, count, lines_of
    from kitlib.translating.parts import parts_of

    parts = parts_of(library, what)
    spoken = sorted({code for part in parts for code in part.languages(library)})
    rows = []
    for code in spoken:
        found = count(line for part in parts for line in lines_of(library, part, code))
        rows.append(
            [code, english_name(code), str(found.texts), *(str(found.by_state[state]) for state in STATES)]
        )
    columns(rows, ["code", "language", "texts", *STATES])


def _write(library: Library, what: str, language: str, to: Path | None) -> None:
    from kitlib.translating.files import write_list
    from kitlib.translating.lines import count, lines_of
    from kitlib.translating.parts import parts_of

    code = _code(language)
    lines = [line for part in parts_of(library, what) for line in lines_of(library, part, code)]
    path = to or Path("translations") / f"{what}-{code}.xlsx"
    write_list(path, lines, code)
    found = count(lines)
    states = ", ".join(f"{n} {state}" for state, n in found.by_state.items() if n)
    typer.echo(f"{path}: {found.texts} texts ({states}).")
    typer.echo(f"When it is filled in: {shlex.join(['kit', 'translate', 'read', str(path)])}")


def _begin_frame(language: str) -> None:
    from kitlib.translating.frame import begin_frame

    made = begin_frame(settings().own, _code(language))
    typer.echo(f"{made.path}: {made.texts} texts, {made.done} of them translated.")
    typer.echo(
        "Fill it in with a program for catalogues such as Poedit, or any editor; then start the kit again."
    )


def _code(language: str) -> str:
    code = code_of(language)
    if code is None:
        raise KitError(
            f'"{language}" is no language that is known.', "Name it by its code, such as: --language es"
        )
    return code


def _read(library: Library, file: Path) -> None:
    from kitlib.translating.files import read_list
    from kitlib.translating.keeping import keep
    from kitlib.translating.parts import ALL, parts_of

    code, given = read_list(file)
    kept = keep(library, settings(), parts_of(library, ALL), code, given)
    empty = f", {kept.empty} without words" if kept.empty else ""
    typer.echo(
        f"{file}: {kept.taken} taken, {kept.known} known already{empty}, {len(kept.refused)} not taken."
    )
    for why in kept.refused:
        typer.echo(f"  {why}")
    for path in kept.written:
        typer.echo(str(path))
