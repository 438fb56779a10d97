"""Words of a text as an entry quotes them: found again at their place, and shown in their sentence."""

import re

from bilan.folding import occurrences

# What `place` can hold, and how many words a quote may grow by to be told from another.
LAST_PLACE, WIDENED = 32_767, 40
CONTEXT = 160
BREAK = re.compile(r"[.!?؟\n\r]")


class QuoteUnclear(LookupError):
    """The words stand so often, or so entangled, that no place names them."""


def quote_of(text: str, start: int, end: int) -> tuple[str, int | None]:
    """(quote, place) that are found again at these characters; a word or more is added where needed.

    `place` is None when the quote stands once. Raises QuoteUnclear when nothing short enough names the place.
    """
    start, end = _bare(text, start, end)
    for _times in range(WIDENED):
        spans = occurrences(text[start:end], text)
        if (start, end) in spans:
            place = spans.index((start, end)) + 1
            if len(spans) == 1 or place <= LAST_PLACE:
                return text[start:end], place if len(spans) > 1 else None
        wider = _wider(text, start, end)
        if wider == (start, end):
            break
        start, end = wider
    raise QuoteUnclear(text[start:end][:80])


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at the ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _wider(text: str, start: int, end: int) -> tuple[int, int]:
    """One more word on each side."""
    before = re.search(r"\S*\s*\Z", text[max(0, start - 200) : start])
    after = re.match(r"\s*\S*", text[end : end + 200])
    return _bare(text, start - len(before[0]), end + len(after[0]))


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence of a quote in three parts: before it, the quote, after it; long ones are cut."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    breaks = [match.end() for match in BREAK.finditer(before)]
    if breaks:
        before = before[breaks[-1] :]
    elif start > CONTEXT:
        before = "… " + before.partition(" ")[2]
    stop = BREAK.search(after)
    if stop:
        after = after[: stop.end()]
    elif end + CONTEXT < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before.lstrip(), text[start:end], after.rstrip()
