"""The two statuses of a ledger entry. A leaf: anything may import it, it imports none of ours.

Status is the workflow's (who has the ball); outcome is what the public is told. The second
follows from the first by one rule, so the two can never disagree.
"""

from django.db import models


class Status(models.TextChoices):
    """整改状态: who has to act next."""

    TO_ACCEPT = "to_accept", "待签收"
    RECTIFYING = "rectifying", "整改中"
    TO_ENDORSE = "to_endorse", "待初审"
    TO_APPROVE = "to_approve", "待批准"
    CLOSED = "closed", "已销号"
    SUSTAINED = "sustained", "长期坚持"


class Outcome(models.TextChoices):
    """公布口径: what the public is told. The completion rate counts DONE alone."""

    DONE = "done", "已完成"
    STAGED = "staged", "阶段性完成"
    UNDER_WAY = "under_way", "正在推进"
    UNFINISHED = "unfinished", "未完成"


OUTCOME_OF: dict[str, Outcome] = {
    Status.TO_ACCEPT: Outcome.UNFINISHED,
    Status.RECTIFYING: Outcome.UNDER_WAY,
    Status.TO_ENDORSE: Outcome.UNDER_WAY,
    Status.TO_APPROVE: Outcome.UNDER_WAY,
    Status.CLOSED: Outcome.DONE,
    Status.SUSTAINED: Outcome.STAGED,
}


class Light(models.TextChoices):
    """How near an entry's deadline is; shown in words, the colour only beside them."""

    GREEN = "green", "绿灯"
    AMBER = "amber", "黄灯"
    RED = "red", "红灯"


# An entry in one of these has a day on which it got there, and is no longer overdue.
SETTLED = [Status.CLOSED, Status.SUSTAINED]


def statuses_of(outcome: Outcome) -> list[str]:
    """Return the statuses that the public hears of under this outcome."""
    return [status for status, told in OUTCOME_OF.items() if told == outcome]
