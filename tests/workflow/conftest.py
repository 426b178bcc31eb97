"""An entry in each status, and what a community has said about it."""

import datetime

import pytest
from django.utils import timezone

from rectify.models import Issue
from rectify.states import SETTLED, Status


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def put(east_issue, east_secretary, today):
    """Put the entry into a status as an import would, with progress that would let it go on."""

    def put(status, *, progress=True) -> Issue:
        if progress:
            east_issue.progress.create(text="已经换了新的。", by=east_secretary)
        Issue.objects.filter(pk=east_issue.pk).update(
            status=status,
            settled_on=today if status in SETTLED else None,
            review_on=today + datetime.timedelta(30) if status == Status.SUSTAINED else None,
        )
        east_issue.refresh_from_db()
        return east_issue

    return put
