"""The steps of a report towards its release: verbs with a person and a time.

Each verb takes `by=`, runs in one transaction with the report locked, and raises Refused with its reasons
when it may not be taken. Rights come from groups (bilan.people): a superuser gets no exception.
"""

from .clock import read_time
from .refusals import Reason, Refused
from .release import call_off, correct, publish, withdraw
from .review import acknowledge, approve, discard, open_report, send_back, submit
from .standing import needs_review

__all__ = [
    "Reason",
    "Refused",
    "acknowledge",
    "approve",
    "call_off",
    "correct",
    "discard",
    "needs_review",
    "open_report",
    "publish",
    "read_time",
    "send_back",
    "submit",
    "withdraw",
]
