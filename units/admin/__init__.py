"""Staff pages of the chapter of specialised units."""

from . import events, text  # noqa: F401  they register themselves on the site
