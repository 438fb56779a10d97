"""What surrounds one number."""

from dataclasses import dataclass


@dataclass(slots=True)
class Scope:
    """What surrounds one number: concepts by weight, and the noun that it counts.

    ``evidence``: concept → weight; ``own``, ``before``, ``claimed``: concept → token; ``measures``: what the
    noun is counted in (None when no noun tells); ``sure``: the noun stands right after;
    ``subset``: a part of what was counted before, ``part``: and said so after the number.
    """

    evidence: dict
    own: dict
    before: dict
    clause: dict
    claimed: dict
    measures: frozenset | None = None
    noun: tuple = ()
    sure: bool = False
    subset: bool = False
    part: bool = False
    is_share: bool = False
    is_level: bool = False
    own_end: int = 0
    number_last: int = 0
    complement: bool = False
    head: frozenset = frozenset()
    relative: bool = False
    pronoun: bool = False
