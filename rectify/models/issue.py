"""The ledger: one entry is one issue to be rectified in one community."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from rectify.dates import written
from rectify.models.history import History
from rectify.models.ledger_import import OfImport
from rectify.models.move import Move
from rectify.models.refusal import refuse_if_any
from rectify.models.withholding import Withholdable
from rectify.states import (
    OUTCOME_OF,
    SENDING_BACK,
    SETTLED,
    WITH_COMMUNITY,
    Light,
    Outcome,
    Status,
)


class IssueQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug, number):
        return self.get(round__slug=slug, number=number)

    def for_list(self):
        """Fetch with each entry what a list shows of it, in the same query."""
        return self.select_related(
            "round", "community", "department", "owner__community", "finding__category"
        )

    def unsettled(self):
        return self.exclude(status__in=SETTLED)

    def begun(self):
        """Return the entries on which somebody has acted, told something or asked for time."""
        kept = ("moves", "progress", "extensions")
        related = [self.model._meta.get_field(name).related_model.objects for name in kept]
        acted = [models.Exists(rows.filter(issue=models.OuterRef("pk"))) for rows in related]
        return self.filter(acted[0] | acted[1] | acted[2])

    def acted_on_since(self, at: datetime):
        """Return the entries on which somebody has acted, told something or asked since then.

        Reports, evidence and requests leave no record in an entry's own history.
        """
        evidence = "progress__evidence__"
        moments = ["moves__at", "progress__at", "extensions__asked_at"]
        moments += [f"{evidence}added_at", f"{evidence}removed_at"]
        since = Q()
        for moment in moments:
            rows = self.model.objects.filter(**{f"{moment}__gte": at}).order_by().values("pk")
            since |= Q(pk__in=rows)
        return self.filter(since)

    def overdue(self, on: date | None = None):
        """Return the unsettled entries whose deadline was before the given day (today)."""
        return self.unsettled().filter(due_on__lt=on or timezone.localdate())

    def closed_late(self):
        """Return the entries that were closed after their deadline (逾期销号)."""
        return self.filter(status=Status.CLOSED, settled_on__gt=models.F("due_on"))

    def with_lights(self, on: date | None = None):
        """Add `light_now`, the light of each entry by its round's thresholds, "" when none runs.

        The thresholds are read first, so that the database can compare dates without knowing
        how to add days to them.
        """
        on = on or timezone.localdate()
        rounds = self.model._meta.get_field("round").related_model.objects
        cases = [models.When(Q(status__in=SETTLED) | Q(due_on=None), then=models.Value(""))]
        for pk, red, amber in rounds.values_list("pk", "red_days", "amber_days"):
            for days, light in [(red, Light.RED), (amber, Light.AMBER)]:
                last = on + timedelta(days=days)
                cases.append(models.When(round=pk, due_on__lte=last, then=models.Value(light)))
        return self.annotate(
            light_now=models.Case(
                *cases, default=models.Value(Light.GREEN), output_field=models.CharField()
            )
        )

    def with_sent_back(self):
        """Add `sent_back`: by which move an entry came back to its community, "" if by none."""
        last = Move.objects.filter(issue=models.OuterRef("pk"), name__in=SENDING_BACK)
        came_back = models.Subquery(last.order_by("-at", "-pk").values("name")[:1])
        return self.annotate(
            sent_back=models.Case(
                models.When(status=Status.RECTIFYING, then=Coalesce(came_back, models.Value(""))),
                default=models.Value(""),
                output_field=models.CharField(),
            )
        )

    def by_urgency(self):
        """Put first what waits for its community, nearest deadline first; what is settled last."""
        turn = models.Case(
            models.When(status__in=WITH_COMMUNITY, then=0),
            models.When(status__in=SETTLED, then=2),
            default=1,
            output_field=models.IntegerField(),
        )
        # At once (立行立改) is nearer than any day.
        at_once = models.Case(
            models.When(due_on=None, due_wording__contains="立行立改", then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        nearest = models.F("due_on").asc(nulls_last=True)
        return self.order_by(turn, at_once, nearest, *self.model._meta.ordering)


class Issue(Withholdable):
    """A ledger entry (整改问题): what was found in one community, who answers, by when.

    The round repeats what the finding's category says, so that the database itself can keep
    numbers apart and lists need no joins to filter by round.
    """

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="issues"
    )
    number = models.CharField("问题编号", max_length=30, help_text="在一个轮次里不重复。")
    community = models.ForeignKey(
        "communities.Community",
        verbose_name="社区",
        on_delete=models.PROTECT,
        related_name="issues",
    )
    finding = models.ForeignKey(
        "rectify.Finding",
        verbose_name="反馈问题",
        on_delete=models.PROTECT,
        related_name="issues",
    )
    text = models.TextField("具体问题")
    measures = models.TextField("整改措施", blank=True)
    goal = models.TextField("整改目标", blank=True)
    leader = models.CharField("责任领导", max_length=50, blank=True)
    department = models.ForeignKey(
        "communities.Department",
        verbose_name="责任科室",
        on_delete=models.PROTECT,
        related_name="issues",
    )
    owner = models.ForeignKey(
        "communities.Owner",
        verbose_name="责任人",
        on_delete=models.PROTECT,
        related_name="issues",
        null=True,
        blank=True,
    )
    due_on = models.DateField("整改时限", null=True, blank=True)
    due_wording = models.CharField(
        "时限原文",
        max_length=50,
        blank=True,
        help_text="原来的写法，如 立行立改、长期坚持、2023年3月底。",
    )
    status = models.CharField("整改状态", max_length=20, choices=Status, default=Status.TO_ACCEPT)
    settled_on = models.DateField(
        "完成时间", null=True, blank=True, help_text="销号或转长期坚持的日期。"
    )
    review_on = models.DateField(
        "下次复核日期", null=True, blank=True, help_text="长期坚持的，什么时候再看一次。"
    )
    progress_before = models.TextField(
        "以前的进展", blank=True, help_text="用系统以前，台账里写的进展情况。"
    )
    evidence_before = models.TextField(
        "以前的佐证材料", blank=True, help_text="用系统以前，台账里写的佐证材料名称。"
    )
    remark = models.TextField("备注", blank=True)
    # Rises by one with every change, so that a form can tell whether it is out of date.
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = IssueQuerySet.as_manager()
    history = History(base=OfImport)

    class Meta:
        verbose_name = "整改问题"
        verbose_name_plural = "整改问题"
        # The newest round first. Numbers are text (2022-001, 12-3); by length first, 9 comes
        # before 10.
        ordering = ["-round_id", Length("number"), "number"]
        constraints = [
            *Withholdable.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "number"],
                name="one_issue_per_round_and_number",
                violation_error_message="本轮次已有这个问题编号。",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(text=""),
                name="issue_number_and_text_are_given",
                violation_error_message="问题编号和具体问题不能空着。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="issue_status_is_known",
                violation_error_message="整改状态只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=SETTLED, settled_on__isnull=False)
                | (~Q(status__in=SETTLED) & Q(settled_on__isnull=True)),
                name="issue_is_settled_on_a_day",
                violation_error_message="已销号或长期坚持的要填完成时间，其他状态的不能填。",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(status=Status.SUSTAINED),
                name="only_sustained_issue_has_review_day",
                violation_error_message="只有长期坚持的才有下次复核日期。",
            ),
        ]
        indexes = [
            models.Index(
                models.F("round").desc(), Length("number"), "number", name="issue_in_order"
            ),
            models.Index(fields=["round", "community", "status"], name="issue_by_community"),
            models.Index(fields=["round", "department", "status"], name="issue_by_department"),
            models.Index(fields=["status", "due_on"], name="issue_by_deadline"),
        ]

    def __str__(self):
        return f"{self.number} {self.text[:30]}"

    def save(self, *, update_fields=None, **kwargs):
        if not self._state.adding:
            self.version += 1
            update_fields = update_fields and {*update_fields, "version"}
        super().save(update_fields=update_fields, **kwargs)

    def natural_key(self):
        return (self.round.slug, self.number)

    natural_key.dependencies = ["rectify.round"]

    def clean(self):
        refuse_if_any(
            self.misplacements(
                inspected=set(self.round.communities.values_list("pk", flat=True))
                if self.round_id
                else set(),
                begun_in=self.begun_in(),
            )
        )

    def misplacements(self, *, inspected: set[int], begun_in: int | None) -> dict[str, list[str]]:
        """Return what is wrong with the place of an entry, by field.

        `inspected` holds the keys of the communities of its round, `begun_in` is the key of
        the community that has already acted on it, if one has. Both are asked for beforehand,
        so that many entries can be judged without a query for each.
        """
        errors = {}
        if self.finding_id and self.round_id and self.finding.category.round_id != self.round_id:
            errors["finding"] = ["这条反馈问题不在所选的轮次里，请改选。"]
        if self.owner and self.community_id and self.owner.community_id != self.community_id:
            errors["owner"] = ["这位责任人不是所选社区的，请改选。"]
        if self.community_id and self.round_id and self.community_id not in inspected:
            errors["community"] = ["所选的社区不在本轮次被巡察的社区里，请改选，或先把它加进轮次。"]
        if begun_in and begun_in != self.community_id:
            # What the other community has reported is not this one's to see.
            errors["community"] = [
                "这项问题已经开始办理，进展和材料都是原来社区的，不能换社区；请另外录入一项。"
            ]
        return errors

    def begun_in(self) -> int | None:
        """Return the key of the community that has already acted on the entry, if one has."""
        stored = Issue.objects.begun().filter(pk=self.pk)
        return stored.values_list("community", flat=True).first() if self.pk else None

    @property
    def outcome(self) -> Outcome:
        """What the public is told."""
        return OUTCOME_OF[self.status]

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED

    @property
    def is_closed_late(self) -> bool:
        """Tell whether it was closed after its deadline (逾期销号)."""
        return bool(self.status == Status.CLOSED and self.due_on and self.settled_on > self.due_on)

    def days_left(self, on: date | None = None) -> int | None:
        """Return the days until the deadline, negative when it is past; None when none runs."""
        if self.is_settled or not self.due_on:
            return None
        return (self.due_on - (on or timezone.localdate())).days

    def light(self, on: date | None = None) -> Light | None:
        """Return the light by the round's thresholds, or None when no deadline runs."""
        days = self.days_left(on)
        if days is None:
            return None
        if days <= self.round.red_days:
            return Light.RED
        return Light.AMBER if days <= self.round.amber_days else Light.GREEN

    @property
    def deadline(self) -> str:
        """The deadline as the office wrote it, else as a date."""
        return self.due_wording or (written(self.due_on) if self.due_on else "未定")

    def time_left(self, on: date | None = None) -> str:
        """Say how long is left, or since when it is too late, on the given day (today)."""
        days = self.days_left(on)
        if days is None:
            return ""
        if days < 0:
            return f"逾期 {-days} 天"
        return f"剩 {days} 天" if days else "今天到期"
