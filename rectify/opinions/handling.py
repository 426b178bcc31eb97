"""What the office does with an opinion: each step once, by one person, and on record."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rectify import permissions, workflow
from rectify.models import Issue, Opinion, OpinionStep
from rectify.models.opinion import (
    NEEDING_A_NOTE,
    SETTLED_OPINIONS,
    OpinionState,
    OpinionStepName,
)
from rectify.opinions.encryption import UnreadableError, reseal, unseal
from rectify.opinions.senders import traces_of
from rectify.states import MoveName, ReopenGround
from rectify.workflow import Refused
from rectify.workflow.door import moment


@dataclass(frozen=True)
class StepRule:
    """From which states a step is possible, and to which it leads; None leaves the state."""

    before: tuple[OpinionState, ...]
    after: OpinionState | None


STEPS: dict[OpinionStepName, StepRule] = {
    OpinionStepName.TAKE_UP: StepRule((OpinionState.RECEIVED,), OpinionState.TAKEN_UP),
    # What was handed on to be rectified may still be answered when that is done.
    OpinionStepName.ANSWER: StepRule(
        (OpinionState.TAKEN_UP, OpinionState.REOPENED), OpinionState.ANSWERED
    ),
    OpinionStepName.REOPEN: StepRule((OpinionState.TAKEN_UP,), OpinionState.REOPENED),
    OpinionStepName.DECLINE: StepRule(
        (OpinionState.RECEIVED, OpinionState.TAKEN_UP), OpinionState.DECLINED
    ),
    OpinionStepName.RESUME: StepRule(
        (OpinionState.ANSWERED, OpinionState.DECLINED), OpinionState.TAKEN_UP
    ),
    OpinionStepName.ERASE: StepRule(tuple(SETTLED_OPINIONS), None),
}


@dataclass(frozen=True)
class Content:
    """What the sender wrote."""

    text: str
    contact: str


def content_of(opinion: Opinion) -> Content:
    """Return what the sender wrote; empty when it was erased. Raises UnreadableError.

    Whoever shows it to a person writes so into the audit record.
    """
    return Content(unseal(opinion.sealed_text), unseal(opinion.sealed_contact))


def steps_possible(opinion: Opinion, user) -> list[OpinionStepName]:
    """Return the steps to offer to a person, in the office's order."""
    if not permissions.may_handle_opinions(user):
        return []
    return [name for name in STEPS if not _obstacle(opinion, name)]


@transaction.atomic
def take_step(opinion: Opinion, name: OpinionStepName, *, by, note: str = "") -> OpinionStep:
    """Take up, answer, decline or resume an opinion, or erase what was written.

    `note` is the answer, which the sender is told, or the reason. Of two who act at once one
    comes first; the other is told who it was. Raises Refused, and then nothing has changed.
    """
    locked = _locked(opinion, name, by)
    note = note.strip()
    if name in NEEDING_A_NOTE and not note:
        raise Refused("请写明答复的内容。" if name == OpinionStepName.ANSWER else "请写明原因。")
    _refuse_traces(locked, note)
    return _erased(locked, by) if name == OpinionStepName.ERASE else _taken(locked, name, by, note)


@transaction.atomic
def reopen(opinion: Opinion, issue: Issue, *, by, reason: str) -> OpinionStep:
    """Turn an opinion into the reopening of a settled entry of its round, by the workflow.

    The reason is read by the entry's community and department, so that nothing of the
    sender's may stand in it. Raises Refused, and then nothing has changed.
    """
    name = OpinionStepName.REOPEN
    locked = _locked(opinion, name, by)
    if issue.round_id != locked.round_id:
        raise Refused("请选本轮次的整改问题。")
    _refuse_traces(locked, reason, known=f"{issue.community} {issue.text}")
    move = workflow.move(
        issue,
        MoveName.REOPEN,
        by=by,
        ground=ReopenGround.COMPLAINT,
        note=reason,
        source=str(locked),
    )
    return _taken(locked, name, by, "", move)


@transaction.atomic
def erase_settled(days: int) -> int:
    """Erase what was written in opinions settled more than so many days ago; return how many."""
    old = timezone.now() - timedelta(days=days)
    opinions = Opinion.objects.settled().kept().filter(state_since__lt=old)
    found = list(opinions.select_for_update().order_by("pk"))
    for opinion in found:
        _erased(opinion, None)
    return len(found)


@transaction.atomic
def reseal_all() -> tuple[int, list[Opinion]]:
    """Encrypt what is kept by the present key; return how many, and those that no key opens."""
    count, unreadable = 0, []
    for opinion in Opinion.objects.kept().select_for_update().order_by("pk"):
        try:
            opinion.sealed_text = reseal(opinion.sealed_text)
            opinion.sealed_contact = reseal(opinion.sealed_contact)
        except UnreadableError:
            unreadable.append(opinion)
            continue
        opinion.save(update_fields=["sealed_text", "sealed_contact"])
        count += 1
    return count, unreadable


def _locked(opinion: Opinion, name: OpinionStepName, by) -> Opinion:
    """Return the opinion as it is now, kept from others, if the person may take the step."""
    if not permissions.may_handle_opinions(by):
        raise Refused("只有街道管理员能办理监督意见。")
    locked = Opinion.objects.select_for_update().get(pk=opinion.pk)
    obstacle = _obstacle(locked, name)
    if obstacle:
        raise Refused(obstacle)
    return locked


def _obstacle(opinion: Opinion, name: OpinionStepName) -> str:
    """Return why a step is not possible now, or ""."""
    if name in (OpinionStepName.ERASE, OpinionStepName.RESUME) and opinion.erased_at:
        return f"{opinion}的内容已于{moment(opinion.erased_at)}删除，不能办理“{name.label}”。"
    if opinion.state in STEPS[name].before:
        return ""
    state = f"现在是“{opinion.get_state_display()}”，不能办理“{name.label}”。"
    last = opinion.steps.select_related("by").last()
    if last is None or last.by is None:
        return f"{opinion}{state}"
    return (
        f"{opinion}已由{last.by.get_full_name()}于{moment(last.at)}办理“{last.get_name_display()}”，"
        f"{state}"
    )


def _refuse_traces(opinion: Opinion, text: str, *, known: str = "") -> None:
    try:
        contact = content_of(opinion).contact
    except UnreadableError:
        # Nor has whoever writes this been able to read it; numbers are found all the same.
        contact = ""
    found = traces_of(contact, text, known=known)
    if found:
        quoted = "、".join(f"“{one}”" for one in found)
        raise Refused(f"写的内容里有反映人的信息或个人的号码：{quoted}。请删去再提交。")


def _taken(opinion: Opinion, name: OpinionStepName, by, note: str = "", move=None) -> OpinionStep:
    """Write a step of a locked opinion, and the state to which it leads."""
    after = STEPS[name].after
    step = OpinionStep.objects.create(
        opinion=opinion, name=name, before=opinion.state, after=after, by=by, note=note, move=move
    )
    opinion.state, opinion.state_since = after, step.at
    opinion.save(update_fields=["state", "state_since"])
    return step


def _erased(opinion: Opinion, by) -> OpinionStep:
    """Erase what was written in a locked opinion; the row and its steps stay."""
    step = OpinionStep.objects.create(
        opinion=opinion,
        name=OpinionStepName.ERASE,
        before=opinion.state,
        after=opinion.state,
        by=by,
    )
    opinion.sealed_text = opinion.sealed_contact = ""
    opinion.erased_at = step.at
    opinion.save(update_fields=["sealed_text", "sealed_contact", "erased_at"])
    return step
