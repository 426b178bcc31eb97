"""The notice of 2022: composed from the data word for word, and changing with it."""

import datetime
import re
import unicodedata
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from communities.models import Department
from rectify.models import Finding, Issue, Section
from rectify.notices import html, text
from rectify.notices.compose import compose
from rectify.states import Status

PUBLISHED = Path(__file__).parent.parent / "data" / "notice-2023-05-06.txt"

pytestmark = pytest.mark.django_db


def lines(round) -> list[str]:
    return text.render(compose(round)).splitlines()


@pytest.fixture
def before(published):
    return lines(published)


def changed(before, after) -> list[tuple[str, str]]:
    """Return the lines that differ, of two notices of the same length."""
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def test_command_prints_the_published_notice():
    out = StringIO()
    call_command("notice", "hangzhoudao-2022", "--format", "text", stdout=out)
    expected = PUBLISHED.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFKC", out.getvalue()) == unicodedata.normalize("NFKC", expected)


def test_notice_is_written_with_full_width_punctuation(before):
    assert re.findall(r"[,:;?!()]", "".join(before)) == []


def test_one_issue_fewer_closed(published, before):
    issue = published.issues.first()
    issue.status, issue.settled_on = Status.RECTIFYING, None
    issue.save()
    assert changed(before, lines(published)) == [
        (
            "根据四届区委第一轮第二批巡察工作部署要求，杭州道街道29个社区涉及整改问题523项，目前已经完成整改问题523项，整改完成率100%。集中整改期间，开展专项整治3项，建立健全制度机制3项。",
            "根据四届区委第一轮第二批巡察工作部署要求，杭州道街道29个社区涉及整改问题523项，目前已经完成整改问题522项，整改完成率99.8%。集中整改期间，开展专项整治3项，建立健全制度机制3项。",
        )
    ]


def test_finding_added_in_the_middle_numbers_the_rest_anew(published, before):
    category = published.categories.all()[1]
    finding = Finding(category=category, title="示例“问题”", approach="示例总括句。", position=15)
    finding.full_clean()
    finding.save()
    finding.measures.create(text="第一条")
    finding.measures.create(text="第二条。")
    after = lines(published)
    at = next(i for i, line in enumerate(after) if "示例" in line)
    assert after[at : at + 2] == [
        "（2）针对“示例‘问题’”的问题，示例总括句。",
        "一是第一条。二是第二条。",
    ]
    assert [line[:3] for line in after if re.match(r"（\d+）", line)] == [
        *[f"（{n}）" for n in range(1, 10)],
        *[f"（{n}）" for n in range(1, 10)],
        *[f"（{n}）" for n in range(1, 9)],
    ]
    del after[at : at + 2]
    assert [line.lstrip("（1234567890）") for line in after] == [
        line.lstrip("（1234567890）") for line in before
    ]


def test_dropped_community_with_its_entries(published, before):
    community = published.communities.get(name="新园里社区")
    assert published.issues.filter(community=community).count() == 19
    published.issues.filter(community=community).delete()
    published.communities.remove(community)
    differences = changed(before, lines(published))
    assert [new for old, new in differences if "504" in new] == [
        "根据四届区委第一轮第二批巡察工作部署要求，杭州道街道28个社区涉及整改问题504项，目前已经完成整改问题504项，整改完成率100%。集中整改期间，开展专项整治3项，建立健全制度机制3项。",
        "此次巡察指出28个社区存在问题504项，涉及学习教育、环境设施、安全隐患等方面，为了高标准完成问题整改工作，街道党建办公室、公共安全办公室、公共管理办公室、公共服务办公室和相关社区在充分调研基础上，逐一分析存在问题的根源，在广泛征求辖区物业公司、居民群众代表意见和建议的基础上，结合社区实际情况，以及上级相关要求，研究制定了整改措施。",
    ]
    assert [(old.count("29个社区"), new.count("28个社区")) for old, new in differences] == [
        (1, 1)
    ] * 5


def test_feedback_moved_across_the_year(published, before):
    published.fed_back_on = datetime.date(2023, 1, 10)
    published.save()
    assert changed(before, lines(published)) == [
        (
            before[0],
            "按照区委巡察工作统一部署，2022年8月1日至9月14日，区委巡察三组对杭州道街及29个社区开展了常规巡察，并于2023年1月10日反馈了巡察意见。按照巡察工作有关要求，现将巡察集中整改进展情况予以公布。",
        )
    ]


def test_inspection_across_the_year(published, before):
    published.inspected_from = datetime.date(2021, 12, 20)
    published.save()
    assert lines(published)[0].split("，")[1] == "2021年12月20日至2022年9月14日"


def test_planned_works_of_one_year_write_it_once(published, before):
    work = published.planned_works.last()
    work.due_on = datetime.date(2023, 11, 30)
    work.save()
    [(_, new)] = changed(before, lines(published))
    assert new == (
        "室外健身器材损坏和楼门亮化问题已经制定整改计划，并协调相关单位进行整改。"
        "健身器材计划2023年10月完成整改任务，楼门亮化计划11月底完成整改任务。"
    )


def test_renamed_department_is_renamed_everywhere(published, before):
    Department.objects.filter(name="公共安全办公室").update(name="平安建设办公室")
    differences = changed(before, lines(published))
    assert [old.replace("公共安全办公室", "平安建设办公室") for old, _ in differences] == [
        new for _, new in differences
    ]
    assert len(differences) == 2


@pytest.mark.parametrize(
    ("field", "value", "old", "new"),
    [
        ("label", "五届区委第二轮第一批", "四届区委第一轮第二批", "五届区委第二轮第一批"),
        ("team", "区委巡察一组", "区委巡察三组", "区委巡察一组"),
        ("kind", "special", "常规巡察", "专项巡察"),
        ("telephone", "（022）00000000", "（022）66596006", "（022）00000000"),
        (
            "publisher",
            "中共示例街道工作委员会",
            "中共杭州道街道工作委员会",
            "中共示例街道工作委员会",
        ),
        ("signed_on", datetime.date(2023, 6, 1), "2023年5月6日", "2023年6月1日"),
        ("inspected_body", "杭州道街道", "杭州道街及", "杭州道街道及"),
    ],
)
def test_field_of_the_round_is_said_from_the_data(published, before, field, value, old, new):
    setattr(published, field, value)
    published.save()
    [(was, now)] = changed(before, lines(published))
    assert was.replace(old, new) == now


def test_campaigns_mechanisms_and_findings_are_counted_from_rows(published, before):
    published.campaigns.first().delete()
    published.mechanisms.all()[1:2].get().delete()
    [(_, new)] = changed(before, lines(published))
    assert new.endswith("开展专项整治2项，建立健全制度机制2项。")


def test_no_figure_is_stored_where_the_data_can_say_it(published):
    """Every number that stands in a stored text is one that no row of ours knows."""
    stored = "".join(stored for _, stored, _ in published.texts())
    assert sorted(re.findall(r"[0-9]+[^0-9]", stored)) == [
        "11处",
        "2022年",
        "2023年",
        "2023年",
        "3次",
        "500余",
        "5月",
        "600余",
    ]


class Reader(HTMLParser):
    """Reads HTML as a person would: the text of each element that is a line."""

    LINES = ("h2", "h3", "h4", "h5", "p", "div")

    def __init__(self):
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag, attributes):
        if tag in self.LINES:
            self.lines.append("")

    def handle_data(self, data):
        self.lines[-1] += data.strip("\n")


def test_html_says_the_same_as_text(published, before):
    reader = Reader()
    reader.feed(html.render(compose(published)))
    assert [line for line in reader.lines if line] == before


def test_html_has_headings_by_level_and_a_list_for_each_category(published):
    page = html.render(compose(published))
    assert re.findall(r"<(h\d)>(?:(?:.、)|（.）)", page) == (
        ["h2", "h3", "h3", "h3", "h2", "h3", "h3", "h3", "h2", "h3", "h3"]
    )
    assert (page.count("<ol"), page.count("<li>")) == (3, 25)


def test_html_escapes_what_was_typed(published):
    Section.objects.filter(round=published).first().delete()
    section = Section(round=published, body="<script>alert(1)</script>", position=1)
    section.full_clean()
    section.save()
    page = html.render(compose(published))
    assert page.count("<script") == 0
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1


def test_issue_of_another_round_counts_nowhere(published, in_progress, before):
    Issue.objects.filter(round=in_progress).delete()
    assert lines(published) == before


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("反馈{类别数（汉字）}个方面{反馈问题数}个问题", "反馈三个方面25个问题"),
        ("开展{计划项目数（汉字）}项", "开展两项"),
        ("{责任科室名单（和）}", "党建办公室、公共安全办公室、公共管理办公室和公共服务办公室"),
        ("发布日期：{公布日期（数字）}", "发布日期：2023-05-06"),
        ("截至{统计截至日期（年月）}底", "截至2023年4月底"),
        ("截至{统计截至日期（月底）}", "截至2023年4月底"),
        ("{集中整改月数（汉字）}个月", "三个月"),
    ],
)
def test_other_forms_of_a_variable(published, text, printed):
    published.counted_on = datetime.date(2023, 4, 30)
    published.save()
    Section.objects.create(round=published, body=text, position=1)
    assert lines(published)[0] == printed
