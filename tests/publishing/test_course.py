"""The rectification over time: weeks, marked days, and the line of the chart."""

from datetime import date

import pytest

from rectify.models import Issue
from rectify.publishing.content import content_of
from rectify.publishing.course import Course
from rectify.publishing.frozen import Frozen
from rectify.states import Status
from rectify.steps import Edition

NOTHING = dict.fromkeys(["total", "done", "staged", "under_way", "unfinished"], 0)


def course(weeks=(), *, total=10, fed_back_on=None, deadline_on=None, published_on=None) -> Course:
    dates = {"fed_back_on": fed_back_on, "deadline_on": deadline_on, "published_on": published_on}
    ledger = {
        "issues": NOTHING | {"done": total, "total": total},
        "weeks": [
            {"monday": monday, "done": done, "staged": staged} for monday, done, staged in weeks
        ],
    }
    return Course(Frozen({"round": dates, "ledger": ledger}))


def test_weeks_add_up():
    points = course([("2023-01-02", 3, 0), ("2023-01-16", 5, 1)]).points
    assert [(p.monday, p.sunday, p.done, p.staged, p.done_so_far) for p in points] == [
        (date(2023, 1, 2), date(2023, 1, 8), 3, 0, 3),
        (date(2023, 1, 16), date(2023, 1, 22), 5, 1, 8),
    ]


@pytest.mark.parametrize(("staged", "told"), [(0, False), (1, True)])
def test_staged_are_told_when_there_are_any(staged, told):
    assert course([("2023-01-02", 3, staged)]).has_staged == told


def test_days_are_marked_in_their_order():
    marks = course(
        [("2023-01-02", 1, 0)],
        fed_back_on="2023-01-01",
        published_on="2023-01-11",
        deadline_on="2023-01-06",
    ).marks
    assert [(m.label, m.percent, m.anchor, m.label_y) for m in marks] == [
        ("反馈", "0.0%", "start", 18),
        ("整改期满", "50.0%", "middle", 40),
        ("公布", "100.0%", "end", 62),
    ]


def test_days_that_nobody_knows_are_not_marked():
    assert course([("2023-01-02", 1, 0)]).marks == []


def test_line_rises_within_a_week_and_stays_level_between():
    drawn = course(
        [("2023-01-02", 4, 0), ("2023-01-16", 6, 0)],
        fed_back_on="2022-12-27",
        published_on="2023-02-05",
    )
    # Forty days: the first of January's weeks is from day 6 to 12, the second from 20 to 26.
    assert drawn.area == "0,100 150,100 300,60 500,60 650,0 1000,0 1000,100"


def test_one_day_alone_is_no_division_by_nothing():
    drawn = course(fed_back_on="2023-01-02", published_on="2023-01-02")
    assert (drawn.area, [mark.x for mark in drawn.marks]) == ("0,100 0,100 0,100", [0, 0])


def test_line_ends_on_the_day_of_publication():
    drawn = course(
        [("2023-01-02", 5, 0)],
        fed_back_on="2023-01-02",
        published_on="2023-01-12",
        deadline_on="2023-01-22",
    )
    assert drawn.area == "0,100 0,100 300,50 500,50 500,100"


@pytest.mark.django_db
def test_closing_on_a_sunday_and_on_a_monday_are_two_weeks(published):
    [first, second, third] = list(published.issues.all()[:3])
    Issue.objects.exclude(pk__in=[first.pk, second.pk, third.pk]).update(
        status=Status.RECTIFYING, settled_on=None
    )
    days = [(first, "2023-01-08"), (second, "2023-01-09")]
    for issue, day in days:
        Issue.objects.filter(pk=issue.pk).update(status=Status.CLOSED, settled_on=day)
    Issue.objects.filter(pk=third.pk).update(status=Status.SUSTAINED, settled_on="2023-01-09")
    assert content_of(published, Edition.PUBLIC)["ledger"]["weeks"] == [
        {"monday": "2023-01-02", "done": 1, "staged": 0},
        {"monday": "2023-01-09", "done": 1, "staged": 1},
    ]
