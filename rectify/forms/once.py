"""Doing what a form asks for: once, and only to what the person saw."""

from collections.abc import Callable, Collection

from django.contrib import messages
from django.db import transaction

from rectify.forms.sending import SentOnceForm
from rectify.models import Issue, Submission
from rectify.timeline import Change, changes_since

SENT_BEFORE = "这张表单刚才已经办过了，没有重复办理。"
OVERTAKEN = (
    "您打开这一页以后，有人改过这一条，所以还没有办理。请看过改动的内容；仍要这样办，再提交一次。"
)


class OvertakenError(Exception):
    """Somebody changed the entry after the person had opened the page."""

    def __init__(self, issue: Issue, changes: list[Change]):
        super().__init__(OVERTAKEN)
        self.version = issue.version
        self.changes = changes


def refuse_if_overtaken(issue: Issue, version: int, *, hidden: Collection[str] = ()) -> None:
    """Raise OvertakenError when an entry differs now from the version that a person saw.

    `hidden` names fields that the person is not shown.
    """
    if issue.version == version:
        return
    changes = changes_since(issue, version, hidden=hidden)
    if changes:
        raise OvertakenError(issue, changes)


def done_once(request, form: SentOnceForm, act: Callable[[], str], *, tags: str = "") -> None:
    """Do what a form asks for, unless the same form was sent before, and tell the person.

    `act` returns what to tell. What it raises takes everything back, so that the form may
    be sent again. `tags` go with what is told.
    """
    with transaction.atomic():
        is_first = Submission.objects.first_time(form.cleaned_data["key"], request.user)
        told = act() if is_first else SENT_BEFORE
    level = messages.SUCCESS if is_first else messages.INFO
    messages.add_message(request, level, told, extra_tags=tags)
