"""The kit's Jupyter Server extension: pages save and look here, without any kernel.

It runs inside the Jupyter server, under its log-in and its protection against
forged requests, and speaks to the same store as everything else.
"""

from __future__ import annotations

from typing import Any

__all__ = ["_jupyter_server_extension_points"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from kitlib.server.extension import KitServerApp

    return [{"module": "kitlib.server", "app": KitServerApp}]
