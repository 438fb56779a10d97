"""The package of a workbook, checked before anything in it is unpacked (security.md, T8).

An XLSX file is a zip of XML parts. What could hurt (bombs, entities, macros, links to other files, names
that climb out of the folder) is refused by what the package says of itself, then by what it holds.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from .shape import FileRefused

MAX_MEMBERS = 200
MAX_UNPACKED = 256 * 2**20  # a sheet of a million rows of figures takes about 250 MiB
MAX_RATIO = 100  # a table packs 10 to 20 times; a bomb up to 1,000 times
RATIO_FROM = 2**20  # small parts may pack as well as they like
MAX_SMALL_PART = 16 * 2**20  # workbook, styles, relations
_CHUNK = 2**16
_LONGEST_TOKEN = 2**20  # a tag, a comment: a cell's text comes in pieces
# A workbook that is locked by a password is a file of the old kind with the encrypted package as a part.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_UNPACKING_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
_SOUND_NAME = re.compile(r"[^\x00-\x1f\\:]+")
_MACROS = re.compile(r"vbaproject|/(activex|embeddings|macrosheets|dialogsheets|ctrlprops)/", re.IGNORECASE)
_LINKS = re.compile(r"/(externallinks|querytables|webextensions)/|/connections\.xml$", re.IGNORECASE)
_DTD = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = re.compile(r"/([A-Za-z]+)$")


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


class Package:
    """The parts of a workbook, readable only after `__init__` found nothing to refuse."""

    def __init__(self, stream: BinaryIO):
        head = stream.read(len(_OLD_OFFICE))
        if head == _OLD_OFFICE and _LOCKED in stream.read():
            raise FileRefused("not_xlsx", reason="locked")
        stream.seek(0)
        if head[:4] != b"PK\x03\x04":
            raise FileRefused("not_xlsx")
        try:
            self._zip = zipfile.ZipFile(stream)
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            UnicodeDecodeError,
        ) as error:
            raise FileRefused("not_xlsx") from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise FileRefused("too_many_members", found=len(members), limit=MAX_MEMBERS)
        _refuse_names(members)
        _refuse_sizes(members)
        self.names = {member.filename for member in members if not member.is_dir()}
        _refuse_contents(self.names)
        self._refuse_dtd()

    def _read_safely(self, name: str, size: int) -> Iterator[bytes]:
        """The bytes of a part, never more than the package declared."""
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(size):
                    yield chunk
        except _UNPACKING_ERRORS as error:
            raise FileRefused("bad_zip_member", value=name) from error

    def _refuse_dtd(self) -> None:
        """A document type has no business in a workbook: entities read files and blow up memory."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                head = next(self._read_safely(name, 4096), b"")
                if _DTD.search(head.replace(b"\x00", b"")):
                    raise FileRefused("xml_dtd", value=name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, in pieces."""
        if name not in self.names:
            raise FileRefused("not_xlsx", value=name)
        yield from self._read_safely(name, _CHUNK)

    def refuse_larger(self, name: str, limit: int) -> None:
        """Refuse a part that unpacks to more than it can need."""
        if name in self.names and self._zip.getinfo(name).file_size > limit:
            raise FileRefused("zip_bomb", value=name, limit=limit)

    def parse(
        self, name: str, start: Callable, end: Callable | None = None, text: Callable | None = None
    ) -> None:
        """Run a whole small part through expat."""
        self.refuse_larger(name, MAX_SMALL_PART)
        parser = parser_of(start, end, text)
        for _ in feed(parser, self.chunks(name), name):
            pass

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """{id: (type, part name)} of a part's relations; links to other files are refused.

        A hyperlink is no link to a file: addresses of sources become hyperlinks by themselves in Excel.
        """
        folder, name = posixpath.split(part)
        relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if relations_part not in self.names:
            return found

        def start(element: str, attributes: dict[str, str]) -> None:
            if local(element) != "Relationship":
                return
            kind = _RELATION.search(attributes.get("Type", ""))
            kind = kind[1] if kind else ""
            target = attributes.get("Target", "")
            if attributes.get("TargetMode", "").lower() == "external":
                if kind != "hyperlink":
                    raise FileRefused("external_links", value=target[:200])
                return
            path = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[attributes.get("Id", "")] = (kind, path)

        self.parse(relations_part, start)
        return found

    def close(self) -> None:
        self._zip.close()


def parser_of(start: Callable, end: Callable | None, text: Callable | None) -> expat.XMLParserType:
    """An expat parser that refuses any document type and hands over text in whole pieces."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise FileRefused("xml_dtd")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterator[bytes], name: str) -> Iterator[None]:
    """Feed a part to its parser piece by piece, pausing after each for what it has collected.

    Refuses what has no end: the parser would begin anew with it at every piece.
    """
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise FileRefused("not_xlsx", value=name)
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        raise FileRefused("not_xlsx", value=name) from error
    yield


def _refuse_names(members: list[zipfile.ZipInfo]) -> None:
    """Refuse names that climb or repeat, links, encrypted, oddly packed and overlapping members."""
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        parts = name.rstrip("/").split("/")
        unsound = not _SOUND_NAME.fullmatch(name) or ".." in parts or "" in parts or "." in parts
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        packed_oddly = member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if unsound or name.lower() in seen or is_link or packed_oddly or member.flag_bits & 0x1:
            raise FileRefused("bad_zip_member", value=name[:200])
        seen.add(name.lower())
    ordered = sorted(members, key=lambda member: member.header_offset)
    for member, following in zip(ordered, ordered[1:], strict=False):
        if member.header_offset + 30 + member.compress_size > following.header_offset:
            raise FileRefused("bad_zip_member", value=following.filename[:200])


def _refuse_sizes(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise FileRefused("zip_bomb", found=total, limit=MAX_UNPACKED)
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise FileRefused("zip_bomb", value=member.filename, found=member.file_size)


def _refuse_contents(names: set[str]) -> None:
    for name in sorted(names):
        if _MACROS.search("/" + name):
            raise FileRefused("macros", value=name)
        if _LINKS.search("/" + name):
            raise FileRefused("external_links", value=name)
    if "[Content_Types].xml" not in names:
        raise FileRefused("not_xlsx")
