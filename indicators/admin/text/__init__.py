"""What the chapter of figures takes of a text that was read."""

from . import intake  # noqa: F401  it registers itself on the site
