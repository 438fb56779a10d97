"""Staff pages of the chapter of figures: lists and forms, and the year at a glance."""

from . import figures, text, year  # noqa: F401  they register themselves on the site
