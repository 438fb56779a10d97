"""Why a step is refused: every reason at once, with a code for scripts and words for people."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Reason(NamedTuple):
    """One reason; `address` is where it is cured, when there is such a page."""

    code: str
    message: str
    address: str = ""


class Refused(Exception):
    """A step that may not be taken. Nothing was written. `reasons` is never empty."""

    def __init__(self, *reasons: Reason):
        self.reasons = list(reasons)
        super().__init__("\n".join(reason.message for reason in reasons))

    @property
    def codes(self) -> list[str]:
        """The codes of the reasons, in their order."""
        return [reason.code for reason in self.reasons]


def refuse_if(reasons: list[Reason]) -> None:
    """Raises Refused when there is a reason."""
    if reasons:
        raise Refused(*reasons)


def no_right(by) -> Reason:
    """The person is in none of the groups that may do this."""
    return Reason("no_right", _("%(person)s has no right to do this.") % {"person": by})
