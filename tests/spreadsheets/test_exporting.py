"""What goes out is named and recorded as what it is: the whole ledger or a part of it."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from rectify.models import AuditEntry
from rectify.models.audit import AuditKind
from rectify.spreadsheets.exporting import export_canonical, export_printed, file_name
from rectify.spreadsheets.selection import Selection, selection_of
from tests.views.conftest import taken

pytestmark = pytest.mark.django_db


def subject() -> str:
    return AuditEntry.objects.filter(kind=AuditKind.EXPORT).latest("pk").subject


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (Selection.FILTERED, "（按列表筛选，2 项）"),
        (Selection.CHOSEN, "（按列表勾选，2 项）"),
        ("新园里社区", "（新园里社区，2 项）"),
        ("", "（选出的问题，2 项）"),
    ],
)
def test_part(published, words, told):
    issues = published.issues.filter(number__in=["001", "002"])
    selection = selection_of(issues, published, words) if words else None
    known = {"round": published, "selection": selection}
    export_printed(issues, io.BytesIO(), which="tasks", **known)
    assert subject() == f"hangzhoudao-2022 任务清单{told}"
    export_canonical(issues, io.BytesIO(), format="csv", **known)
    assert subject() == f"hangzhoudao-2022 规范格式 csv{told}"
    if words:
        today = f"{timezone.localdate():%Y%m%d}"
        assert file_name(published, "任务清单", "xlsx", selection=selection) == (
            f"杭州道街道2022年巡察整改任务清单{told}{today}.xlsx"
        )


def test_whole(published):
    export_printed(published.issues.all(), io.BytesIO(), round=published)
    assert subject() == "hangzhoudao-2022 整改台账"
    export_canonical(published.issues.all(), io.BytesIO(), format="json", round=published)
    assert subject() == "hangzhoudao-2022 规范格式 json"
    today = f"{timezone.localdate():%Y%m%d}"
    assert file_name(published, "整改台账", "xlsx") == f"杭州道街道2022年巡察整改台账{today}.xlsx"


def name_of(answer) -> str:
    """Return the name under which a browser keeps a file, which it takes to the end."""
    taken(answer)
    return unquote(answer.headers["Content-Disposition"].partition("''")[2])


@pytest.mark.parametrize(
    ("query", "shape", "name"),
    [
        ("", "whole", "示例轮次（正在整改）整改台账{today}.xlsx"),
        (
            "&status__exact=closed",
            "whole",
            "示例轮次（正在整改）整改台账（按列表筛选，{count} 项）{today}.xlsx",
        ),
        (
            "&status__exact=closed",
            "canonical",
            "示例轮次（正在整改）规范格式（按列表筛选，{count} 项）{today}.csv",
        ),
    ],
)
def test_file_of_the_list(office, in_progress, query, shape, name):
    address = f"{reverse('admin:rectify_issue_export')}?round__id__exact={in_progress.pk}{query}"
    format = "csv" if shape == "canonical" else "xlsx"
    said = {"round": in_progress.pk, "shape": shape, "format": format, "paper": "A3"}
    today = f"{timezone.localdate():%Y%m%d}"
    count = in_progress.issues.filter(status="closed").count()
    assert name_of(office.post(address, said)) == name.format(today=today, count=count)


def test_file_of_ones_own_community(client, in_progress, east_issue, east_secretary):
    client.force_login(east_secretary)
    own = in_progress.issues.filter(community=east_issue.community).count()
    answer = client.get(reverse("my_ledger", args=[in_progress.pk]))
    today = f"{timezone.localdate():%Y%m%d}"
    part = f"新园里社区，{own} 项"
    sheet = openpyxl.load_workbook(io.BytesIO(taken(answer))).active
    assert name_of(answer) == f"示例轮次（正在整改）整改台账（{part}）{today}.xlsx"
    assert sheet["A1"].value == f"示例轮次（正在整改）整改台账（{part}）（示例数据）"
    assert subject() == f"sample-in-progress 整改台账（{part}）"
