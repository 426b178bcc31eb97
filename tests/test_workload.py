"""Counts over a list of entries, against counting them one by one."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from rectify import workflow
from rectify.models import Issue
from rectify.states import Light, MoveName, Status
from rectify.workload import Workload


def count(issues) -> Workload:
    return Workload.of(issues.with_lights().with_sent_back())


def test_counts_are_those_of_the_entries_one_by_one(in_progress):
    issues = list(in_progress.issues.select_related("round"))
    statuses = Counter(issue.status for issue in issues)
    lights = Counter(issue.light() for issue in issues)
    workload = count(in_progress.issues.all())
    assert workload.statuses == {status: statuses[status] for status in Status}
    assert workload.lights == {light: lights[light] for light in Light}
    assert (workload.total, sum(workload.statuses.values())) == (150, 150)
    assert workload.overdue == sum("逾期" in issue.time_left() for issue in issues)
    assert min(*workload.statuses.values(), *workload.lights.values(), workload.overdue) > 0


def test_nothing_to_count(in_progress):
    assert count(in_progress.issues.none()).total == 0


def test_returned_is_what_its_community_has_to_mend(east_issue, east_secretary, officer):
    own = Issue.objects.filter(pk=east_issue.pk)

    def mark():
        workload = count(own)
        return own.with_sent_back().get().sent_back, workload.returned

    found = [mark()]
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    workflow.reports.report(east_issue, by=east_secretary, text="换了灯。")
    found.append(mark())
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary, note="无。")
    workflow.move(east_issue, MoveName.RETURN, by=officer, note="不够。", wanted="照片。")
    found.append(mark())
    workflow.reports.report(east_issue, by=east_secretary, text="拍了照片。")
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary, note="无。")
    found.append(mark())
    workflow.move(east_issue, MoveName.ENDORSE, by=officer)
    workflow.move(east_issue, MoveName.CLOSE, by=officer)
    workflow.move(east_issue, MoveName.REOPEN, by=officer, ground="revisit", note="又坏了。")
    found.append(mark())
    assert found == [("", 0), ("", 0), ("return", 1), ("", 0), ("reopen", 0)]


@pytest.mark.django_db
def test_counting_is_one_query(in_progress, django_assert_num_queries):
    # Another one for the thresholds of the rounds.
    with django_assert_num_queries(2):
        count(in_progress.issues.all())


@pytest.mark.parametrize(
    ("days", "light"), [(-1, "red"), (3, "red"), (4, "amber"), (15, "amber"), (16, "green")]
)
def test_light_in_the_database_is_the_one_of_the_entry(east_issue, days, light):
    east_issue.due_on = timezone.localdate() + datetime.timedelta(days)
    east_issue.save()
    listed = Issue.objects.filter(pk=east_issue.pk).with_lights().get()
    assert (listed.light_now, listed.light().value) == (light, light)
