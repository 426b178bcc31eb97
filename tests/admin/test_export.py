"""The page on which staff take the ledger out: what it says, and what it refuses."""

import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.admin.test_import import EXPORT, export, numbers
from tests.views.conftest import taken

LIST = reverse("admin:rectify_issue_changelist")


class Attributes(HTMLParser):
    """What a page has of ids, and what its elements are described by."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.describing = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.describing |= set((attributes.get("aria-describedby") or "").split())


def said(page) -> str:
    """Return the first sentence of the page."""
    text = page.content.decode()
    return re.search(r'<div id="content".*?<p>(.*?)</p>', text, re.DOTALL)[1]


def rounds(page) -> list[str]:
    return [label for _key, label in page.context["form"].fields["round"].choices]


def tick(client, issues, **values):
    data = {"action": "export", "_selected_action": [one.pk for one in issues]}
    return client.post(LIST, data | values)


# --- How many come out -------------------------------------------------------------------------


def test_each_round_is_offered_with_how_many_it_has(office, published, in_progress):
    page = office.get(EXPORT)
    assert said(page) == (
        "列表按现在的筛选有 673 项，分在 2 个轮次里。一份表格只有一个轮次："
        "这一次导出下面选定的轮次的，其他轮次的请另外导出。"
    )
    assert rounds(page) == [
        "示例轮次（正在整改）（150 项）",
        "杭州道街道2022年巡察整改（523 项）",
    ]


@pytest.mark.parametrize(
    ("query", "lookup"),
    [
        ("?status__exact=closed", {"status": "closed"}),
        ("?q=新园里社区", {"community__name": "新园里社区"}),
    ],
)
def test_counts_are_those_of_the_filters(office, published, in_progress, query, lookup):
    assert rounds(office.get(f"{EXPORT}{query}")) == [
        f"{one}（{one.issues.filter(**lookup).count()} 项）" for one in (in_progress, published)
    ]


def test_one_round_alone_is_told_in_fewer_words(office, in_progress):
    page = office.get(f"{EXPORT}?round__id__exact={in_progress.pk}")
    assert (said(page), rounds(page)) == (
        "列表按现在的筛选有 150 项。",
        ["示例轮次（正在整改）（150 项）"],
    )


def test_ticked_entries_of_two_rounds_are_told_apart(office, published, in_progress):
    ticked = [*in_progress.issues.all()[:3], *published.issues.all()[:2]]
    page = tick(office, ticked)
    assert said(page) == (
        "列表里勾选的 5 项，分在 2 个轮次里。一份表格只有一个轮次："
        "这一次导出下面选定的轮次的，其他轮次的请另外导出。"
    )
    assert rounds(page) == [
        "示例轮次（正在整改）（3 项）",
        "杭州道街道2022年巡察整改（2 项）",
    ]
    answer = export(office, published, chosen=page.context["form"]["chosen"].value())
    assert numbers(answer) == [one.number for one in ticked[3:]]


def test_all_of_the_list_is_said_by_its_filters(office, in_progress):
    query = f"?round__id__exact={in_progress.pk}&status__exact=closed"
    closed = in_progress.issues.filter(status="closed")
    data = {"action": "export", "_selected_action": [closed[0].pk], "select_across": "1"}
    page = office.post(f"{LIST}{query}", data)
    assert said(page) == f"列表按现在的筛选有 {closed.count()} 项。"
    assert page.context["form"]["chosen"].value() == ""
    action = re.search(r'<form method="post" action="([^"]*)"', page.content.decode())[1]
    assert action == f"{EXPORT}{query}".replace("&", "&amp;")


@pytest.mark.parametrize("chosen", ["1,x", "1" * 20])
def test_choice_that_is_not_whole_is_refused(office, in_progress, chosen):
    page = export(office, in_progress, chosen=chosen)
    assert page.context["form"].errors["chosen"] == ["选定的问题不完整，请回到列表重新勾选。"]
    assert page.content.decode().count("选定的问题不完整，请回到列表重新勾选。") == 1


# --- What does not go together -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["merge_communities", "per_community"])
def test_layout_of_print_is_refused_for_the_canonical_form(office, in_progress, name):
    page = export(office, in_progress, **{name: "on"})
    assert page.context["form"].errors == {name: ["只用于打印用的；导出规范格式，请不要勾选。"]}


def test_form_says_what_comes_back_in(office, in_progress):
    form = office.get(EXPORT).context["form"]
    assert dict(form.fields["shape"].choices)["canonical"] == (
        "规范格式（Excel 和 CSV 改好可以再导入；JSON 给别的程序用）"
    )
    assert {name: field.help_text for name, field in form.fields.items() if field.help_text} == {
        "format": "打印用的只有 Excel 格式；JSON 不能再导入。",
        "paper": "纸张和下面两项只用于打印用的，规范格式没有。",
    }


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "示例轮次（正在整改）整改台账（示例数据）"),
        ("?q=E1", "示例轮次（正在整改）整改台账（按列表筛选，1 项）（示例数据）"),
    ],
)
def test_printed_part_is_called_a_part(office, in_progress, east_issue, query, title):
    answer = export(office, in_progress, query, shape="whole", format="xlsx")
    assert load_workbook(BytesIO(taken(answer))).active["A1"].value == title


def test_printed_entries_that_were_ticked_are_called_so(office, in_progress, east_issue):
    chosen = str(east_issue.pk)
    answer = export(office, in_progress, shape="whole", format="xlsx", chosen=chosen)
    assert load_workbook(BytesIO(taken(answer))).active["A1"].value == (
        "示例轮次（正在整改）整改台账（按列表勾选，1 项）（示例数据）"
    )


# --- For who cannot see it ---------------------------------------------------------------------


def test_help_is_where_the_page_points_to(office, in_progress):
    page = export(office, in_progress, shape="whole")
    found = Attributes(page.content.decode())
    assert len(found.ids) == len(set(found.ids))
    assert found.describing - set(found.ids) == set()
    assert {"id_format_helptext", "id_format_error", "id_paper_helptext"} <= found.describing
