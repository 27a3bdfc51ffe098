"""`kit portfolio`: one page for each district and school, over all its sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.events import AsJson
from kitlib.cli.records import make_all, say
from kitlib.errors import KitError
from kitlib.settings import settings

__all__ = ["portfolio"]


def portfolio(
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    school: Annotated[str | None, typer.Option(help="Only of this school of the district.")] = None,
    since: Annotated[
        str, typer.Option(help="Only of who met on this day or later, for example 2027-01-31.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Where to write; records/ by default.")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="ipynb, html, pdf, docx (Word), or several with commas.")
    ] = "ipynb,html",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many at once; by default as many as there are cores.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Make all, not only those that changed since they were made.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, and why.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the page of each district and school: all its sessions, what was decided and where it stands now.

    Example: kit portfolio --district "Alder Valley" --format html,pdf
    """
    from kitlib.meetings.planning import read_day
    from kitlib.records.batch import Batch, check_formats
    from kitlib.records.local import Local

    if school and not district:
        raise KitError(
            f'Which district is the school "{school}" in?',
            f"Name it: kit portfolio --district NAME --school {school}",
        )
    places = settings()
    template = Path("records") / "portfolio.ipynb"
    batch = Batch(places, out or places.records, check_formats(formats), template=template)
    units = batch.places_due(district, school, read_day(since) if since else "")
    plan = batch.plan(units, everything)
    if dry_run:
        say(plan, as_json)
        return
    code = batch.store.districts.find(district).code if district else ""
    batch.store.audit.add(
        "records made", district=code, note=f"{len(plan.due)} pages of districts and schools"
    )
    make_all(batch, plan, Local(jobs), as_json)
