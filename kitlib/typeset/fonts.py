"""The fonts that PDFs are set in. They come from packages; those of the machine are left out, so that all machines agree.

Open Sans draws Latin, Greek, Cyrillic, Hebrew and Vietnamese; DejaVu Sans, which comes with matplotlib, Arabic and
signs. The extra `fonts` adds Chinese, Japanese, Korean, and the scripts that SCRIPTS names. Noto's Arabic is
not used: it draws the dots of a letter as glyphs of their own, which tear words apart for those who copy or hear them.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

__all__ = ["ARABIC", "EXTRA", "LAST_RESORT", "extra_installed", "families", "load", "versions"]

EXTRA = "kitlib[fonts]"
#: Draws a box for any character whatever, which keeps what it is for those who hear or copy it. Comes with matplotlib.
LAST_RESORT = "Last Resort High-Efficiency"
ARABIC = "DejaVu Sans"  # the family for words in Arabic letters
SCRIPTS = (
    "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Kannada", "Khmer", "Lao",
    "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai",
)  # fmt: skip


@dataclass(frozen=True)
class FontPackage:
    """A package with fonts: its name as pip knows it, its module, the families used, and where in it their files lie."""

    name: str
    module: str
    families: tuple[str, ...]
    files: str = "."

    @property
    def folder(self) -> Path | None:
        """Where its fonts lie, None where it is not installed; the package is not imported."""
        found = importlib.util.find_spec(self.module)
        return Path(found.origin).parent / self.files if found and found.origin else None


BASE = (
    FontPackage("fontpkg-open-sans", "fontpkg_open_sans", ("Open Sans",), "files"),
    FontPackage("matplotlib", "matplotlib", (ARABIC,), "mpl-data/fonts/ttf"),
)
MORE = (
    FontPackage(
        "manimgx-fonts",
        "manimgx_fonts",
        ("Noto Sans", *(f"Noto Sans {script}" for script in SCRIPTS), "Noto Sans Symbols", "Noto Emoji"),
    ),
    # Its forms for Taiwan, Hong Kong, Japan and Korea are chosen by the language of the words.
    FontPackage("manimgx-fonts-cjk", "manimgx_fonts_cjk", ("Noto Sans CJK SC",)),
)
BUILT_IN = "Libertinus Serif"  # typst's own


def _installed() -> list[FontPackage]:
    return [package for package in (*BASE, *MORE) if package.folder]


def families() -> tuple[str, ...]:
    """The families to set text in, each for what those before it do not draw."""
    return (*(family for package in _installed() for family in package.families), BUILT_IN)


def extra_installed() -> bool:
    """Whether all fonts of the extra `fonts` are here."""
    return all(package.folder for package in MORE)


def versions() -> str:
    """Which fonts are here: another answer means that a PDF can come out otherwise."""
    return " ".join(f"{each.name} {importlib.metadata.version(each.name)}" for each in _installed())


@cache
def load() -> typst.Fonts:
    """The font files, looked through once in a process."""
    import typst

    folders = [package.folder for package in _installed()]
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders])
