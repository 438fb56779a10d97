"""The report as a document: PDF/UA, one a language, made at the release and frozen with it."""

from .freezing import freeze_documents
from .making import document_of, render

__all__ = ["document_of", "freeze_documents", "render"]
