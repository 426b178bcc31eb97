"""The admin: every list with its search and filters, every form, and who gets in."""

import datetime
import re

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import ValidationError
from django.urls import reverse

from rectify.models import Category, Finding, Issue, Measure, OfficialName, Round, Section
from rectify.states import Status
from rectify.variables import CATEGORY_VARIABLES, VARIABLES

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
BUSINESS = [model for model in MODELS if model._meta.model_name != "user"]


def address(model, page, *args):
    return reverse(admin_urlname(model._meta, page), args=args)


@pytest.fixture
def superuser(admin_client):
    return admin_client


def rows(response) -> list[int]:
    return [row.pk for row in response.context["cl"].result_list]


def test_what_is_opened_most_comes_first(office):
    applications = office.get("/admin/").context["app_list"]
    assert [model["name"] for application in applications for model in application["models"]] == [
        "整改问题",
        "巡察轮次",
        "公布栏目",
        "反馈问题类别",
        "反馈问题",
        "整改措施",
        "计划内完成的项目",
        "专项整治",
        "制度机制",
        "整改成效",
        "称谓表",
        "社区",
        "责任科室",
        "责任人",
    ]


def test_every_model_is_in_the_admin():
    assert [model._meta.label for model in MODELS] == [
        "communities.Community",
        "communities.Department",
        "communities.Owner",
        "communities.User",
        "rectify.Campaign",
        "rectify.Category",
        "rectify.Finding",
        "rectify.Issue",
        "rectify.Measure",
        "rectify.Mechanism",
        "rectify.OfficialName",
        "rectify.PlannedWork",
        "rectify.Result",
        "rectify.Round",
        "rectify.Section",
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_list_opens_searches_and_sorts(superuser, model):
    page = address(model, "changelist")
    assert superuser.get(page).status_code == 200
    assert superuser.get(page, {"q": "社区"}).status_code == 200
    assert rows(superuser.get(page, {"q": "没有这样的字样"})) == []
    for column in range(1, len(admin.site.get_model_admin(model).list_display) + 1):
        assert superuser.get(page, {"o": f"-{column}"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_filter_of_a_list_works(superuser, model):
    page = address(model, "changelist")
    filters = superuser.get(page).context["cl"].get_filters(superuser.get(page).wsgi_request)[0]
    for spec in filters:
        for choice in list(spec.choices(superuser.get(page).context["cl"]))[:8]:
            assert superuser.get(page + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_form_opens_to_add_to_change_and_to_delete(superuser, model):
    if model is not OfficialName:
        assert superuser.get(address(model, "add")).status_code == 200
    row = model.objects.first()
    if row:
        assert superuser.get(address(model, "change", row.pk)).status_code == 200
        assert superuser.get(address(model, "history", row.pk)).status_code == 200
        if model is not OfficialName:
            assert superuser.get(address(model, "delete", row.pk)).status_code == 200


# --- The ledger ------------------------------------------------------------------------

QUERIES = 36
LEDGER = "/admin/rectify/issue/"


@pytest.mark.parametrize(
    ("search", "count"),
    [("523", 1), ("新园里社区", 21), ("开展燃气安全宣传效果不实", 21), ("（示例）固定资产", 21)],
)
def test_ledger_is_searched_by_number_community_finding_and_text(office, search, count):
    response = office.get(LEDGER, {"q": search})
    assert response.context["cl"].result_count == count


def test_ledger_filters(office, published, in_progress):
    overdue = set(in_progress.issues.overdue().values_list("pk", flat=True))
    assert set(rows(office.get(LEDGER, {"overdue": "yes"}))) == overdue
    assert office.get(LEDGER, {"overdue": "no"}).context["cl"].result_count == 583 - len(overdue)
    community = published.communities.get(name="新园里社区")
    found = rows(
        office.get(LEDGER, {"round__id__exact": published.pk, "community__id__exact": community.pk})
    )
    assert len(found) == 19
    found = rows(office.get(LEDGER, {"status__exact": Status.TO_ACCEPT}))
    assert found == [issue.pk for issue in Issue.objects.filter(status=Status.TO_ACCEPT)]


def test_ledger_stands_in_the_order_of_numbers(office, in_progress):
    found = office.get(LEDGER, {"round__id__exact": in_progress.pk}).context["cl"].result_list
    assert [issue.number for issue in found] == [str(number) for number in range(1, 61)]


def test_ledger_says_how_long_is_left(office, in_progress):
    page = office.get(LEDGER, {"round__id__exact": in_progress.pk}).content.decode()
    assert (page.count("剩 40 天"), page.count("逾期 12 天")) == (6, 6)


@pytest.mark.parametrize("status", [None, Status.CLOSED])
def test_ledger_costs_the_same_for_few_rows_and_for_many(
    office, published, django_assert_num_queries, status
):
    if status is None:
        published.issues.exclude(number__in=["001", "002", "003"]).delete()
    office.get(LEDGER)
    with django_assert_num_queries(11):
        office.get(LEDGER, {"round__id__exact": published.pk, "all": ""})


def test_deadline_words():
    date = datetime.date
    issue = Issue(due_on=date(2026, 3, 31), due_wording="2026年3月底")
    assert [issue.deadline_words(date(2026, *day)) for day in [(3, 26), (3, 31), (4, 12)]] == [
        "2026年3月底（剩 5 天）",
        "2026年3月底（今天到期）",
        "2026年3月底（逾期 12 天）",
    ]
    issue.status = Status.CLOSED
    assert issue.deadline_words(date(2026, 4, 12)) == "2026年3月底"
    assert Issue(due_wording="立行立改").deadline_words() == "立行立改"
    assert Issue().deadline_words() == "未定"


@pytest.mark.parametrize(
    ("days", "light"),
    [(16, "绿灯"), (15, "黄灯"), (4, "黄灯"), (3, "红灯"), (0, "红灯"), (-12, "红灯")],
)
def test_light_by_the_rounds_thresholds(days, light):
    today = datetime.date(2026, 3, 1)
    issue = Issue(round=Round(amber_days=15, red_days=3))
    issue.due_on = today + datetime.timedelta(days)
    assert issue.light(today).label == light
    issue.status = Status.CLOSED
    assert issue.light(today) is None


def form_data(response) -> dict:
    """Return what a browser would send back of a change page, untouched."""
    data = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            values = value if isinstance(value, (list, tuple)) else [value]
            data[bound.html_name] = [getattr(one, "pk", one) for one in values]
    return data


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", "002", "本轮次已有这个问题编号。"),
        ("status", "rectifying", "已销号或长期坚持的要填完成时间，其他状态的不能填。"),
        ("withheld_ground", "secret", "不公开的要选一条理由，公开的不能有不公开理由。"),
        ("due_on", "二月三十日", "输入一个有效的日期。"),
    ],
)
def test_entry_that_must_not_be_is_refused_and_kept_on_screen(
    office, published, field, value, message
):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    response = office.post(page, form_data(office.get(page)) | {field: value, "text": "改过的文字"})
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert [error for found in errors.values() for error in found] == [message]
    assert response.content.decode().count("改过的文字") >= 1
    issue.refresh_from_db()
    assert issue.text != "改过的文字"


def test_entry_is_saved(office, published):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    assert office.post(page, form_data(office.get(page)) | {"goal": "示例目标"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.goal, issue.round) == ("示例目标", published)


def test_entry_cannot_change_rounds(office, published, in_progress):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    office.post(page, form_data(office.get(page)) | {"round": in_progress.pk})
    issue.refresh_from_db()
    assert issue.round == published


# --- Texts with variables --------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "共{整改问题总数}项",
            "没有名为“{整改问题总数}”的变量。您是不是要写：{整改问题数}？可用的变量有：{轮次}、",
        ),
        ("共{整改问题数项", "“共{整改问题数项”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        ("共整改问题数}项", "“共整改问题数}项”处的“}”没有配对的“{”：变量要写成 {变量名}。"),
        ("共{}项", "有一对空的花括号“{}”：请在里面写上变量名，或者删去。"),
        (
            "请发邮件到{电子邮箱}。",
            "变量“{电子邮箱}”现在没有值，会印成空白：请先填写本轮次的“电子邮箱”。",
        ),
    ],
)
def test_text_that_would_print_nothing_is_refused(office, published, body, message):
    section = published.sections.first()
    page = address(Section, "change", section.pk)
    response = office.post(page, form_data(office.get(page)) | {"body": body})
    assert response.status_code == 200
    [error] = response.context["adminform"].form.errors["body"]
    assert error[: len(message)] == message
    section.refresh_from_db()
    assert section.body != body


def test_unknown_variable_is_answered_with_every_valid_one(office, published):
    measure = Measure.objects.filter(finding__category__round=published).first()
    page = address(Measure, "change", measure.pk)
    response = office.post(page, form_data(office.get(page)) | {"text": "{不存在}"})
    [error] = response.context["adminform"].form.errors["text"]
    named = re.findall(r"\{([^}]+)\}", error.partition("可用的变量有：")[2])
    assert named[:2] == ["轮次", "巡察机关"]
    assert named[-6:] == ["街道", "工委", "党建办", "安全办", "管理办", "服务办"]


def test_full_width_braces_mean_the_same(office, published):
    section = published.sections.first()
    page = address(Section, "change", section.pk)
    response = office.post(page, form_data(office.get(page)) | {"body": "共｛整改问题数｝项。"})
    assert response.status_code == 302
    preview = office.get(reverse("admin:rectify_round_notice", args=[published.pk]))
    assert preview.content.decode().count("<p>共523项。</p>") == 1


# --- The round -------------------------------------------------------------------------


@pytest.fixture
def round_page(office, published):
    """The page of the published round, and what it would send back."""
    page = address(Round, "change", published.pk)
    return page, form_data(office.get(page))


def errors_of(response) -> list[str]:
    found = [
        error for errors in response.context["adminform"].form.errors.values() for error in errors
    ]
    for formset in response.context["inline_admin_formsets"]:
        found += formset.formset.non_form_errors()
        found += [
            error
            for form in formset.formset.forms
            for errors in form.errors.values()
            for error in errors
        ]
    return found


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
    ],
)
def test_round_that_must_not_be_is_refused(office, published, round_page, changes, message):
    page, data = round_page
    before = Round.objects.values().get(slug="hangzhoudao-2022")
    response = office.post(page, data | changes)
    assert response.status_code == 200
    assert errors_of(response)[0][: len(message)] == message
    assert Round.objects.values().get(slug="hangzhoudao-2022") == before


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


TOO_FEW = "各级编号只写了 2 级，正文用到了第 3 级：请在轮次的“各级编号”里补上。"


def test_what_would_break_a_published_notice_is_taken_back(office, published, round_page):
    page, data = round_page
    response = office.post(page, data | {"numbering": "一、→（一）", "address": "示例路1号"})
    assert errors_of(response) == [f"这样改，公众就看不到公布正文了，所以没有保存：{TOO_FEW}"]
    assert response.context["adminform"].form["address"].value() == "示例路1号"
    published.refresh_from_db()
    assert (published.numbering, published.address) == ("一、→（一）→（1）", "")


def test_what_a_notice_not_yet_published_lacks_is_told(office, in_progress):
    page = address(Round, "change", in_progress.pk)
    data = form_data(office.get(page)) | {"numbering": "一、→（一）"}
    response = office.post(page, data, follow=True)
    assert next(str(message) for message in response.context["messages"]) == (
        f"已保存，但公布正文现在还不能生成：{TOO_FEW}"
    )


def test_published_notice_broken_already_may_be_mended_step_by_step(office, published, round_page):
    published.official_names.filter(key="街道").delete()
    published.official_names.filter(key="工委").delete()
    page = address(Round, "change", published.pk)
    data = form_data(office.get(page))
    number = published.official_names.count()
    data |= {f"official_names-{number}-key": "街道", f"official_names-{number}-text": "杭州道街道"}
    # The sections beside it still name what is missing and are shown as such.
    response = office.post(page, data)
    assert {error.partition("。")[0] for error in errors_of(response)} == {"没有名为“{工委}”的变量"}


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleting_what_a_published_notice_needs_is_refused(office, published, way):
    Section.objects.create(round=published, body="开展了{专项整治名单}。", position=1)
    published.campaigns.exclude(name="专项整治第1项").delete()
    last = published.campaigns.get()
    if way == "page":
        office.post(address(type(last), "delete", last.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": last.pk, "post": "yes"}
        office.post(address(type(last), "changelist"), chosen)
    messages = office.get("/admin/").context["messages"]
    assert [str(message) for message in messages] == [
        "这样改，公众就看不到公布正文了，所以没有保存："
        "栏目“开展了{专项整治名单}。”：变量“{专项整治名单}”现在没有值，会印成空白。"
    ]
    assert published.campaigns.get() == last


def test_new_round_has_its_names_and_sections_on_the_second_page(office):
    assert office.get(address(Round, "add")).context["inline_admin_formsets"] == []


def test_preview_lists_names_and_variables(office, published):
    page = office.get(reverse("admin:rectify_round_notice", args=[published.pk])).content.decode()
    words = re.findall(r"\{([^}]+)\}", re.sub(r"<[^>]+>", " ", page))
    assert words == [*published.names, *VARIABLES, *CATEGORY_VARIABLES]


def test_preview_says_why_there_is_none(office, published):
    published.official_names.filter(key="街道").delete()
    page = office.get(reverse("admin:rectify_round_notice", args=[published.pk])).content.decode()
    assert (
        page.count("公布正文现在还不能生成：栏目“组织落实巡察整改情况”：没有名为“{街道}”的变量。")
        == 1
    )
    assert page.count('class="notice"') == 0


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


def test_ledger_is_filtered_by_category_below_it_too(office, published):
    first, second, third = published.categories.all()
    second.parent = first
    second.save()
    titles = [first.title, second.title, third.title]
    listed = office.get(LEDGER, {"round__id__exact": published.pk}).context["cl"]
    [offered] = [spec for spec in listed.filter_specs if spec.title == "反馈问题类别"]
    assert [title for title, _ in offered.lookup_choices] == titles
    counts = [
        office.get(LEDGER, {"round__id__exact": published.pk, "category": title})
        .context["cl"]
        .result_count
        for title in titles
    ]
    assert counts == [189 + 168, 168, 166]


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
    else:
        assert errors_of(response).count("这一行刚才被别人删去了；请重新打开本页再改。") == 3


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


@pytest.mark.parametrize(
    "address",
    [
        "/admin/rectify/issue/?round__id__exact=99999999999999999999999",
        "/admin/rectify/category/?round=99999999999999999999999",
        "/admin/rectify/issue/?status=%00",
        "/admin/rectify/issue/?q=%00",
        "/admin/rectify/issue/99999999999999999999999/change/",
    ],
)
def test_address_that_no_database_can_answer_is_no_fault_of_ours(office, address):
    assert office.get(address, follow=True).status_code in (200, 400, 404)


def test_owner_stays_with_the_community_of_the_entries(office, published):
    owner = published.issues.first().owner
    page = address(type(owner), "change", owner.pk)
    other = published.communities.last()
    office.post(page, form_data(office.get(page)) | {"community": other.pk, "name": "示例"})
    owner.refresh_from_db()
    assert (owner.name, owner.community.name) == ("示例", "新园里社区")
