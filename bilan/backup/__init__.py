"""The whole site in one file, and back: every table, every uploaded file, on either database.

A backup is a ZIP archive: `tables/NAME.jsonl` has a JSON array for each row, `media/…` the uploaded files,
`manifest.json` the counts and SHA-256 of all of these, the digests of the releases and the head of the
history. It is read from one snapshot, while the site is in use, and is written alike by SQLite and
PostgreSQL: either restores what the other gave.
"""

from .restoring import CannotRestore, restore
from .writing import last_backup, write_backup

__all__ = ["CannotRestore", "last_backup", "restore", "write_backup"]
