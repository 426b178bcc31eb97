"""How often one may do what needs no account, counted in the database for all processes alike.

The stretches of time are those of the clock, whole hours and days: so a row and a number are
all that has to be kept, and none of it longer than the stretch.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rectify.models import Allowance, Round
from rectify.models.allowance import AllowanceKind

SENDINGS_AN_HOUR = 5
# So that nobody fills the office's desk from many addresses; the telephone goes on ringing.
OPINIONS_A_DAY = 200
# Numbers are typed from paper, wrongly at first; guessing one takes ages at this pace.
LOOK_UPS_AN_HOUR = 30


class TooManyError(Exception):
    """A limit is used up; `until` is when the next stretch begins, the sentence says so."""

    def __init__(self, sentence: str, until: datetime):
        super().__init__(sentence)
        self.until = until


def take_sending(address: str | None, round: Round) -> None:
    """Count one opinion, for its address and for its round. Raises TooManyError.

    Of two limits the second may refuse after the first was counted: call it in a transaction.
    """
    clear()
    hour, day = _end_of_hour(), _end_of_day()
    if not _take(AllowanceKind.SENDING, _origin(address), SENDINGS_AN_HOUR, hour):
        raise TooManyError(
            f"从您现在的网络一小时里已经提交了 {SENDINGS_AN_HOUR} 条意见，"
            f"请在 {timezone.localtime(hour):%H:%M} 以后再提交。",
            hour,
        )
    if not _take(AllowanceKind.ROUND, str(round.pk), OPINIONS_A_DAY, day):
        raise TooManyError("今天网上收到的意见已经满了，请明天再提交。", day)


@transaction.atomic
def take_look_up(address: str | None) -> None:
    """Count one question for a receipt number. Raises TooManyError."""
    clear()
    hour = _end_of_hour()
    if not _take(AllowanceKind.LOOKING_UP, _origin(address), LOOK_UPS_AN_HOUR, hour):
        raise TooManyError(
            f"从您现在的网络查询得太频繁，请在 {timezone.localtime(hour):%H:%M} 以后再查。", hour
        )


def _take(kind: AllowanceKind, origin: str, most: int, ends_at: datetime) -> bool:
    """Use up one of `most`; return False when there is none left. Two at once take two."""
    row, _ = Allowance.objects.get_or_create(kind=kind, origin=origin, ends_at=ends_at)
    left = Allowance.objects.filter(pk=row.pk, used__lt=most)
    return left.update(used=F("used") + 1) == 1


def clear() -> None:
    """Remove what was counted in stretches of time that are over."""
    Allowance.objects.filter(ends_at__lte=timezone.now()).delete()


def _origin(address: str | None) -> str:
    """Return what stands for an address on this one day; those that are unknown are one."""
    day = timezone.localdate().isoformat()
    return salted_hmac(
        "rectify.opinions.limits", f"{day} {address or ''}", algorithm="sha256"
    ).hexdigest()


def _end_of_hour() -> datetime:
    now = timezone.localtime()
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _end_of_day() -> datetime:
    now = timezone.localtime()
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
