"""HTTP around the meetings, without any kernel: in JupyterLab for who leads, and a server of its own for participants.

Jupyter's log-in and its protection against forged requests guard the one; the
other reaches no Jupyter. Both speak to the same store as everything else.
"""

from __future__ import annotations

from typing import Any

__all__ = ["_jupyter_server_extension_points"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from kitlib.server.extension import KitServerApp

    return [{"module": "kitlib.server", "app": KitServerApp}]
