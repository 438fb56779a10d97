"""A sample of a file's words, so that a person sees whether its encoding was read right."""

from contextlib import contextmanager

LONGEST = 300


class Sampler:
    """Wraps a reader of tables and keeps the first line that has letters beyond ASCII."""

    def __init__(self, read):
        self._read = read
        self.sample = ""

    @contextmanager
    def __call__(self, *args, **kwargs):
        """Opens the table as the wrapped reader does."""
        with self._read(*args, **kwargs) as table:
            yield _Watched(table, self)


class _Watched:
    def __init__(self, table, sampler):
        self._table, self._sampler = table, sampler

    def __getattr__(self, name):
        return getattr(self._table, name)

    def __iter__(self):
        for row in self._table:
            if not self._sampler.sample:
                line = " · ".join(cell for cell in row.cells if isinstance(cell, str) and not cell.isascii())
                self._sampler.sample = line[:LONGEST]
            yield row
