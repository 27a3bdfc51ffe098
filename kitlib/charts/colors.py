"""The colors and hatches of all figures: those of Okabe and Ito (jfly.uni-koeln.de/color), told apart without color as well."""

from __future__ import annotations

__all__ = [
    "BLUE",
    "ENDS",
    "GREEN",
    "HATCHES",
    "INK",
    "LINE",
    "ORANGE",
    "PALE",
    "QUIET",
    "SKY",
    "SWATCH",
    "VERMILION",
    "WHITE",
]

WHITE, INK, QUIET, LINE = "#ffffff", "#1a1a1a", "#555555", "#c9ccd1"
BLUE, ORANGE, SKY, VERMILION, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#D55E00", "#009E73"
GREY, YELLOW, PALER_SKY = "#9aa0a6", "#F0E442", "#b5def3"
#: By color, its tint that words can stand on.
PALE = {BLUE: "#c3dcef", VERMILION: "#fbe7da", GREEN: "#dcefe8", SKY: PALER_SKY}
# From one end of a scale to the other; the middle of an odd one is grey.
ENDS = {
    2: [VERMILION, BLUE],
    3: [VERMILION, GREY, BLUE],
    4: [VERMILION, ORANGE, SKY, BLUE],
    5: [VERMILION, ORANGE, GREY, SKY, BLUE],
    6: [VERMILION, ORANGE, YELLOW, PALER_SKY, SKY, BLUE],
}
HATCHES = ["////", "//", "", "..", "xx", "\\\\", "oo", "**", "++", "--", "||"]
#: Every color that a figure may use. A picture holds these, and what lies between each and white and ink, and no other.
SWATCH = [INK, QUIET, LINE, BLUE, ORANGE, SKY, VERMILION, GREEN, GREY, YELLOW, *PALE.values()]
