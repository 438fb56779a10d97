"""What an address may hold in a place: a year, an ordinal, the kind of a file."""

from django.urls import register_converter


class FourDigits:
    """A year in an address: four digits, so that 02024 is not a second address of 2024."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        """The year as a number."""
        return int(value)

    def to_url(self, value):
        """The year as it stands in the address."""
        return f"{value:04d}"


class Ordinal:
    """The number of a release in an address, without leading zeros."""

    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value):
        """The number."""
        return int(value)

    def to_url(self, value):
        """The number as it stands in the address."""
        return str(value)


class FileKind:
    """The kind of a file that readers download."""

    regex = "csv|xlsx|json"

    def to_python(self, value):
        """The kind."""
        return value

    def to_url(self, value):
        """The kind as it stands in the address."""
        return value


class PageLanguage(FileKind):
    """A language of the pages."""

    regex = "ar|fr|en"


class CanonicalFile(FileKind):
    """A file of a release that is no table of its own."""

    regex = r"labels\.json|SHA256SUMS"


register_converter(CanonicalFile, "canonical_file")
register_converter(PageLanguage, "page_language")
register_converter(FileKind, "file_kind")
register_converter(FourDigits, "year")
register_converter(Ordinal, "ordinal")
