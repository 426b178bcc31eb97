"""The entry that everyone asks for, and a browser for each."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rectify import audit, opinions, workflow
from rectify.evidence.examination import examine
from rectify.models import Result, Round
from rectify.models.audit import AuditKind
from rectify.spreadsheets import importing
from rectify.states import MoveName, Status
from tests.evidence import files
from tests.walk.addresses import CAST


@pytest.fixture
def entry(east_issue, east_secretary, in_progress):
    """An entry with progress, a photograph and an open request, which waits for examination."""
    Result.objects.create(round=in_progress, kind="criticism", people=1)
    audit.record(AuditKind.EXPORT, subject="台账")
    Round.objects.update(takes_opinions=True)
    said = {"text": "灯又不亮了。", "contact": "", "address": None}
    opinions.receive(in_progress, sending=uuid.uuid4(), **said)
    importing.upload("问题编号,备注\nE1,好。\n".encode(), "台账.csv", in_progress)
    photo = examine(SimpleUploadedFile("照片.jpg", files.image("JPEG")))
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    workflow.reports.report(east_issue, by=east_secretary, text="换了灯。", files=[photo])
    workflow.extensions.ask(
        east_issue,
        by=east_secretary,
        reason="雨季。",
        new_due_on=east_issue.due_on.replace(year=east_issue.due_on.year + 1, day=1),
    )
    workflow.move(east_issue, MoveName.SUBMIT, by=east_secretary)
    east_issue.refresh_from_db()
    assert east_issue.status == Status.TO_ENDORSE
    return east_issue


@pytest.fixture
def browsers(request) -> list[Client]:
    """A browser for each of the cast, the visitor's without anybody logged in."""
    found = []
    for who in CAST:
        found.append(Client())
        if who != "visitor":
            found[-1].force_login(request.getfixturevalue(who))
    return found
