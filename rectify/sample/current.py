"""A sample round that is still in progress, with dates relative to the day of loading.

It repeats the findings of the published round, because their wording is public, and gives
every staff screen something to show: entries in each status, early, due soon and overdue.
"""

from datetime import date, timedelta

from communities.models import Community, Department, Owner
from rectify.dates import Precision
from rectify.models import Issue, Round
from rectify.sample import SOURCE
from rectify.sample.ledger import DEPARTMENT_OF, PARTY
from rectify.states import SETTLED, Outcome, Status

SLUG = "sample-in-progress"
ENTRIES = 150
REMARK = "示例：按规则生成，不反映任何社区的真实情况。"

# In turn over the entries: status, and days from loading to the deadline.
COURSE = [
    (Status.TO_ACCEPT, 40),
    (Status.RECTIFYING, 25),
    (Status.RECTIFYING, 9),
    (Status.RECTIFYING, 2),
    (Status.RECTIFYING, -12),
    (Status.TO_ENDORSE, 14),
    (Status.TO_ENDORSE, -3),
    (Status.TO_APPROVE, 6),
    (Status.CLOSED, -10),
    (Status.CLOSED, 20),
    (Status.SUSTAINED, 60),
]


def make(published: Round, today: date) -> Round:
    """Create the round in progress after the pattern of the published one."""
    texts = [list(getattr(published, name).all()) for name in ("official_names", "sections")]
    categories = list(published.categories.prefetch_related("findings__measures"))
    round = Round.objects.get(pk=published.pk)
    round.pk = None
    round._state.adding = True
    round.slug = SLUG
    round.name = "示例轮次（正在整改）"
    round.label = "示例轮次"
    round.team = "示例巡察组"
    round.inspected_from = today - timedelta(days=150)
    round.inspected_to = today - timedelta(days=115)
    round.fed_back_on = today - timedelta(days=60)
    round.period_months = 6
    round.signed_on = round.published_on = None
    round.footer = ""
    round._change_reason = SOURCE
    round.save()
    round.communities.set(Community.objects.all())
    for row in [row for rows in texts for row in rows]:
        _copy(row, round=round)
    findings = [finding for category in categories for finding in _copy_category(category, round)]
    round.campaigns.create(name="示例专项整治")
    round.mechanisms.create(name="示例制度")
    round.planned_works.create(
        title="示例项目", due_on=today + timedelta(days=200), precision=Precision.MONTH
    )
    _make_issues(round, findings, today)
    return round


def _copy(row, **changes):
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row._change_reason = SOURCE
    row.save()
    return row


def _copy_category(category, round):
    """Copy a category with its first three findings and their measures."""
    findings = list(category.findings.all())[:3]
    measures = [list(finding.measures.all()) for finding in findings]
    _copy(category, round=round)
    for finding, rows in zip(findings, measures, strict=True):
        _copy(finding, category=category)
        for measure in rows:
            outcome = Outcome.DONE if measure is rows[0] else Outcome.UNDER_WAY
            _copy(measure, finding=finding, outcome=outcome)
    return findings


def _make_issues(round, findings, today):
    communities = list(Community.objects.all())
    departments = {department.name: department for department in Department.objects.all()}
    owners = {owner.community_id: owner for owner in Owner.objects.all()}
    for index in range(ENTRIES):
        community = communities[index % len(communities)]
        finding = findings[index % len(findings)]
        status, days = COURSE[index % len(COURSE)]
        settled = status in SETTLED
        issue = Issue(
            round=round,
            number=str(index + 1),
            community=community,
            finding=finding,
            text=f"（示例）{finding.title}。",
            department=departments[DEPARTMENT_OF.get(finding.title, PARTY)],
            owner=owners.get(community.pk),
            due_on=today + timedelta(days=days),
            due_wording="长期坚持" if status == Status.SUSTAINED else "",
            status=status,
            settled_on=today - timedelta(days=index % 20 + 1) if settled else None,
            remark=REMARK,
        )
        issue.full_clean()
        issue._change_reason = SOURCE
        issue.save()
