"""From and to the sender: an opinion comes in, and its state goes out to who has the number."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from rectify.models import Opinion, Round
from rectify.models.opinion import TOLD_TO_SENDER, OpinionState
from rectify.opinions.encryption import seal
from rectify.opinions.limits import TooManyError, take_look_up, take_sending
from rectify.opinions.receipts import hash_of, receipt_of


def receive(
    round: Round, *, sending: uuid.UUID, text: str, contact: str, address: str | None
) -> str:
    """Keep an opinion, encrypted, and return its receipt number.

    `sending` names one sending of the form: the same again keeps nothing anew, counts for no
    limit, and returns the same number. `address` is where it comes from, for the limit alone.
    Raises TooManyError.
    """
    receipt = receipt_of(sending)
    receipt_hash = hash_of(receipt)
    if Opinion.objects.filter(receipt_hash=receipt_hash).exists():
        return receipt
    try:
        with transaction.atomic():
            take_sending(address, round)
            Opinion.objects.create(
                round=round,
                receipt_hash=receipt_hash,
                sealed_text=seal(text),
                sealed_contact=seal(contact),
            )
    except (IntegrityError, TooManyError):
        # The first sending was at work all the while, and took the last that the limit allows.
        if not Opinion.objects.filter(receipt_hash=receipt_hash).exists():
            raise
    return receipt


@dataclass(frozen=True)
class Standing:
    """What the holder of a receipt number is told: nothing of what was written or by whom.

    `said` is the answer, or the reason why there is none.
    """

    received_at: datetime
    state: OpinionState
    state_since: datetime
    said: str


def look_up(receipt: str, *, address: str | None) -> Standing | None:
    """Return how the opinion with this receipt number stands, None when there is none.

    Raises TooManyError.
    """
    take_look_up(address)
    opinion = Opinion.objects.filter(receipt_hash=hash_of(receipt)).first()
    if opinion is None:
        return None
    told = opinion.steps.filter(name__in=TOLD_TO_SENDER, after=opinion.state).last()
    return Standing(
        received_at=opinion.received_at,
        state=OpinionState(opinion.state),
        state_since=opinion.state_since,
        said=told.note if told else "",
    )
