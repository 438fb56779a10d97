"""The texts of sources: read from the folder of the file that names them."""

from pathlib import Path

from bilan.models.reports import digest_of

from .cells import CellError, TextColumn

LARGEST = 4 << 20


class TextFileColumn(TextColumn):
    """The file of a source's text, beside the table; its words enter the source with it.

    Where there is no folder (an upload) only the file that is stored already may be named.
    """

    derived = ("text", "text_digest")
    stands_alone = False

    def prepare(self, lookups):
        """The folder, and what is stored."""
        self.folder = lookups.folder
        stored = self.field.model._base_manager.exclude(text_file="").values_list("code", "text_file")
        self.stored = dict(stored)

    def parse(self, cell, seen):
        """The file's name; its text goes to `seen`."""
        name = super().parse(cell, seen)
        if name is None:
            return None
        if self.folder is None:
            if self.stored.get(seen.get("code")) != name:
                raise CellError("not_allowed", reason="text_file")
            return name
        seen["text"] = self.read(name)
        seen["text_digest"] = digest_of(seen["text"])
        return name

    def read(self, name: str) -> str:
        """The text, character for character; the file must lie inside the folder."""
        folder = Path(self.folder).resolve()
        path = (folder / name).resolve()
        if "\0" in name or not path.is_relative_to(folder) or not path.is_file():
            raise CellError("not_allowed", reason="text_file")
        if path.stat().st_size > LARGEST:
            raise CellError("too_large", limit=LARGEST >> 20)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CellError("encoding") from None
        if "\0" in text:
            raise CellError("control_char")
        return text
