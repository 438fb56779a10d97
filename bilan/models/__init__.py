"""The records of the report itself; chapters keep theirs in their own apps."""

from .dismissals import Dismissal
from .history import Change, Edit
from .imports import ImportBatch
from .named import Named, in_language
from .places import Command
from .recorded import HistoryRequired, Recorded, RecordedQuerySet, editing
from .releases import (
    Release,
    ReleaseCallOff,
    ReleasedDocument,
    ReleasedEntry,
    ReleasedStatement,
    ReleasedText,
)
from .reports import Report, Source, Theme
from .roles import RoleRequest
from .search import SearchDocument
from .stated import EntryQuerySet, ReportEntry, Stated, Statement, StatementFields
from .workflow import Acknowledgement, ChapterReview, ReportClosed, WorkflowEvent

__all__ = [
    "Acknowledgement",
    "Change",
    "ChapterReview",
    "Command",
    "Dismissal",
    "Edit",
    "EntryQuerySet",
    "HistoryRequired",
    "ImportBatch",
    "Named",
    "Recorded",
    "RecordedQuerySet",
    "Release",
    "ReleaseCallOff",
    "ReleasedDocument",
    "ReleasedEntry",
    "ReleasedStatement",
    "ReleasedText",
    "Report",
    "ReportClosed",
    "ReportEntry",
    "RoleRequest",
    "SearchDocument",
    "Source",
    "Stated",
    "Statement",
    "StatementFields",
    "Theme",
    "WorkflowEvent",
    "editing",
    "in_language",
]
