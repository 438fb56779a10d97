"""Which encoding a CSV file is in; a file that mixes two is refused, row by row."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from .shape import FileRefused

_CHUNK = 2**20
_WORKBOOK = b"PK\x03\x04"
_BINARY = (
    b"\x89PNG",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x1f\x8b",
    b"GIF8",
    b"\xff\xd8\xff",
    b"7z\xbc\xaf",
)
_BEYOND_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")  # a line with such bytes
_PLAUSIBLE = re.compile(
    "[\x00-\u00ff\u0152\u0153\u0178\u0600-\u06ff\u0750-\u077f\u2d30-\u2d7f\u2000-\u206f\u20ac\ufb50-\ufeff\ufffd]*"
)

# What stands for a byte sequence that does not belong to the encoding; no sound text holds it.
MARK = "\udcff"
MARKED = re.compile("[\ud800-\udfff]")
ERRORS = "bilan-mark"
codecs.register_error(ERRORS, lambda error: (MARK, error.end))


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding found, as Python names it, and as people know it."""

    codec: str
    label: str
    mixed: bool = False


UTF_8 = Encoding("utf-8", "UTF-8")
UTF_8_BOM = Encoding("utf-8-sig", "UTF-8 (BOM)")
UTF_16 = Encoding("utf-16", "UTF-16")
WINDOWS_1256 = Encoding("cp1256", "Windows-1256")


def _is_utf_8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_a_line_of_utf_8(stream: BinaryIO) -> bool:
    """Whether any line with letters beyond ASCII is sound UTF-8 (by chance, Windows-1256 hardly is)."""
    stream.seek(0)
    while block := stream.read(_CHUNK) + stream.readline():
        for line in _BEYOND_ASCII.finditer(block):
            try:
                text = line[0].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if _PLAUSIBLE.fullmatch(text):
                return True
    return False


def _refuse_what_is_no_text(head: bytes) -> None:
    if head.startswith(_WORKBOOK):
        raise FileRefused("encoding", reason="workbook")
    if head.startswith(_BINARY):
        raise FileRefused("encoding", reason="binary")
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileRefused("encoding", reason="unread", encoding="UTF-32")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    for half in (head[0:64:2], head[1:64:2]):
        if len(half) > 1 and half.count(0) > len(half) * 0.8:
            raise FileRefused("encoding", reason="unread", encoding="UTF-16")


def find_encoding(stream: BinaryIO) -> Encoding:
    """The encoding of a CSV file. Raises FileRefused(`empty_file` or `encoding`)."""
    stream.seek(0)
    head = stream.read(4096)
    _refuse_what_is_no_text(head)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16
    marked = head.startswith(codecs.BOM_UTF8)
    if _is_utf_8(stream):
        return UTF_8_BOM if marked else UTF_8
    if marked:
        return Encoding(UTF_8_BOM.codec, UTF_8_BOM.label, mixed=True)
    if _has_a_line_of_utf_8(stream):
        return Encoding(UTF_8.codec, UTF_8.label, mixed=True)
    return WINDOWS_1256
