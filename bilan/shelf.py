"""Pages kept ready: rendered once, compressed once per encoding, in this process or shared by `CACHE_URL`."""

import hashlib
import logging
import threading
from collections import OrderedDict

import zstandard
from django.conf import settings
from django.core.cache import caches

from .codings import COMPRESSIBLE, compress
from .freshness import code_version

KEPT_BYTES = 96 * 1024 * 1024
# What a page takes beside its bytes, about: headers, key, dictionaries.
OVERHEAD = 2048
SHARED_SECONDS = 86400
logger = logging.getLogger(__name__)


class Page:
    """An answer as it was rendered under an epoch: its headers, and its body by encoding.

    `epoch` is None for what never changes. `answers` is for the layer's own headers.
    """

    def __init__(self, epoch: str | None, headers: list, bodies: dict[str, bytes]):
        self.epoch, self.headers, self.bodies = epoch, headers, bodies
        self.answers: dict[str, tuple] = {}

    @classmethod
    def of(cls, epoch: str | None, headers: list, body: bytes) -> "Page":
        """A page from its body: kept compressed where that saves anything."""
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        kept = "zstd" if COMPRESSIBLE.match(kind) else ""
        return cls(epoch, headers, {kept: compress(body, kept)})

    def best(self, encoding: str) -> str:
        """The encoding that the page is sent in to a reader who takes this one."""
        return "" if "" in self.bodies and "zstd" not in self.bodies else encoding

    def body(self, encoding: str) -> bytes:
        """The body in an encoding that `best` gave, compressed the first time."""
        found = self.bodies.get(encoding)
        if found is None:
            found = compress(zstandard.ZstdDecompressor().decompress(self.bodies["zstd"]), encoding)
        return found

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about."""
        return OVERHEAD + sum(map(len, self.bodies.values()))


class Shelf:
    """Pages by address, one epoch of each, the least used dropped first."""

    def __init__(self):
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple, Page] = OrderedDict()
        self._bytes = 0
        self._shared = caches["pages"] if "pages" in settings.CACHES else None

    def get(self, key: tuple) -> Page | None:
        """The page of an address in this process, of whatever epoch."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def get_shared(self, key: tuple, epoch: str | None) -> Page | None:
        """The page as another process rendered it under this epoch, kept here from now on."""
        if self._shared is None:
            return None
        try:
            found = self._shared.get(self._name(key, epoch))
        except Exception as error:  # whatever the cache's client raises: without it there is a render more
            logger.warning("shared pages cannot be read: %s", error)
            return None
        if found is None:
            return None
        page = Page(epoch, *found)
        self._keep(key, page)
        return page

    def put(self, key: tuple, page: Page) -> None:
        """Keeps a page in the place of an older one, and drops the least used when there are too many."""
        self._keep(key, page)
        if self._shared is not None:
            try:
                value = (page.headers, page.bodies)
                self._shared.set(self._name(key, page.epoch), value, SHARED_SECONDS)
            except Exception as error:
                logger.warning("pages cannot be shared: %s", error)

    def add(self, key: tuple, page: Page, encoding: str, body: bytes) -> None:
        """Keeps one more encoding of a page."""
        self.put(key, Page(page.epoch, page.headers, {**page.bodies, encoding: body}))

    def _keep(self, key: tuple, page: Page) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += page.size - (before.size if before else 0)
            self._pages[key] = page
            while self._bytes > KEPT_BYTES:
                self._bytes -= self._pages.popitem(last=False)[1].size

    def __len__(self) -> int:
        return len(self._pages)

    @staticmethod
    def _name(key: tuple, epoch: str | None) -> str:
        """Caches take short names only. Another version of the code has pages of its own."""
        return hashlib.sha256("\n".join((code_version(), str(epoch), *key)).encode()).hexdigest()
