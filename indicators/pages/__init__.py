"""What public pages show of figures, from released rows: nothing here reads a draft or writes anything."""

from .document import document_blocks
from .drawing import break_sentences, drawing, drawing_alone, plate
from .found import findables
from .marks import figure_marks
from .outline import commands_stated, counts_by_source, joined_years
from .readings import Reading, Statement, readings
from .report import ReportFigures, Row, home_bars, scale_of
from .series import (
    Series,
    at_command,
    catalogue_by_theme,
    indicator_with_labels,
)

__all__ = [
    "Reading",
    "ReportFigures",
    "Row",
    "Series",
    "Statement",
    "at_command",
    "break_sentences",
    "catalogue_by_theme",
    "commands_stated",
    "counts_by_source",
    "document_blocks",
    "drawing",
    "drawing_alone",
    "figure_marks",
    "findables",
    "home_bars",
    "indicator_with_labels",
    "joined_years",
    "plate",
    "readings",
    "scale_of",
]
