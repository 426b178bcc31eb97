"""What the office has done with an opinion of the public."""

from rectify.models import Opinion, OpinionStep
from rectify.models.opinion import OpinionStepName
from rectify.timeline.events import Change, Event, name_of, newest_first

NOTE_LABELS = {OpinionStepName.ANSWER: "答复"}


def of_opinion(opinion: Opinion) -> list[Event]:
    """Return the steps taken with an opinion, the newest first, in one query."""
    steps = opinion.steps.select_related("by", "move__issue")
    return newest_first(_step(step) for step in steps)


def _step(step: OpinionStep) -> Event:
    lines = [(NOTE_LABELS.get(step.name, "原因"), step.note)]
    if step.move:
        lines = [("整改问题", str(step.move.issue)), ("理由", step.move.note)]
    changed = step.before != step.after
    change = Change("状态", step.get_before_display(), step.get_after_display())
    return Event(
        at=step.at,
        by=name_of(step.by),
        title=step.get_name_display(),
        kind="removal" if step.name == OpinionStepName.ERASE else "move",
        lines=[(label, text) for label, text in lines if text],
        changes=[change] if changed else [],
    )
