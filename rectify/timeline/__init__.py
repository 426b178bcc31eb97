"""What has happened to a row, told in Chinese, from every record that there is.

The history of its fields and of what belongs to it, and of an entry also its moves, its
progress with the evidence and its requests for more time, in one list, the newest first.
"""

from rectify.timeline.events import Change, Event
from rectify.timeline.fields import changes_since, deleted, last_state, of_fields
from rectify.timeline.issues import of_issue
from rectify.timeline.opinions import of_opinion
from rectify.timeline.parts import of_category, of_finding, of_round
from rectify.timeline.words import told

__all__ = [
    "Change",
    "Event",
    "changes_since",
    "deleted",
    "last_state",
    "of_category",
    "of_fields",
    "of_finding",
    "of_issue",
    "of_opinion",
    "of_round",
    "told",
]
