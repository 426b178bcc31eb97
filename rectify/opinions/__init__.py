"""The one door for opinions of the public (监督意见).

Only here does one come in, is encrypted and read, is taken up, answered, turned into a
reopening, declined or erased. Whoever has no account is counted by a limit on the way in and
on the way to an answer.
"""

from rectify.opinions.encryption import UnreadableError
from rectify.opinions.handling import (
    Content,
    content_of,
    erase_settled,
    reopen,
    reseal_all,
    steps_possible,
    take_step,
)
from rectify.opinions.limits import TooManyError
from rectify.opinions.receipts import hash_of
from rectify.opinions.receiving import Standing, look_up, receive

__all__ = [
    "Content",
    "Standing",
    "TooManyError",
    "UnreadableError",
    "content_of",
    "erase_settled",
    "hash_of",
    "look_up",
    "receive",
    "reopen",
    "reseal_all",
    "steps_possible",
    "take_step",
]
