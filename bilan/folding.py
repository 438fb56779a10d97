"""Finding words in a text whatever its white space. Plain Python."""

import re


def occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    """Character offsets (start, end) of each place where the quote stands, white space folded.

    Any run of white space (no-break and narrow spaces, line breaks) equals any other: communiqués have
    no-break spaces inside numbers.
    """
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]
