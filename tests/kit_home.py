"""A kit home for tests: the shipped content, and no data of anybody."""

from __future__ import annotations

import shutil
from pathlib import Path

from kitlib.registry import kinds

__all__ = ["ROOT", "kit_kinds", "make_home"]

ROOT = Path(__file__).resolve().parent.parent


def kit_kinds() -> list[str]:
    """The kinds that come with the kit, whatever else is installed beside it."""
    return [name for name, kind in kinds().items() if kind.package.startswith("kitlib.")]


def make_home(folder: Path) -> Path:
    """A folder with the kit's content, the tests' own sessions (one a kind), notebooks and data, and nothing else."""
    for name in ("facilitation", "notebooks", "data"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.db*", ".ipynb_checkpoints")
        )
    shutil.copytree(Path(__file__).parent / "content", folder / "facilitation", dirs_exist_ok=True)
    return folder
