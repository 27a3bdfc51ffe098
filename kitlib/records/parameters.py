"""What a template takes: the parameters in its cell that is tagged so, with what is said of each there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError
from kitlib.startup import leave_out_address_checks

__all__ = ["Parameter", "parameters_of"]


@dataclass(frozen=True)
class Parameter:
    """One parameter, as the template's author wrote it down."""

    name: str
    value: str  # as it stands there
    help: str  # the comment behind it


def parameters_of(template: Path) -> list[Parameter]:
    """The parameters of a template, in its order. Raises KitError where it is missing."""
    leave_out_address_checks()
    import papermill

    if not template.is_file():
        raise KitError(f"The template {template} is missing.", "Restore it: git checkout notebooks/records")
    found = papermill.inspect_notebook(str(template))
    return [Parameter(name, str(told["default"]).strip("\"'"), told["help"]) for name, told in found.items()]
