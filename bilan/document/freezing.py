"""Keeps the documents of a release with it."""

import hashlib

from django.db import router

from bilan.edition import Edition, current_releases
from bilan.freshness import reading_from
from bilan.models import Release, ReleasedDocument
from bilan.models.named import LANGUAGES

from .making import document_of


def freeze_documents(release) -> None:
    """Makes the documents of a release that has its rows, labels and digest but is not saved yet."""
    for language in LANGUAGES:
        with reading_from(router.db_for_write(Release)):
            content = document_of(Edition(release, current_releases()), language)
        ReleasedDocument.objects.create(
            release=release,
            language=language,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
        )
