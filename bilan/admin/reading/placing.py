"""Entries whose words were placed in an earlier text: shown one by one, placed again by a person only."""

from bilan import people
from bilan.chapter import chapters_of
from bilan.folding import occurrences
from bilan.problems import cure

from .quoting import around


class Misplaced:
    """An entry with a quote that has no place in the source's text as it is now."""

    def __init__(self, read, chapter, entry):
        self.entry = entry
        self.may_write = read.may_write(chapter.slug)
        self.name = f"place-{entry._meta.model_name}-{entry.pk}"
        self.span = self._found(read.text)
        self.sentence = around(read.text, *self.span) if self.span else None
        self.address = cure(entry)
        self.is_ticked = bool(self.span and self.may_write and read.data and read.data.get(self.name))

    def _found(self, text):
        """Where its words stand now, at the same occurrence; None where they do not."""
        spans = occurrences(self.entry.quote, text)
        wanted = (self.entry.place or 1) - 1
        return spans[wanted] if wanted < len(spans) else None


def stands_again(entry, read, found) -> bool:
    """Whether an entry placed in an earlier text of the source has its words where a proposal now stands."""
    if entry.quote_digest == read.source.text_digest:
        return False
    spans = occurrences(entry.quote, read.text)
    return any(start <= found.start and found.end <= end for start, end in spans)


def misplaced(read, but=frozenset()) -> list[Misplaced]:
    """The entries of the report that quote an earlier text of the source, of the chapters that one may see.

    `but` holds (model, key) of those that a row of the page places anew.
    """
    found = []
    for chapter in chapters_of(read.report):
        if not people.may_see(read.user, chapter.slug):
            continue
        for table in chapter.tables:
            entries = table.entries.objects.filter(report=read.report, source=read.source).exclude(quote="")
            entries = entries.exclude(quote_digest=read.source.text_digest).select_related().order_by("pk")
            found += [
                Misplaced(read, chapter, entry) for entry in entries if (type(entry), entry.pk) not in but
            ]
    return found
