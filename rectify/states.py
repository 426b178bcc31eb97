"""The two statuses of a ledger entry. A leaf: anything may import it, it imports none of ours.

Status is the workflow's (who has the ball); outcome is what the public is told. The second
follows from the first by one rule, so the two can never disagree.
"""

from dataclasses import dataclass, field

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
# An entry in one of these waits for its community.
WITH_COMMUNITY = [Status.TO_ACCEPT, Status.RECTIFYING]


def statuses_of(outcome: Outcome) -> list[str]:
    """Return the statuses that the public hears of under this outcome."""
    return [status for status, told in OUTCOME_OF.items() if told == outcome]


class MoveName(models.TextChoices):
    """The moves between statuses, by the office's words."""

    ACCEPT = "accept", "签收"
    SUBMIT = "submit", "申请销号"
    WITHDRAW = "withdraw", "撤回申请"
    ENDORSE = "endorse", "初审通过"
    RETURN = "return", "退回"
    CLOSE = "close", "销号"
    SUSTAIN = "sustain", "转长期坚持"
    REOPEN = "reopen", "重新整改"


# After one of these the community has something to mend, and the reason says what.
SENDING_BACK = [MoveName.RETURN, MoveName.REOPEN]
# After one of these somebody has judged what the community had handed in until then.
JUDGEMENTS = [*SENDING_BACK, MoveName.CLOSE, MoveName.SUSTAIN]


class ReopenGround(models.TextChoices):
    """Why an entry that was settled is taken up again."""

    REVISIT = "revisit", "“回头看”发现"
    COMPLAINT = "complaint", "群众反映"
    SUPERIOR = "superior", "上级指出"


@dataclass(frozen=True)
class MoveRule:
    """What one move leads from and to, and what has to be said with it.

    `not_yet` tells, for statuses from which the move is not possible but lies ahead, what
    has to happen first; from any other status the move is not even mentioned.
    """

    before: tuple[Status, ...]
    after: Status
    needs: tuple[str, ...] = ()
    not_yet: dict[Status, str] = field(default_factory=dict)


_NOT_APPLIED = dict.fromkeys([Status.TO_ACCEPT, Status.RECTIFYING], "社区还没有申请销号。")
_NOT_ENDORSED = {**_NOT_APPLIED, Status.TO_ENDORSE: "责任科室还没有初审通过。"}

# The table of DESIGN.md. Who may make each move is said in permissions.py.
MOVES: dict[MoveName, MoveRule] = {
    MoveName.ACCEPT: MoveRule((Status.TO_ACCEPT,), Status.RECTIFYING),
    MoveName.SUBMIT: MoveRule(
        (Status.RECTIFYING,),
        Status.TO_ENDORSE,
        not_yet={Status.TO_ACCEPT: "请先签收。"},
    ),
    MoveName.WITHDRAW: MoveRule((Status.TO_ENDORSE,), Status.RECTIFYING),
    MoveName.ENDORSE: MoveRule((Status.TO_ENDORSE,), Status.TO_APPROVE, not_yet=_NOT_APPLIED),
    MoveName.RETURN: MoveRule(
        (Status.TO_ENDORSE, Status.TO_APPROVE), Status.RECTIFYING, ("note", "wanted")
    ),
    MoveName.CLOSE: MoveRule((Status.TO_APPROVE,), Status.CLOSED, not_yet=_NOT_ENDORSED),
    MoveName.SUSTAIN: MoveRule(
        (Status.TO_APPROVE,), Status.SUSTAINED, ("note", "review_on"), not_yet=_NOT_ENDORSED
    ),
    MoveName.REOPEN: MoveRule(
        (Status.CLOSED, Status.SUSTAINED), Status.RECTIFYING, ("ground", "note")
    ),
}
