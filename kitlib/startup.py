"""What others import at length and the kit has no need of."""

from __future__ import annotations

import importlib
import sys

__all__ = ["leave_out_address_checks"]


def leave_out_address_checks() -> None:
    """Import jsonschema, on which nbformat rests, without its checks of international addresses (IRIs).

    To be called before nbformat or papermill is imported. Those checks build forty grammars while they
    are imported, which takes longer than all else that a record needs, and the schema of notebooks has no
    such address. Where jsonschema is there already, nothing changes.
    """
    if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
        try:
            importlib.import_module("jsonschema")
        finally:
            del sys.modules["rfc3987_syntax"]
