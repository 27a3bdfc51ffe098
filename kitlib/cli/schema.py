"""`kit schema`: what an editor must know to complete and check the files that authors write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.content.schemas import SCHEMAS, schema_text
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["schema"]


def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="session, resource, block, instrument, crosswalk, scales, example, reminder, topics or kit."
        ),
    ] = "session",
    folder: Annotated[Path | None, typer.Option("--all", help="Write all of them into this folder.")] = None,
) -> None:
    """Print the JSON Schema of a sort of file, made from the kit's own rules.

    Example: kit schema --all schemas
    """
    if name not in SCHEMAS:
        raise NotFoundError(
            f'There is no schema "{name}"{did_you_mean(name, SCHEMAS)}', f"There are: {', '.join(SCHEMAS)}"
        )
    if folder is None:
        typer.echo(schema_text(name), nl=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for each, (files, _) in SCHEMAS.items():
        path = folder / f"{each}.schema.json"
        path.write_text(schema_text(each), encoding="utf-8")
        typer.echo(f"{path}  for {files}")
