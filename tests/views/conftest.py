"""The secretary of the east at a browser, and forms as that browser would send them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.evidence import files
from tests.live.caller import hidden_fields
from tests.workflow.conftest import put, today

__all__ = ["put", "today"]


@pytest.fixture(autouse=True)
def directory(settings, tmp_path):
    """Where evidence is kept during one test."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def east(east_secretary) -> Client:
    return browser(east_secretary)


@pytest.fixture
def west(west_secretary) -> Client:
    return browser(west_secretary)


def photo(name="照片.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.image("JPEG"))


def opened(client, issue, name="my_report", *arguments) -> tuple[str, dict]:
    """Open an entry's page; return the address of one of its forms, and what that form carries."""
    page = client.get(reverse("my_issue", args=[issue.pk])).content.decode()
    address = reverse(name, args=arguments or [issue.pk])
    return address, hidden_fields(page, address)


def told(response) -> list[str]:
    """Return what a page that was led to says of what was done."""
    return [str(message) for message in response.context["messages"]]


def taken(response) -> bytes:
    """Return all that was handed out; with the last of it the request ends.

    Never by `close`, which would close the test's connection to the database as well.
    """
    return b"".join(response.streaming_content) if response.streaming else response.content
