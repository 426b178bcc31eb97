"""Texts with variables, and the notice that they make."""

import re

import pytest
from django.urls import reverse

from rectify.models import Measure, Round, Section
from rectify.variables import CATEGORY_VARIABLES, VARIABLES
from tests.admin.pages import address, errors_of, form_data


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "共{整改问题总数}项",
            "没有名为“{整改问题总数}”的变量。您是不是要写：{整改问题数}、{整改问题未完成数}、"
            "{整改问题已完成数}？可用的变量列在“公布正文”的“变量”一栏。",
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
    assert error == message
    section.refresh_from_db()
    assert section.body != body


def test_unknown_variable_may_be_a_name_of_the_round(office, published):
    measure = Measure.objects.filter(finding__category__round=published).first()
    page = address(Measure, "change", measure.pk)
    response = office.post(page, form_data(office.get(page)) | {"text": "{党建办公室}"})
    assert response.context["adminform"].form.errors["text"] == [
        "没有名为“{党建办公室}”的变量。您是不是要写：{党建办}？"
        "可用的变量列在“公布正文”的“变量”一栏。"
    ]


def test_full_width_braces_mean_the_same(office, published):
    section = published.sections.first()
    page = address(Section, "change", section.pk)
    response = office.post(page, form_data(office.get(page)) | {"body": "共｛整改问题数｝项。"})
    assert response.status_code == 302
    preview = office.get(reverse("admin:rectify_round_notice", args=[published.pk]))
    assert re.findall("共<a[^>]*>523</a>项。", preview.content.decode()) != []


TOO_FEW = "各级编号只写了 2 级，正文用到了第 3 级：请在轮次的“各级编号”里补上。"


def test_published_round_is_edited_freely_and_its_page_stays(client, office, published, round_page):
    before = client.get("/rounds/hangzhoudao-2022/").content
    page, data = round_page
    response = office.post(page, data | {"numbering": "一、→（一）"}, follow=True)
    assert next(str(message) for message in response.context["messages"]) == (
        f"已保存，但公布正文现在还不能生成：{TOO_FEW}"
    )
    assert client.get("/rounds/hangzhoudao-2022/").content == before


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
def test_deleting_what_a_notice_needs_is_told(office, published, way):
    Section.objects.create(round=published, body="开展了{专项整治名单}。", position=1)
    published.campaigns.exclude(name="专项整治第1项").delete()
    last = published.campaigns.get()
    if way == "page":
        office.post(address(type(last), "delete", last.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": last.pk, "post": "yes"}
        office.post(address(type(last), "changelist"), chosen)
    messages = office.get("/admin/").context["messages"]
    assert next(str(message) for message in messages) == (
        "已删除，但公布正文现在还不能生成："
        "栏目“开展了{专项整治名单}。”：变量“{专项整治名单}”现在没有值，会印成空白。"
    )
    assert published.campaigns.count() == 0


def test_preview_lists_names_and_variables(office, published):
    page = office.get(reverse("admin:rectify_round_notice", args=[published.pk])).content.decode()
    panel = page.partition("data-variables")[2].partition("<ul>")[2]
    words = re.findall(r"\{([^}]+)\}", re.sub(r"<[^>]+>", " ", panel))
    assert words == [*published.names, *VARIABLES, *CATEGORY_VARIABLES]


def test_preview_says_why_there_is_none(office, published):
    published.official_names.filter(key="街道").delete()
    page = office.get(reverse("admin:rectify_round_notice", args=[published.pk])).content.decode()
    assert (
        page.count("公布正文现在还不能生成：栏目“组织落实巡察整改情况”：没有名为“{街道}”的变量。")
        == 1
    )
    assert page.count('class="notice"') == 0
