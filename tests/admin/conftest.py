"""The page of the published round, open on the officer's screen; an entry in each status."""

import pytest

from rectify.models import Finding, Round, Section
from tests.admin.pages import address, form_data
from tests.workflow.conftest import put, today

__all__ = ["put", "round_page", "today"]


@pytest.fixture
def round_page(office, published):
    """The page of the published round, and what it would send back."""
    page = address(Round, "change", published.pk)
    return page, form_data(office.get(page))


@pytest.fixture
def section(published) -> Section:
    return published.sections.get(heading="高度重视巡察整改工作")


@pytest.fixture
def finding(published) -> Finding:
    """A finding with two measures."""
    return Finding.objects.get(
        category__round=published, title="推进宣传教育有缺失，阵地建设存不足"
    )
