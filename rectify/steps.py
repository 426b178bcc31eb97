"""How an edition of the notice comes to be published. A leaf: anything may import it.

提出 → 审核 → 审批 → 实施, in this order, each by another person's hand than the one before it
judged; sent back with a reason at any step before the last.
"""

from dataclasses import dataclass

from django.db import models


class Edition(models.TextChoices):
    """For whom an edition is made.

    Both count the same; what is withheld from the public stands in the first alone.
    """

    PARTY = "party", "党内通报"
    PUBLIC = "public", "社会公开"


class Stage(models.TextChoices):
    """How far an edition has come; what it waits for."""

    PROPOSED = "proposed", "待审核"
    REVIEWED = "reviewed", "待审批"
    APPROVED = "approved", "待实施"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已公布"


class StepName(models.TextChoices):
    """What a person does with an edition."""

    PROPOSE = "propose", "提出"
    REVIEW = "review", "审核"
    APPROVE = "approve", "审批"
    IMPLEMENT = "implement", "实施"
    RETURN = "return", "退回"


# What is done with an edition that somebody has handed in, in the order in which it is offered.
JUDGING = (StepName.REVIEW, StepName.APPROVE, StepName.IMPLEMENT, StepName.RETURN)


@dataclass(frozen=True)
class StepRule:
    """From which stages a step is possible, and to which it leads.

    `not_by` names the earlier steps whose persons may not take this one: nobody judges what
    he has handed in or judged himself.
    """

    before: tuple[Stage, ...]
    after: Stage
    not_by: tuple[StepName, ...] = ()


STEPS: dict[StepName, StepRule] = {
    # A first proposal begins the edition; a returned one may be proposed again.
    StepName.PROPOSE: StepRule((Stage.RETURNED,), Stage.PROPOSED),
    StepName.REVIEW: StepRule((Stage.PROPOSED,), Stage.REVIEWED, (StepName.PROPOSE,)),
    StepName.APPROVE: StepRule(
        (Stage.REVIEWED,), Stage.APPROVED, (StepName.PROPOSE, StepName.REVIEW)
    ),
    StepName.IMPLEMENT: StepRule((Stage.APPROVED,), Stage.PUBLISHED),
    StepName.RETURN: StepRule((Stage.PROPOSED, Stage.REVIEWED, Stage.APPROVED), Stage.RETURNED),
}
