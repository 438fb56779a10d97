"""Search in what is published: in three languages at once, whatever the spelling.

Words are folded (`bilan.folding`) and matched from their start, with the article and the particles that
Arabic writes before a word taken away; the same words on both databases.
"""

from .index import index_release

__all__ = ["index_release"]
