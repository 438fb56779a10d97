"""Keeps the documents of a release with it."""

import hashlib

from django.db import router

from bilan.chapter import chapters
from bilan.edition import Edition, current_releases
from bilan.freshness import reading_from
from bilan.models import Release, ReleasedDocument
from bilan.models.named import LANGUAGES

from .making import document_of

# A document of more rows would have thousands of pages: such a release is read in files.
MOST_ROWS = 20_000


def freeze_documents(release) -> None:
    """Makes the documents of a release that has its rows, labels and digest but is not saved yet.

    A release of more than MOST_ROWS rows has none.
    """
    tables = [table.released for chapter in chapters() for table in chapter.tables]
    if sum(model.objects.filter(release_id=release.pk).count() for model in tables) > MOST_ROWS:
        return
    for language in LANGUAGES:
        with reading_from(router.db_for_write(Release)):
            content = document_of(Edition(release, current_releases()), language)
        ReleasedDocument.objects.create(
            release=release,
            language=language,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
        )
