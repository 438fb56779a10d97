"""A variable that a template of ours uses and nobody gave it fails the test; other people's may."""

from __future__ import annotations

import sys
from pathlib import Path

from django.template.base import Node


class UnknownTemplateVariable(AssertionError):
    """A template of ours uses a variable that its context does not hold."""


class UnknownVariable(str):
    """For `string_if_invalid`. Django asks it: is it true, does it hold `%s`, what is it % variable.

    In other people's templates (the admin's rely on it) it is the usual empty text, and filters apply to it.
    """

    def __new__(cls, our_folder: Path):
        """`our_folder`: templates below it are ours, unless an environment was installed there."""
        text = super().__new__(cls, "")
        text.our_folder = Path(our_folder).resolve()
        return text

    def __bool__(self) -> bool:
        return self._is_ours(_template_being_rendered())

    def __contains__(self, part) -> bool:
        return True

    def __mod__(self, variable):
        raise UnknownTemplateVariable(f"{_template_being_rendered()} uses {variable!s}, which nobody gave it")

    def _is_ours(self, template: str) -> bool:
        path = Path(template)
        return path.is_relative_to(self.our_folder) and "site-packages" not in path.parts


def _template_being_rendered() -> str:
    frame = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
