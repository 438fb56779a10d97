"""One number of a text with all that its sentence says of it, before it becomes a proposal."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Statement:
    """A number, its scope, and what was understood: ``indicator`` is empty while none is sure."""

    number: object
    scope: object
    position: int
    year: int = 0
    qualifier: str = ""
    begin: int = 0
    direction: str = ""
    direction_at: int = -1
    near: bool = False
    compared: bool = False
    origin: bool = False
    moved: bool = False
    may_be_level: bool = False
    may_be_change: bool = False
    is_change: bool = False
    leans: bool = False
    in_table: bool = False
    indicator: str = ""
    meant: str = ""
    whole: str = ""
    command: str = ""
    reason: str = ""
    candidates: list = field(default_factory=list)

    @property
    def figure(self):
        """What tells one figure from another."""
        return self.indicator, self.year, self.command
