"""A round that takes opinions, somebody who sends one, and a clock that can be put forward."""

import datetime
import uuid

import pytest
from django.utils import timezone

from rectify import opinions
from rectify.models import Opinion, Publication, Round
from rectify.models.opinion import OpinionState, OpinionStepName
from rectify.opinions.receipts import hash_of
from rectify.steps import Edition, Stage
from tests.workflow.conftest import put, today

__all__ = ["put", "today"]

FORM = "/rounds/sample-in-progress/opinion/"
LOOK_UP = "/opinions/"
TEXT = "新园里3号楼的楼道灯又不亮了。"
CONTACT = "张三 138 1234 5678"
SENDING = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def open_round(in_progress) -> Round:
    """A published round with a telephone, which takes opinions."""
    Publication.objects.create(
        round=in_progress,
        edition=Edition.PUBLIC,
        number=1,
        stage=Stage.PUBLISHED,
        content={
            "round": {
                "name": in_progress.name,
                "telephone": "022-66706531",
                "reporting_hours": "",
            }
        },
        digest="0" * 64,
        seal="0" * 64,
        published_at=timezone.now(),
    )
    in_progress.takes_opinions = True
    in_progress.save()
    return in_progress


def tell(round, **facts) -> None:
    """Let the published edition say other facts of its round."""
    [publication] = round.publications.all()
    publication.content["round"] |= facts
    Publication.objects.filter(pk=publication.pk).update(content=publication.content)


def send(round, *, address="10.0.0.1") -> str:
    """Send an opinion as its form would; return the receipt number."""
    sent = {"sending": uuid.uuid4(), "text": TEXT, "contact": CONTACT}
    return opinions.receive(round, address=address, **sent)


@pytest.fixture
def receipt(open_round) -> str:
    """The receipt number of an opinion that was just sent."""
    return send(open_round)


@pytest.fixture
def opinion(receipt) -> Opinion:
    """The opinion that was just sent."""
    return Opinion.objects.get(receipt_hash=hash_of(receipt))


@pytest.fixture
def brought(opinion, officer, put):
    """Bring the opinion into a state as the office would."""

    def brought(state: OpinionState) -> Opinion:
        if state in (OpinionState.TAKEN_UP, OpinionState.ANSWERED, OpinionState.REOPENED):
            opinions.take_step(opinion, OpinionStepName.TAKE_UP, by=officer)
        if state == OpinionState.ANSWERED:
            opinions.take_step(opinion, OpinionStepName.ANSWER, by=officer, note="灯已换好。")
        if state == OpinionState.REOPENED:
            opinions.reopen(opinion, put("closed"), by=officer, reason="灯又不亮了。")
        if state == OpinionState.DECLINED:
            opinions.take_step(
                opinion, OpinionStepName.DECLINE, by=officer, note="不属于本街道的事。"
            )
        opinion.refresh_from_db()
        assert opinion.state == state
        return opinion

    return brought


@pytest.fixture
def at(monkeypatch):
    """Set the clock to a time of 1 March 2030, or of some days later, in Shanghai."""

    def at(hour: int, minute: int = 0, *, days: int = 0):
        day = datetime.datetime(2030, 3, 1, hour, minute, tzinfo=timezone.get_default_timezone())
        moment = day + datetime.timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment.astimezone(datetime.UTC))

    return at
