"""What a reader takes is what it gets: weights, refusals, unknown codings."""

import gzip

import brotli
import pytest
import zstandard

from bilan.codings import accepted, compress, not_refused


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=0.5", "gzip"),
        ("GZIP ; q=1.000", "gzip"),
        ("gzip, br;q=0.9", "gzip"),
        ("br;q=0.2, gzip;q=0.8, zstd;q=0.1", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000", ""),
        ("gzip;q=0.5, identity", ""),
        ("gzip, identity;q=0.5", "gzip"),
        ("gzip;q=often", ""),
        ("gzip;q=1.5", ""),
        ("deflate, x-unknown", ""),
        ("", ""),
        ("*", ""),
        ("gzip;q=0.5, *;q=0.1", "gzip"),
        ("identity;q=0, *", "zstd"),
        ("identity;q=0, *, zstd;q=0", "br"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0", ""),
        ("*;q=0", ""),
        ("*;q=0, gzip", "gzip"),
    ],
)
def test_the_coding_that_the_reader_likes_best_is_chosen(header, expected):
    assert accepted(header) == expected


def test_names_that_are_refused_are_left_out():
    assert not_refused("gzip;q=0, br;q=0.5, zstd, deflate;q=x") == "br, zstd"


def test_what_was_compressed_reads_back():
    body = "حصيلة 2024".encode() * 50
    assert gzip.decompress(compress(body, "gzip")) == body
    assert brotli.decompress(compress(body, "br")) == body
    assert zstandard.ZstdDecompressor().decompress(compress(body, "zstd")) == body
    assert compress(body, "") == body
