"""Every list with its search and filters, every form to add, change and delete."""

import pytest
from django.contrib import admin

from rectify.models import AuditEntry, LedgerImport, OfficialName, Opinion, Publication
from tests.admin.pages import address, form_data, rows

# Edited on another page, or by nobody.
READ_ONLY = [AuditEntry, LedgerImport, OfficialName, Opinion, Publication]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def superuser(admin_client):
    return admin_client


def test_what_is_opened_most_comes_first(office):
    applications = office.get("/admin/").context["app_list"]
    assert [model["name"] for application in applications for model in application["models"]] == [
        "整改问题",
        "导入记录",
        "监督意见",
        "巡察轮次",
        "公布版本",
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
        "rectify.AuditEntry",
        "rectify.Campaign",
        "rectify.Category",
        "rectify.Finding",
        "rectify.Issue",
        "rectify.LedgerImport",
        "rectify.Measure",
        "rectify.Mechanism",
        "rectify.OfficialName",
        "rectify.Opinion",
        "rectify.PlannedWork",
        "rectify.Publication",
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
    expected = 403 if model in READ_ONLY else 200
    assert superuser.get(address(model, "add")).status_code == expected
    row = model.objects.first()
    if row:
        assert superuser.get(address(model, "change", row.pk)).status_code == 200
        assert superuser.get(address(model, "history", row.pk)).status_code == 200
        assert superuser.get(address(model, "delete", row.pk)).status_code == expected


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
