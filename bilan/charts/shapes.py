"""Shapes that tell kinds apart without colour; none is that of a source's rank (star, square, dot)."""

from .bars import HIDDEN
from .geometry import Drawing

# In a square of 16; told apart by outline alone, in greyscale and at a reader's own colours.
SHAPES = (
    "M8 .5L15.5 8L8 15.5L.5 8Z",  # diamond
    "M8 1.5L15 14.5H1Z",  # triangle
    "M6 1H10V6H15V10H10V15H6V10H1V6H6Z",  # cross
    "M1 1.5H15L9.5 8L15 14.5H1L6.5 8Z",  # hourglass
    "M4.2 1.4H11.8L15.6 8L11.8 14.6H4.2L.4 8Z",  # hexagon
    "M1 5.5L8 1L15 5.5V14.5L8 10L1 14.5Z",  # chevron
)


def shape(number: int) -> Drawing:
    """Return the shape of the ``number``-th kind, from 0: six filled, the same six in outline, and again."""
    turn, place = divmod(number, len(SHAPES))
    name = "shape open" if turn % 2 else "shape"
    return Drawing(f'<svg class="{name}" {HIDDEN} viewBox="-1 -1 18 18"><path d="{SHAPES[place]}"/></svg>')
