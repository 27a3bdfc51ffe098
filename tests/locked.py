"""What a page would have made of private words: of the right shape, and with the words in it for a test to find."""

from __future__ import annotations

import base64
from typing import Any

__all__ = ["locked"]


def locked(words: str) -> dict[str, Any]:
    """Words as if they were locked. Only a test's eyes are fooled: whoever knows base64 reads them."""
    return {"lock": "0" * 16, "sealed": base64.b64encode(f"{words:.<64}".encode()).decode()}
