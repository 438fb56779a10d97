"""Uploads stopped while they stream, and few of them read at a time."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.utils.translation import gettext as _

from bilan.tables import ADMIN_LIMITS

# What a form adds around its file.
ENVELOPE = 64 << 10
LARGEST = max(ADMIN_LIMITS.csv_size, ADMIN_LIMITS.xlsx_size)
AT_ONCE = 2
# What is announced larger than may be kept is read to its end, unkept, up to this: a browser shows the answer
# only when it could send everything.
HEARD_OUT = 4 * LARGEST


class Busy(Exception):
    """Others are reading files at the moment; its text says so."""


class CappedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file and stops as soon as it is too large.

    `too_large` is True then: the view answers, and nothing of the file is kept.
    """

    too_large = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        """Notes the length that the browser announces."""
        self.too_large = content_length > LARGEST + ENVELOPE
        self._break_off = content_length > HEARD_OUT

    def new_file(self, *args, **kwargs):
        """Starts to count; of what announces itself too large nothing is kept."""
        if self.too_large:
            raise StopUpload(connection_reset=self._break_off)
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data, start):
        """Counts, and stops past the limit."""
        self._received += len(raw_data)
        if self._received > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=self._break_off)
        super().receive_data_chunk(raw_data, start)


@contextmanager
def reading_slot(user):
    """A turn to read a file: one a person, two on this machine. Raises Busy when there is none.

    Locks on files count over all processes of the machine and end with theirs.
    """
    folder = Path(settings.MEDIA_ROOT) / "imports" / "slots"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"person-{user.pk}").open("w") as own:
        if not _locked(own):
            raise Busy(_("A file of yours is being read: wait until it is done."))
        for number in range(AT_ONCE):
            with (folder / f"slot-{number}").open("w") as slot:
                if _locked(slot):
                    yield
                    return
        raise Busy(_("Other files are being read: try again in a minute."))


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
