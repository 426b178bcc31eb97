"""Other bodies' notices, entered through the admin alone and read as they should stand."""

import html
import re
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.notices.clerk import Clerk

DATA = Path(__file__).parent.parent / "data" / "notices"
NAMES = sorted(path.stem for path in DATA.glob("*.txt"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office) -> Clerk:
    """The clerk, logged in as the street's officer."""
    return Clerk(office)


def papers(name):
    return import_module(f"tests.notices.skeletons.{name}").PAPERS


def expected(name) -> str:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8")


def printed(round, format="text") -> str:
    out = StringIO()
    call_command("notice", round.slug, format=format, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_notice_of_another_body_reads_as_written(desk, name):
    round = desk.enter(papers(name))
    assert printed(round) == expected(name)
    assert [said for said in desk.told if "还不能生成" in said] == []
