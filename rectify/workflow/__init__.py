"""The one door: only here does an entry's status or deadline change, or progress come in.

Every function works in a transaction with the entry's row locked, looks at the row as it is
now and not as the caller saw it, and leaves a record. What cannot be done raises Refused
with a sentence for the person who tried.
"""

from rectify.workflow import extensions, reports
from rectify.workflow.assigning import assign
from rectify.workflow.door import BY_WORKFLOW, Refused, SeveralRefused
from rectify.workflow.moves import Offer, has_evidence, last_return, move, move_all, offers

__all__ = [
    "BY_WORKFLOW",
    "Offer",
    "Refused",
    "SeveralRefused",
    "assign",
    "extensions",
    "has_evidence",
    "last_return",
    "move",
    "move_all",
    "offers",
    "reports",
]
