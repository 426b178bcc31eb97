"""The pages of the four steps: who sees which button, and what they say when refused."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectify.dates import written
from rectify.models import AuditEntry, Publication
from rectify.publishing import procedure
from rectify.publishing.procedure import Author
from rectify.steps import Stage, StepName
from tests.editions import put_out, reasons


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def corrected(published):
    published.telephone = "（022）66596007"
    published.save()
    return published


@pytest.fixture
def page(corrected):
    return reverse("admin:rectify_publication_propose", args=[corrected.pk])


def form_of(client, page, **changes):
    """Return what the page's form would send, with a reason for every warning."""
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {name: "已核实。" for name in form.fields if name.startswith("reason-")}
    return {**data, "correction": "更正电话。", **changes}


def steps_of(client, publication) -> dict[str, object]:
    """Return the forms of the steps that a person is offered, by name."""
    response = client.get(reverse("admin:rectify_publication_change", args=[publication.pk]))
    return {str(form.name): form for form in response.context["forms"]}


def take(client, publication, name, note="", *, form=None):
    """Send the form of a step, the one that a page shows now or one opened before."""
    form = form or steps_of(client, publication)[name]
    return client.post(
        reverse("admin:rectify_publication_step", args=[publication.pk, name]),
        {"key": form["key"].value(), "seen": form["seen"].value(), "note": note},
    )


def told_by(response) -> tuple[str, list[str]]:
    """Return why a step was refused, and the steps that are offered now."""
    context = response.context
    return context["refusal"], [str(form.name) for form in context["forms"]]


def test_three_people_publish_a_correction_and_the_public_reads_it(
    client, corrected, page, officer, examiner, leader
):
    first, second, third = browser(officer), browser(examiner), browser(leader)
    assert first.post(page, form_of(first, page, note="请审核。")).status_code == 302
    publication = Publication.objects.open().get()
    old = client.get("/rounds/hangzhoudao-2022/").content.decode()
    assert list(steps_of(first, publication)) == ["return"]
    assert list(steps_of(second, publication)) == ["review", "return"]
    assert list(steps_of(third, publication)) == ["review", "return"]
    assert take(second, publication, "review", "同意。").status_code == 302
    assert list(steps_of(second, publication)) == ["return"]
    assert list(steps_of(third, publication)) == ["approve", "return"]
    assert take(third, publication, "approve").status_code == 302
    assert list(steps_of(third, publication)) == ["return"]
    assert client.get("/rounds/hangzhoudao-2022/").content.decode() == old
    assert take(first, publication, "implement").status_code == 302
    new = client.get("/rounds/hangzhoudao-2022/").content.decode()
    assert re.findall(r'<p class="correction" role="note">(.*?)</p>', new) == [
        "本版更正：更正电话。"
    ]
    assert ("66596007" in old, "66596007" in new) == (False, True)
    first_edition = client.get("/rounds/hangzhoudao-2022/editions/1/").content.decode()
    assert first_edition.count("这是第 1 版，已由") == 1
    assert client.get("/rounds/hangzhoudao-2022/editions/3/").status_code == 404
    address = AuditEntry.objects.get(kind="published").address
    assert address == "127.0.0.1"


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 302), ("leader", 403), ("observer", 403), ("clerk", 403), ("auditor", 403)],
)
def test_only_the_office_proposes(who, status, corrected, page, officer, request):
    data = form_of(browser(officer), page)
    user = request.getfixturevalue(who)
    assert browser(user).post(page, data).status_code == status
    assert Publication.objects.open().count() == (status == 302)


STEPS = ["review", "approve", "implement", "return"]
MAY = {
    "officer": ["review", "implement", "return"],
    "leader": ["review", "approve", "return"],
    "observer": [],
    "clerk": [],
    "auditor": [],
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("who", MAY)
def test_steps_are_taken_by_their_roles(who, name, corrected, examiner, request):
    """Whoever lacks the right is refused outright, at whatever stage the edition is."""
    publication = procedure.propose(
        corrected, "public", Author(examiner), reasons=reasons(corrected), correction="更正。"
    )
    address = reverse("admin:rectify_publication_step", args=[publication.pk, name])
    response = browser(request.getfixturevalue(who)).post(address, {})
    assert response.status_code == (200 if name in MAY[who] else 403)
    assert Publication.objects.get(pk=publication.pk).stage == Stage.PROPOSED


def test_same_form_sent_twice_proposes_once(corrected, page, officer):
    client = browser(officer)
    data = form_of(client, page)
    assert [client.post(page, data).status_code for _ in range(2)] == [302, 302]
    assert Publication.objects.open().get().steps.count() == 1


def test_what_was_typed_is_kept_when_a_reason_is_missing(corrected, page, officer):
    client = browser(officer)
    data = form_of(client, page)
    names = [name for name in data if name.startswith("reason-")]
    response = client.post(page, {**data, names[0]: "", names[1]: "这一条的理由。"})
    assert response.status_code == 200
    form = response.context["form"]
    assert form.non_field_errors()[0].startswith(
        "还有 1 条警告没有处理：请改正，或者写明保留的理由。"
    )
    assert (form[names[1]].value(), form["correction"].value()) == ("这一条的理由。", "更正电话。")
    assert Publication.objects.open().count() == 0


def test_correction_is_asked_for_beside_its_field(corrected, page, officer):
    client = browser(officer)
    response = client.post(page, form_of(client, page, correction=""))
    assert response.context["form"].errors == {"correction": ["这个字段是必填项。"]}


def test_warning_about_the_correction_itself_can_be_answered(corrected, page, officer):
    client = browser(officer)
    data = form_of(client, page, correction="原写110105194912310021，有误。")
    form = client.post(page, data).context["form"]
    [field] = [form.name_of(one) for one in form.warnings if one.place == "更正说明"]
    assert form[field].value() in (None, "")
    assert client.post(page, {**data, field: "文件号，不是身份号码。"}).status_code == 302


@pytest.fixture
def proposed(corrected, officer) -> Publication:
    return procedure.propose(
        corrected, "public", Author(officer), reasons=reasons(corrected), correction="更正。"
    )


MOVED = "提出以后，台账或者正文有改动"


def test_step_with_what_has_moved_says_why_and_is_offered_no_more(corrected, proposed, examiner):
    client = browser(examiner)
    form = steps_of(client, proposed)["review"]
    corrected.issues.first().delete()
    response = take(client, proposed, "review", "同意。", form=form)
    refusal, offered = told_by(response)
    assert (refusal.partition("，现在")[0], offered) == (MOVED, ["return"])
    assert response.content.decode().count(MOVED) == 2
    # Nor to anybody who opens the page.
    assert list(steps_of(client, proposed)) == ["return"]


def test_step_that_somebody_else_has_taken_is_offered_no_more(proposed, officer, examiner, leader):
    procedure.take(proposed, StepName.REVIEW, Author(examiner))
    procedure.take(proposed, StepName.APPROVE, Author(leader))
    client = browser(officer)
    form = steps_of(client, proposed)["implement"]
    for name, note, said, offered in (
        (StepName.RETURN, "电话不对。", "这一版现在是“已退回”，不能实施。", []),
        (StepName.PROPOSE, "", "这一版现在是“待审核”，不能实施。", ["review", "return"]),
    ):
        if name == StepName.RETURN:
            procedure.take(proposed, name, Author(leader), note=note)
        else:
            procedure.propose(proposed.round, "public", Author(examiner), correction="更正。")
        assert told_by(take(client, proposed, "implement", form=form)) == (said, offered)


def test_step_that_the_check_refuses_is_not_offered_again(proposed, officer, examiner, leader):
    procedure.take(proposed, StepName.REVIEW, Author(examiner))
    procedure.take(proposed, StepName.APPROVE, Author(leader))
    # Not in the content, and yet the check counts it: another warning than was answered.
    issue = proposed.round.issues.first()
    type(issue).objects.filter(pk=issue.pk).update(evidence_before="会议记录")
    refusal, offered = told_by(take(browser(officer), proposed, "implement"))
    assert (refusal.partition("，")[0], offered) == (
        "提出以后又有 1 条警告没有处理",
        ["return"],
    )


def test_publishing_before_its_day_is_not_offered(in_progress, officer, examiner, leader):
    in_progress.published_on = timezone.localdate() + timedelta(days=1)
    in_progress.save()
    publication = procedure.propose(
        in_progress, "public", Author(officer), reasons=reasons(in_progress)
    )
    procedure.take(publication, StepName.REVIEW, Author(examiner))
    procedure.take(publication, StepName.APPROVE, Author(leader))
    client = browser(officer)
    page = client.get(reverse("admin:rectify_publication_change", args=[publication.pk]))
    assert [str(form.name) for form in page.context["forms"]] == ["return"]
    day = written(in_progress.published_on)
    assert page.context["waits"] == [f"公布日期是 {day}，到那一天才能实施。"]


def test_what_was_proposed_anew_is_shown_with_its_step(corrected, proposed, officer, examiner):
    client = browser(examiner)
    form = steps_of(client, proposed)["review"]
    procedure.take(proposed, StepName.RETURN, Author(examiner), note="再核对。")
    procedure.propose(corrected, "public", Author(officer), correction="另一种说法。")
    refusal, offered = told_by(take(client, proposed, "review", form=form))
    assert (refusal.partition("，")[0], offered) == ("您打开这一页以后", ["review", "return"])
    assert take(client, proposed, "review").status_code == 302


def test_reason_that_was_emptied_after_a_return_stands_no_more(page, proposed, officer, examiner):
    procedure.take(proposed, StepName.RETURN, Author(examiner), note="理由不对。")
    client = browser(officer)
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    names = [name for name in data if name.startswith("reason-")]
    assert "" not in [data[name] for name in names]
    for emptied in ("", " ", "\u200b\u3164"):
        refused = client.post(page, {**data, names[0]: emptied})
        assert refused.context["form"].non_field_errors()[0].startswith("还有 1 条警告没有处理")
    # One that the page did not ask for is not taken back.
    del data[names[0]]
    assert client.post(page, data).status_code == 302


def test_return_asks_for_its_reason(corrected, officer, leader):
    publication = procedure.propose(
        corrected, "public", Author(officer), reasons=reasons(corrected), correction="更正。"
    )
    response = take(browser(leader), publication, "return")
    assert response.context["forms"][0].errors == {"note": ["退回要写明原因。"]}
    assert take(browser(leader), publication, "return", "电话不对。").status_code == 302
    assert Publication.objects.get(pk=publication.pk).stage == Stage.RETURNED


def test_differences_are_shown_with_now_and_with_another_edition(corrected, observer):
    first = corrected.publications.get()
    client = browser(observer)
    address = reverse("admin:rectify_publication_differences", args=[first.pk])
    shown = client.get(address).context["differences"]
    assert [(one.name, one.old, one.new) for one in shown.fields] == [
        ("联系电话", "（022）66596006", "（022）66596007")
    ]
    second = put_out(corrected, correction="更正电话。")
    assert client.get(address).context["differences"].fields != []
    address = reverse("admin:rectify_publication_differences", args=[second.pk])
    page = client.get(address, {"with": first.pk})
    assert len(page.context["differences"].fields) == 1
    assert client.get(address).content.decode().count("一字不差，数字全部相同。") == 1


@pytest.mark.parametrize("other", ["0", "x", "-1"])
def test_nothing_is_compared_with_what_is_not_there(other, published, observer):
    address = reverse(
        "admin:rectify_publication_differences", args=[published.publications.get().pk]
    )
    assert browser(observer).get(address, {"with": other}).status_code == 404


def test_editions_of_other_rounds_are_not_compared(published, in_progress, observer):
    other = put_out(in_progress, "party")
    address = reverse(
        "admin:rectify_publication_differences", args=[published.publications.get().pk]
    )
    assert browser(observer).get(address, {"with": other.pk}).status_code == 404


def test_tampering_shows_on_the_edition(published, observer):
    publication = published.publications.get()
    Publication.objects.filter(pk=publication.pk).update(correction="改了")
    page = browser(observer).get(reverse("admin:rectify_publication_change", args=[publication.pk]))
    assert page.content.decode().count("整版的校验值不符") == 1


@pytest.mark.parametrize("copies", [0, 3])
def test_pages_cost_a_fixed_number_of_queries(
    copies, corrected, page, officer, django_assert_max_num_queries
):
    from tests.test_figures import grow

    client = browser(officer)
    client.get(page)
    if copies:
        grow(corrected, copies)
    with django_assert_max_num_queries(60):
        client.get(page)


@pytest.mark.parametrize("model", ["publication", "opinion", "ledgerimport"])
@pytest.mark.parametrize("key", ["1", "999", "x"])
def test_old_address_of_a_row_is_not_there(model, key, published, officer, leader):
    for user in (officer, leader):
        assert browser(user).get(f"/admin/rectify/{model}/{key}/").status_code == 404


def test_round_page_leads_to_publication(published, officer):
    html = browser(officer).get(f"/admin/rectify/round/{published.pk}/change/").content.decode()
    address = reverse("admin:rectify_publication_propose", args=[published.pk])
    assert html.count(f'<a href="{address}">检查和公布</a>') == 1


def test_moments_of_steps_can_be_read_by_a_program(published, observer):
    address = reverse("admin:rectify_publication_change", args=[published.publications.get().pk])
    page = browser(observer).get(address).content.decode()
    moments = re.findall(r'<time datetime="([^"]*)"', page)
    assert moments != []
    right = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}")
    assert [moment for moment in moments if not right.fullmatch(moment)] == []
