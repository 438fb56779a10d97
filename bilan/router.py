"""Two halves: a public request reads release tables and nothing else.

`PUBLIC_DATABASE_URL` may name a replica, or a role that can read releases only (bilan/sql/rights.sql): public
requests then read there. With or without it, a public request that asks for a table of the draft side is an
error here, before any row is read: a forgotten filter fails in a test and shows nothing on a page.
"""

from contextvars import ContextVar

from django.conf import settings

from .headers import is_public

PUBLIC = "public"
_public_request = ContextVar("bilan_public_request", default=False)


class DraftOnPublicSide(RuntimeError):
    """Code that serves the public asked for a table that holds drafts."""


class PublicHalfMiddleware:
    """Marks the request of a public address, for the router."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _public_request.set(is_public(request.path_info))
        try:
            return self.get_response(request)
        finally:
            _public_request.reset(token)


class TwoHalves:
    """Database router: where a model is read, by who asks."""

    def db_for_read(self, model, **hints):
        """The public database for a public request; DraftOnPublicSide when it asks for a draft."""
        if not _public_request.get():
            return None
        if is_released(model):
            return PUBLIC if PUBLIC in settings.DATABASES else None
        if model._meta.app_label in _house():
            raise DraftOnPublicSide(f"{model._meta.label} holds drafts: public pages read releases only.")
        return None

    def db_for_write(self, model, **hints):
        """Nothing is written for a public request."""
        if _public_request.get() and model._meta.app_label in _house():
            raise DraftOnPublicSide(f"{model._meta.label}: a public request writes nothing.")

    def allow_relation(self, first, second, **hints):
        """The two connections lead to the same rows."""
        return True

    def allow_migrate(self, db, app_label, **hints):
        """The public connection may not change anything."""
        return False if db == PUBLIC else None


def is_released(model: type) -> bool:
    """Whether the model is one of the release tables, or made from them for search."""
    from .models import (
        Release,
        ReleaseCallOff,
        ReleasedDocument,
        ReleasedEntry,
        ReleasedText,
        SearchDocument,
    )

    frozen = (Release, ReleaseCallOff, ReleasedDocument, ReleasedText, ReleasedEntry, SearchDocument)
    return issubclass(model, frozen)


def _house() -> set[str]:
    """Labels of our own apps."""
    from .chapter import chapters

    labels = {table.entries._meta.app_label for chapter in chapters() for table in chapter.tables}
    return labels | {"bilan"}
