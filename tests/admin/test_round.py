"""The round with its rows, edited by one or by two."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rectify.models import Category, Finding, Round
from tests.admin.pages import address, errors_of, form_data, told

QUERIES = 37


def test_round_page_shows_sections_and_categories_in_order(office, round_page):
    response = office.get(round_page[0])
    formsets = {
        formset.formset.prefix: formset.formset
        for formset in response.context["inline_admin_formsets"]
    }
    assert [form.instance.heading for form in formsets["sections"].initial_forms] == [
        "",
        "组织落实巡察整改情况",
        "高度重视巡察整改工作",
        "认真制定问题整改措施",
        "压实责任逐项逐条整改",
        "反馈问题整改落实情况",
        "需要在计划内完成的项目和进一步巩固深化整改成果的措施与计划安排",
        "需要在计划内完成的项目",
        "进一步巩固深化整改成果的措施",
        "",
    ]
    assert [form.instance.title[:6] for form in formsets["categories"].initial_forms] == [
        "政治站位需要",
        "两个责任需要",
        "固本强基需要",
    ]


def test_round_saved_untouched_stays_as_it_is(office, published, round_page):
    page, data = round_page
    before = Round.objects.values().get(pk=published.pk)
    assert office.post(page, data).status_code == 302
    assert Round.objects.values().get(pk=published.pk) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"fed_back_on": ""},
            "栏目“按照{巡察机关}巡察工作”里写了变量“{反馈日期}”，这一项不能空着。",
        ),
        ({"fed_back_on": "2022-09-01"}, "反馈日期不能早于巡察结束日期。"),
        ({"inspected_from": "2022-09-15"}, "巡察结束日期不能早于巡察开始日期。"),
        ({"published_on": "2022-11-02"}, "公布日期不能早于反馈日期。"),
        ({"amber_days": "2"}, "红灯天数不能多于黄灯天数。"),
        ({"period_months": "0"}, "集中整改期应为 1 到 24 个月。"),
        (
            {"numbering": "一、→甲"},
            "“甲”看不出怎样编号：请写出这一级的第一个序号，如 一、 （一） 1. （1） ① 一是。",
        ),
        (
            {"finding_pattern": "针对的问题，"},
            "句式里要有且只有一对花括号“{}”，表示标题的位置，如 关于“{}”问题。",
        ),
        ({"rate_decimals": "3"}, "完成率最多保留两位小数。"),
        ({"notice_title": "关于{轮次名}的公布"}, "没有名为“{轮次名}”的变量。"),
        ({"label": "第一轮\u202e第二批"}, "这里有看不见的控制字符，多半是复制带来的；"),
        ({"inspected_body": "示例\u200b街道"}, "这里有看不见的控制字符，多半是复制带来的；"),
    ],
)
def test_round_that_must_not_be_is_refused(office, published, round_page, changes, message):
    page, data = round_page
    before = Round.objects.values().get(slug="hangzhoudao-2022")
    response = office.post(page, data | changes)
    assert response.status_code == 200
    assert errors_of(response)[0][: len(message)] == message
    assert Round.objects.values().get(slug="hangzhoudao-2022") == before


def test_table_of_rows_has_a_heading_above_every_column(office, published):
    page = office.get(address(Round, "change", published.pk)).content.decode()
    headings = re.findall(r"<th\b[^>]*>(.*?)</th>", page, re.S)
    assert headings.count('<span class="visually-hidden">已有的行</span>') == 5
    assert [one for one in headings if not re.sub(r"<[^>]+>|\s", "", one)] == []


def test_name_and_the_text_that_uses_it_are_saved_together(office, published, round_page):
    page, data = round_page
    number = len(published.official_names.all())
    data |= {
        f"official_names-{number}-key": "区",
        f"official_names-{number}-text": "示例区",
        "sections-0-body": "{区}公布。",
    }
    assert office.post(page, data).status_code == 302
    assert published.sections.first().body == "{区}公布。"


def test_name_in_use_cannot_be_removed(office, published, round_page):
    page, data = round_page
    response = office.post(page, data | {"official_names-0-DELETE": "on"})
    [first, *rest] = errors_of(response)
    assert first == ("称谓“街道”还用在反馈问题“民生资金使用不到位”的措施，请先改掉那里再删。")
    assert {error.partition("。")[0] for error in rest} == {"没有名为“{街道}”的变量"}
    assert published.official_names.filter(key="街道").exists()


def test_name_of_a_variable_cannot_be_taken(office, published, round_page):
    page, data = round_page
    response = office.post(page, data | {"official_names-0-key": "整改问题数"})
    assert errors_of(response)[0] == "“整改问题数”是系统的变量名，请换一个称谓。"


def test_new_round_has_its_names_and_sections_on_the_second_page(office):
    assert office.get(address(Round, "add")).context["inline_admin_formsets"] == []


def test_community_with_entries_stays_in_its_round(office, published, round_page):
    page, data = round_page
    gone = published.communities.get(name="新园里社区")
    data["communities"] = [pk for pk in data["communities"] if int(pk) != gone.pk]
    response = office.post(page, data)
    assert errors_of(response) == [
        "新园里社区还有 19 项整改问题，不能移出本轮次；请先改这些问题的社区。"
    ]
    published.issues.filter(community=gone).delete()
    assert office.post(page, data).status_code == 302
    assert published.communities.count() == 28


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"sections-1-kind": "findings"},
            "一个轮次只能有一个“反馈问题及整改落实情况”栏目。",
        ),
        (
            {"sections-1-kind": "findings", "sections-5-kind": "text"},
            "“反馈问题及整改落实情况”要换到另一个栏目："
            "请先把原来的栏目改掉或删去并保存，再改这一个。",
        ),
        (
            {"sections-1-kind": "findings", "sections-5-DELETE": "on"},
            "“反馈问题及整改落实情况”要换到另一个栏目："
            "请先把原来的栏目改掉或删去并保存，再改这一个。",
        ),
        (
            {"campaigns-0-name": "专项整治第2项"},
            "“专项整治第2项”现在是另一行的；请先改那一行并保存，再改这一行。",
        ),
        (
            {"categories-0-title": "甲", "categories-1-title": "甲"},
            "有两行都是“甲”，请改成不同的。",
        ),
        (
            {"official_names-0-key": "工委", "official_names-1-key": "街道"},
            "“工委”现在是另一行的；请先改那一行并保存，再改这一行。",
        ),
        (
            {"campaigns-0-name": "专项整治第2项", "campaigns-1-name": "专项整治第1项"},
            "“专项整治第2项”现在是另一行的；请先改那一行并保存，再改这一行。",
        ),
    ],
)
def test_rows_of_a_round_that_clash_are_refused(office, published, round_page, changes, message):
    page, data = round_page
    before = list(published.sections.values()), list(published.campaigns.values())
    response = office.post(page, data | changes)
    assert response.status_code == 200
    assert errors_of(response)[0] == message
    assert (list(published.sections.values()), list(published.campaigns.values())) == before


@pytest.mark.parametrize("prefix", ["campaigns", "official_names", "categories", "planned_works"])
def test_row_added_by_someone_else_meanwhile(office, published, prefix):
    page = address(Round, "change", published.pk)
    data = form_data(office.get(page))
    manager = getattr(published, prefix)
    row = manager.last()
    field = row.name_field
    number = int(data[f"{prefix}-INITIAL_FORMS"][0])
    for name, value in [(field, "同时"), ("text", "全称"), ("due_on", "2024-01-01")]:
        data[f"{prefix}-{number}-{name}"] = value
    row.pk, row._state.adding = None, True
    setattr(row, field, "同时")
    row.save()
    response = office.post(page, data)
    assert "“同时”现在是另一行的；请先改那一行并保存，再改这一行。" in errors_of(response)


@pytest.mark.parametrize("ticked", [True, False])
def test_row_deleted_by_someone_else_meanwhile(office, published, round_page, ticked):
    page, data = round_page
    for prefix in ("campaigns", "official_names", "sections"):
        row = getattr(published, prefix).last()
        at = int(data[f"{prefix}-INITIAL_FORMS"][0]) - 1
        if ticked:
            data[f"{prefix}-{at}-DELETE"] = "on"
        type(row).objects.filter(pk=row.pk).delete()
    response = office.post(page, data)
    if ticked:
        assert response.status_code == 302
        return
    [refused] = errors_of(response)
    assert refused.startswith("您打开这一页以后，有人改过，所以还没有保存")
    again = form_data(response)
    assert [
        len(getattr(published, prefix).all()) - int(again[f"{prefix}-INITIAL_FORMS"][0])
        for prefix in ("campaigns", "official_names", "sections")
    ] == [0, 0, 0]


@pytest.mark.parametrize("of", ["nobody", "another round"])
def test_row_that_never_was_of_this_round_is_refused_in_words(
    office, published, in_progress, round_page, of
):
    page, data = round_page
    pk = 10**9 if of == "nobody" else in_progress.sections.first().pk
    response = office.post(page, data | {"name": "改了", "sections-0-id": str(pk)}, follow=True)
    assert (response.status_code, told(response)) == (
        200,
        ["表单里有一行对不上这里的任何一行，所以没有保存。请重新填写。"],
    )
    published.refresh_from_db()
    assert published.name != "改了"


def test_emptied_row_may_be_deleted(office, published, round_page):
    page, data = round_page
    data |= {"campaigns-0-name": "", "campaigns-0-DELETE": "on"}
    assert office.post(page, data).status_code == 302
    assert published.campaigns.count() == 2


@pytest.mark.parametrize("model", [Category, Finding])
def test_categories_and_findings_stay_in_their_round(office, published, in_progress, model):
    row = model.objects.filter(
        **({"round": published} if model is Category else {"category__round": published})
    ).first()
    page = address(model, "change", row.pk)
    other = in_progress if model is Category else in_progress.categories.first()
    field = "round" if model is Category else "category"
    office.post(page, form_data(office.get(page)) | {field: other.pk})
    row.refresh_from_db()
    assert row.round == published
    setattr(row, field, other)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict[field][0].endswith("都在原来的轮次里。")


def test_published_round_keeps_its_address(office, published, in_progress):
    for round, refusal in [
        (
            published,
            ["本轮次已经公布，公众和别的网页用的是“hangzhoudao-2022”，网址名不能再改。"],
        ),
        (in_progress, []),
    ]:
        round.slug = f"moved-{round.pk}"
        try:
            round.full_clean()
            told = []
        except ValidationError as refused:
            told = refused.message_dict["slug"]
        assert told == refusal


def test_round_page_costs_the_same_for_few_rows_and_for_many(
    office, published, django_assert_num_queries
):
    page = address(Round, "change", published.pk)
    office.get(page)
    with django_assert_num_queries(QUERIES):
        office.get(page)
    for number in range(10):
        published.official_names.create(key=f"称{number}", text="全称")
        published.planned_works.create(title=f"项{number}", due_on="2024-01-01")
    with django_assert_num_queries(QUERIES):
        office.get(page)


def test_planned_work_is_not_finished_before_its_day(in_progress):
    work = in_progress.planned_works.first()
    work.finished_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as found:
        work.full_clean()
    assert found.value.message_dict == {
        "finished_on": ["这一天还没有到：完成以后再填；计划的时间填“计划完成日期”。"]
    }
    work.finished_on = timezone.localdate()
    work.full_clean()


# --- A text that names what is not there any more ---------------------------------------------


@pytest.fixture
def named_works(in_progress):
    """A section that names the planned works, of which none is left."""
    section = in_progress.sections.create(body="还有{计划项目名单}。", position=9000)
    in_progress.planned_works.all().delete()
    return section


@pytest.mark.parametrize("adds", [False, True])
def test_section_that_lacks_a_value_does_not_keep_the_round(office, in_progress, named_works, adds):
    page = address(Round, "change", in_progress.pk)
    data = form_data(office.get(page)) | {"address": "某路 2 号"}
    if adds:
        data |= {"planned_works-0-title": "新项目", "planned_works-0-due_on": "2030-06-30"}
    response = office.post(page, data, follow=True)
    in_progress.refresh_from_db()
    assert (in_progress.address, in_progress.planned_works.count()) == ("某路 2 号", int(adds))
    lacking = "已保存，但公布正文现在还不能生成：栏目“还有{计划项目名单}。”：变量“{计划项目名单}”"
    assert [one.startswith(lacking) for one in told(response)] == [False] if adds else [True, False]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "仍有{计划项目名单}。",
            "变量“{计划项目名单}”现在没有值，会印成空白：请先录入计划内完成的项目并保存。",
        ),
        ("还有{计划项目名单", "“还有{计划项目名单”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
    ],
)
def test_section_written_anew_is_refused_what_it_lacks(
    office, in_progress, named_works, typed, message
):
    page = address(Round, "change", in_progress.pk)
    data = form_data(office.get(page))
    number = in_progress.sections.count() - 1
    response = office.post(page, data | {f"sections-{number}-body": typed})
    assert errors_of(response) == [message]
    named_works.refresh_from_db()
    assert named_works.body == "还有{计划项目名单}。"
