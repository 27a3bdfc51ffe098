"""What the kit has made, handed out to who leads: records, roll-ups, handouts and exports, and nothing beside them."""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path
from urllib.parse import quote

from kitlib.server.answering import Answering
from kitlib.settings import Settings

__all__ = ["Made", "find_made"]

#: What a browser shows by itself; the rest is saved.
SHOWN = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf"}
CHUNK = 2**18  # bytes


def find_made(places: Settings, path: str) -> Path | None:
    """The file of that path below the home, where it lies among what the kit makes and is not hidden."""
    file = (places.home / path).resolve()
    for folder in (places.records, places.handouts, places.exports):
        if file.is_relative_to(folder.resolve()) and file.is_file():
            hidden = any(part.startswith(".") for part in file.relative_to(folder.resolve()).parts)
            return None if hidden else file
    return None


class Made(Answering):
    """One file. A page among them is shut off from the server it comes from: what is in it can ask for nothing."""

    async def get(self, path: str) -> None:
        """The file at a path below the home."""
        file = await asyncio.to_thread(find_made, self.meetings.places, path)
        if file is None:
            self.set_status(404)
            self.finish("This file is not there any more. Make it again.")
            return
        ending = file.suffix.lower()
        kind = SHOWN.get(ending) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        if ending == ".html":
            # The index has a script of its own, for its search.
            self.set_header("Content-Security-Policy", "sandbox allow-scripts allow-popups allow-downloads")
        if ending not in SHOWN:
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(file.name)}")
        self.set_header("Content-Length", str(file.stat().st_size))
        with file.open("rb") as content:
            while chunk := await asyncio.to_thread(content.read, CHUNK):
                self.write(chunk)
                await self.flush()
        self.finish()
