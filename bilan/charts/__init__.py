"""Drawings of published figures, as SVG text: plain Python, exact decimals, no style attribute.

Two kinds leave this package. Drawings for our own pages (``bars``, ``lines``) carry classes only and no
``viewBox``: x is in per cent and y in pixels, so that type never scales. A drawing that travels alone
(``alone``) carries its colours, its title, its sources and its caveat inside itself, because nothing else
travels with it.

Numbers run left to right in every language: negative left, positive right, years left to right. Every
text handed in is escaped here; texts for people, and numbers as written, come from the caller.
"""

from .alone import series_file
from .bars import axis, change_bar, swatch, tally
from .geometry import Break, Drawing, Point, Scale, bands, change_scale, labels_below, nice_step, segments
from .lines import series
from .shapes import shape

__all__ = [
    "Break",
    "Drawing",
    "Point",
    "Scale",
    "axis",
    "bands",
    "change_bar",
    "change_scale",
    "labels_below",
    "nice_step",
    "segments",
    "series",
    "series_file",
    "shape",
    "swatch",
    "tally",
]
