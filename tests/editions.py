"""Publishing a round in a test, whatever warnings the check has about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from rectify.models import Publication, Round
from rectify.notices.checks import check
from rectify.publishing import procedure
from rectify.publishing.procedure import Author
from rectify.steps import Edition, StepName

SHANGHAI = ZoneInfo("Asia/Shanghai")


def reasons(round: Round, edition: Edition = Edition.PUBLIC) -> dict[str, str]:
    """Return a reason for every warning, by its key."""
    return {one.key: f"已核实：{one.code}" for one in check(round, edition)}


def put_out(
    round: Round, edition: Edition = Edition.PUBLIC, *, correction: str = "", at=None
) -> Publication:
    """Take a round's edition through all four steps, recorded from before the system."""
    author = Author(source="测试")
    at = at or timezone.now()
    publication = procedure.propose(
        round, edition, author, reasons=reasons(round, edition), correction=correction, at=at
    )
    for name in (StepName.REVIEW, StepName.APPROVE, StepName.IMPLEMENT):
        publication = procedure.take(publication, name, author, at=at)
    return publication


def correct(round: Round, at, correction: str = "改了联系电话。") -> Publication:
    """Publish one more edition of a round, in which nothing but the telephone is another."""
    round.telephone = f"022-{at:%Y%m%d}"
    round.save()
    return put_out(round, correction=correction, at=at)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=SHANGHAI)
