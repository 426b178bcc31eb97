"""Moves: an entry goes from one status to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from rectify import permissions
from rectify.models import Issue, Move
from rectify.models.extension import ExtensionState
from rectify.states import JUDGEMENTS, MOVES, SENDING_BACK, SETTLED, MoveName, ReopenGround, Status
from rectify.workflow.door import Refused, SeveralRefused, in_order, lock, moment, save


@dataclass(frozen=True)
class Offer:
    """A move that a person could make with an entry, and what stands in the way, if anything."""

    name: MoveName
    obstacle: str

    @property
    def label(self) -> str:
        return self.name.label


def offers(issue: Issue, user) -> list[Offer]:
    """Return the moves to offer to a person: those possible, and those that lie ahead.

    A move that lies ahead comes with the reason why it is not possible yet.
    """
    found = []
    for name, rule in MOVES.items():
        if not permissions.may_move(user, issue, name):
            continue
        if issue.status in rule.before:
            found.append(Offer(name, lacking(issue, name)))
        elif issue.status in rule.not_yet:
            found.append(Offer(name, rule.not_yet[issue.status]))
    return found


def lacking(issue: Issue, name: MoveName) -> str:
    """Return what has to be done before a move that the status allows, or ""."""
    if name == MoveName.SUBMIT and not progress_since_return(issue).exists():
        returned = last_return(issue)
        what = (
            f"请先写退回（{moment(returned.at)}）以后的整改进展" if returned else "请先写整改进展"
        )
        return f"{what}，再申请销号。"
    return ""


def last_return(issue: Issue) -> Move | None:
    """Return the move that last sent the entry back to its community, if one did."""
    return issue.moves.filter(name__in=SENDING_BACK).last()


def progress_since_return(issue: Issue):
    """Return the progress that counts for the next application to close."""
    returned = last_return(issue)
    return issue.progress.filter(at__gt=returned.at) if returned else issue.progress.all()


def progress_in_hand(issue: Issue):
    """Return the progress that nobody has judged yet, whose evidence may still be changed."""
    judged = issue.moves.filter(name__in=JUDGEMENTS).last()
    return issue.progress.filter(at__gt=judged.at) if judged else issue.progress.all()


def has_evidence(issue: Issue) -> bool:
    """Tell whether evidence was handed in with the progress that counts."""
    return (
        progress_since_return(issue)
        .filter(evidence__isnull=False, evidence__removed_at=None)
        .exists()
    )


@transaction.atomic
def move(
    issue: Issue,
    name: MoveName,
    *,
    by,
    note: str = "",
    wanted: str = "",
    ground: str = "",
    review_on: date | None = None,
    source: str = "",
) -> Move:
    """Move an entry and record it.

    `note` is the reason (or, when applying to close without evidence, why there is none),
    `wanted` what a return still wants, `ground` one of ReopenGround, `review_on` a day to
    come. Closing and sustaining set 完成时间 to today and let an open request for more time
    lapse; reopening takes 完成时间 away. Raises Refused, and then nothing has changed.
    """
    locked = lock(issue)
    rule = MOVES[name]
    note, wanted = note.strip(), wanted.strip()
    said = {"note": note, "wanted": wanted, "ground": ground, "review_on": review_on}
    refuse_unless_possible(locked, name, by)
    _refuse_unless_said(locked, name, said)
    made = Move.objects.create(
        issue=locked,
        name=name,
        before=locked.status,
        after=rule.after,
        by=by,
        source=source,
        **said,
    )
    locked.status = rule.after
    locked.settled_on = timezone.localdate() if rule.after in SETTLED else None
    locked.review_on = review_on if rule.after == Status.SUSTAINED else None
    save(locked, ["status", "settled_on", "review_on"], by=by)
    if rule.after in SETTLED:
        locked.extensions.pending().update(
            state=ExtensionState.LAPSED,
            decided_at=timezone.now(),
            decided_by=by,
            decision=f"已办理“{name.label}”，不再需要延期。",
        )
    return made


@transaction.atomic
def move_all(issues: Iterable[Issue], name: MoveName, **what) -> list[Move]:
    """Move several entries, or none: raises SeveralRefused with each that would not go."""
    moves, refusals = [], []
    for issue in in_order(issues):
        try:
            moves.append(move(issue, name, **what))
        except Refused as refused:
            refusals.append((issue, str(refused)))
    if refusals:
        raise SeveralRefused(refusals)
    return moves


def refuse_unless_possible(issue: Issue, name: MoveName, by) -> None:
    """Raise Refused unless the person may make the move and the entry is ready for it."""
    if issue.status not in MOVES[name].before:
        raise Refused(what_happened(issue, name))
    if not permissions.may_move(by, issue, name):
        # A department whose step is over was overtaken; anybody else never had the right.
        overtaken = permissions.is_of_department(by, issue) and name == MoveName.RETURN
        raise Refused(
            what_happened(issue, name) if overtaken else f"您没有办理“{name.label}”的权限。"
        )
    obstacle = lacking(issue, name)
    if obstacle:
        raise Refused(obstacle)


def what_happened(issue: Issue, name: MoveName) -> str:
    """Tell why a move is no longer, or not yet, possible: who moved the entry last, and to what."""
    state = f"现在是“{issue.get_status_display()}”，不能办理“{name.label}”。"
    last = issue.moves.select_related("by").last()
    if last is None:
        return f"这项问题{state}"
    return (
        f"这项问题已由{last.by.get_full_name()}于{moment(last.at)}办理“{last.get_name_display()}”，"
        f"{state}"
    )


def _refuse_unless_said(issue: Issue, name: MoveName, said: dict) -> None:
    for need in MOVES[name].needs:
        if not said[need]:
            raise Refused(NEEDED[need])
    if said["review_on"] and said["review_on"] <= timezone.localdate():
        raise Refused("下次复核日期要在今天以后。")
    if said["ground"] and said["ground"] not in ReopenGround.values:
        raise Refused(NEEDED["ground"])
    if name == MoveName.SUBMIT and not said["note"] and not has_evidence(issue):
        raise Refused("还没有佐证材料：请先上传，或者写明没有材料的原因。")


NEEDED = {
    "note": "请写明原因。",
    "wanted": "请写明还需要什么。",
    "ground": "请选择重新整改的由来。",
    "review_on": "请填写下次复核日期。",
}
