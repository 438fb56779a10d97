"""What the tokens of a text say, side by side, so that rules look at neighbours without minding the ends."""

from itertools import accumulate

from .lexicon import concepts_of
from .tokens import BREAK, WORD

# So far before the first token and past the last a rule may look.
EDGE = 16


class Words:
    """``keys``, ``kinds`` and ``concepts`` of the tokens of one text, by place.

    Each ends with blanks: places past the last token say nothing, nor do those below 0, which count from the
    end.
    """

    def __init__(self, tokens):
        self.tokens = tokens
        self.keys = [token.key for token in tokens] + [""] * EDGE
        self.kinds = [token.kind for token in tokens] + [BREAK] * EDGE
        self.concepts = [concepts_of(token.key) if token.kind == WORD else () for token in tokens]
        self.concepts += [()] * EDGE
        self.said = [(concept, place) for place, concepts in enumerate(self.concepts) for concept in concepts]
        self.said_before = list(accumulate(map(len, self.concepts), initial=0))

    def said_between(self, first, last):
        """[(concept, place)] of the words from ``first`` to ``last`` (excluded), in order."""
        return self.said[self.said_before[first] : self.said_before[last]]
