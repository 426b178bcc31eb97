"""The preview that follows what is typed, and saves nothing."""

import re

import pytest

from rectify.models import Category, Finding, Measure, Round, Section, Submission
from tests.admin.editor import notice, opened, part


def state() -> tuple:
    rows = [Section, Category, Finding, Measure, Round]
    return (
        *(list(model.objects.order_by("pk").values()) for model in rows),
        *(model.history.count() for model in rows),
        Submission.objects.count(),
    )


def previewed(client, round, name, data, more="") -> dict:
    page = notice(round, f"preview/?part={name}{more}")
    return client.post(page, data).json()


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("section-{section}", {"body": "共{整改问题数}项。"}, "工作共523项。（二）"),
        ("section-{section}", {"level": "1"}, "二、高度重视巡察整改工作"),
        ("section-new", {"body": "新的一段。"}, "新的一段。"),
        ("category-{category}", {"body": "共{本类整改问题数}项。"}, "共189项。"),
        ("finding-{finding}", {"title": "新名称"}, "针对“新名称”的问题，"),
        ("finding-{finding}", {"measures-0-text": "先做"}, "一是先做。二是"),
        ("finding-{finding}", {"measures-0-DELETE": "on"}, "需求。一是加大对宣传教育"),
        (
            "finding-{finding}",
            {"measures-2-text": "再做", "measures-2-outcome": "done"},
            "三是再做。",
        ),
        ("finding-new", {"category": "{category}", "title": "新问题"}, "（10）针对“新问题”的问题"),
        ("round-{round}", {"notice_title": "{街道}公布"}, "杭州道街道公布"),
    ],
)
def test_preview_follows_what_is_typed_and_saves_nothing(
    office, published, section, finding, name, changes, expected
):
    keys = {
        "section": section.pk,
        "finding": finding.pk,
        "category": finding.category_id,
        "round": published.pk,
    }
    name = name.format(**keys)
    _, data = opened(office, published, name)
    before = state()
    if changes.get("category"):
        changes = changes | {"category": finding.category_id}
    answer = previewed(office, published, name, data | changes)
    assert answer["problem"] == ""
    shown = re.sub(r'<a class="place[^>]*>[^<]*</a>', "", answer["notice"])
    assert expected in re.sub(r"\s", "", re.sub(r"<[^>]+>", "", shown))
    assert state() == before


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "共{整改问题总数}项。",
            "没有名为“{整改问题总数}”的变量。您是不是要写：{整改问题数}、{整改问题未完成数}、"
            "{整改问题已完成数}？可用的变量列在“公布正文”的“变量”一栏。",
        ),
        ("共{整改问题数", "“共{整改问题数”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
    ],
)
def test_preview_says_what_is_wrong_and_where(office, published, section, body, problem):
    _, data = opened(office, published, part(section))
    before = state()
    answer = previewed(office, published, part(section), data | {"body": body})
    assert answer == {"notice": "", "problem": "", "fields": {"body": [problem]}}
    assert state() == before


def test_preview_says_in_which_row_something_is_wrong(office, published, finding):
    _, data = opened(office, published, part(finding))
    changes = {"measures-1-text": "查{没有}处", "title": ""}
    answer = previewed(office, published, part(finding), data | changes)
    assert {name: len(sentences) for name, sentences in answer["fields"].items()} == {
        "title": 1,
        "measures-1-text": 1,
    }


def test_preview_of_a_part_that_was_deleted(office, published, section, finding):
    name = part(section)
    _, data = opened(office, published, name)
    section.delete()
    assert previewed(office, published, name, data)["problem"] == (
        "这里的公布栏目有被别人删去的，预览没有刷新。填的内容还在；保存的时候可以作为新的加上。"
    )
    _, data = opened(office, published, part(finding))
    finding.measures.first().delete()
    assert previewed(office, published, part(finding), data)["problem"] == (
        "这里的整改措施有被别人删去的，预览没有刷新。填的内容还在；保存的时候可以作为新的加上。"
    )


def test_preview_says_why_the_notice_cannot_be_composed(office, published, section):
    _, data = opened(office, published, part(section))
    answer = previewed(office, published, part(section), data | {"level": "4"})
    assert answer["problem"] == ""
    Round.objects.filter(pk=published.pk).update(numbering="一、→（一）")
    answer = previewed(office, published, part(section), data)
    assert answer == {
        "notice": "",
        "problem": "各级编号只写了 2 级，正文用到了第 3 级：请在轮次的“各级编号”里补上。",
        "fields": {},
    }


def test_preview_keeps_to_the_edition(office, published, finding):
    Finding.objects.filter(pk=finding.pk).update(is_withheld=True, withheld_ground="secret")
    section = published.sections.last()
    _, data = opened(office, published, part(section))
    found = {
        more: finding.title in previewed(office, published, part(section), data, more)["notice"]
        for more in ("", "&edition=public", "&edition=party")
    }
    assert found == {"": False, "&edition=public": False, "&edition=party": True}
