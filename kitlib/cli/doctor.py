"""`kit doctor`: is all well?"""

from __future__ import annotations

import typer

from kitlib.settings import settings

__all__ = ["doctor"]


def doctor() -> None:
    """Look for what is wrong with the kit, its database and its disk, and say what to do about it. Changes nothing.

    Example: kit doctor
    """
    from kitlib.keeping.doctor import CHECKS, examine

    found = examine(settings())
    for finding in found:
        typer.echo(f"{finding.what}\n  {finding.next}")
    if found:
        typer.echo(f"{len(found)} thing(s) to mend.", err=True)
        raise typer.Exit(1)
    typer.echo(f"All is well ({len(CHECKS)} checks).")
