"""The office's pages: a list that shows nothing, reading on record, one form for each step."""

import re

import pytest
from django.urls import reverse

from rectify import opinions
from rectify.models import AuditEntry, Opinion
from rectify.models.opinion import OpinionState, OpinionStepName
from rectify.states import Status
from tests.admin.pages import address, browser, rows
from tests.live.caller import hidden_fields
from tests.opinions.conftest import CONTACT, TEXT, send

LIST = "/admin/rectify/opinion/"


def page_of(opinion) -> str:
    return address(Opinion, "change", opinion.pk)


def opened(client, opinion):
    return client.post(reverse("admin:rectify_opinion_open", args=[opinion.pk]), follow=True)


def step_of(client, opinion, name, **said):
    """Send the form of a step, as it stands on the page of the opinion."""
    action = reverse("admin:rectify_opinion_step", args=[opinion.pk, name])
    carried = hidden_fields(client.get(page_of(opinion)).content.decode(), action)
    return client.post(action, {**carried, **said}, follow=True)


def readings():
    return AuditEntry.objects.filter(kind="read")


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def headings(response) -> list[str]:
    return re.findall(r'<h2 id="[^"]+">([^<]+)</h2>', response.content.decode())


# --- Reading -----------------------------------------------------------------------------


def test_list_has_the_newest_first_and_nothing_that_was_written(office, open_round):
    send(open_round)
    send(open_round)
    page = office.get(LIST)
    assert rows(page) == [*Opinion.objects.order_by("-pk").values_list("pk", flat=True)]
    assert [secret for secret in (TEXT, CONTACT, "张三") if secret in page.content.decode()] == []


@pytest.mark.parametrize("write", [str, str.lower, lambda receipt: receipt.replace("-", " ")])
def test_opinion_is_found_by_the_number_that_its_sender_tells(
    office, open_round, receipt, opinion, write
):
    send(open_round)
    assert rows(office.get(LIST, {"q": write(receipt)})) == [opinion.pk]
    assert rows(office.get(LIST, {"q": "3333-3333-3333"})) == []


def test_list_is_narrowed_by_state_and_round(office, brought, open_round, published):
    opinion = brought(OpinionState.TAKEN_UP)
    send(published)
    other = Opinion.objects.get(round=published)
    assert rows(office.get(LIST, {"state__exact": "taken_up"})) == [opinion.pk]
    assert rows(office.get(LIST, {"round__id__exact": open_round.pk})) == [opinion.pk]
    assert rows(office.get(LIST, {"round__id__exact": published.pk})) == [other.pk]


def test_what_was_written_is_shown_on_request_and_the_reading_is_on_record(
    office, officer, opinion
):
    before = office.get(page_of(opinion)).content.decode()
    assert [secret for secret in (TEXT, CONTACT) if secret in before] == []
    assert readings().count() == 0
    page = opened(office, opinion).content.decode()
    assert [secret for secret in (TEXT, CONTACT) if secret not in page] == []
    entry = readings().get()
    assert (entry.kind, entry.user, entry.address, entry.subject) == (
        "read",
        officer,
        "127.0.0.1",
        f"监督意见第{opinion.pk}号（{opinion.round}）",
    )


def test_opening_by_address_leads_to_the_page_without_what_was_written(office, opinion):
    response = office.get(reverse("admin:rectify_opinion_open", args=[opinion.pk]))
    assert (response.status_code, response.url) == (302, page_of(opinion))
    assert readings().count() == 0


def test_what_was_written_is_escaped(office, opinion):
    Opinion.objects.update(sealed_text=opinions.encryption.seal("<b>灯</b>\n又不亮"))
    page = opened(office, opinion).content.decode()
    assert page.count("&lt;b&gt;灯&lt;/b&gt;<br>又不亮") == 1


def test_what_no_key_opens_is_told_in_a_sentence(officer, opinion, settings):
    settings.SECRET_KEY = "another" * 10
    client = browser(officer)
    page = opened(client, opinion)
    assert page.status_code == 200
    assert (
        page.content.decode().count(
            '<p class="errornote">内容读不出来：密钥（SECRET_KEY）换过，或者数据损坏了。'
            "请系统管理员把原来的密钥写进 SECRET_KEY_FALLBACKS，再打开一次。</p>"
        )
        == 1
    )
    step_of(client, opinion, "decline", note="读不出来，请打电话反映。")
    assert Opinion.objects.get().state == "declined"


@pytest.mark.parametrize("who", ["observer", "clerk", "auditor", "accounts_keeper"])
def test_nobody_else_reads_or_acts(opinion, who, request):
    client = browser(request.getfixturevalue(who))
    step = reverse("admin:rectify_opinion_step", args=[opinion.pk, "take_up"])
    look = reverse("admin:rectify_opinion_open", args=[opinion.pk])
    found = [client.get(LIST), client.get(page_of(opinion)), client.post(look), client.post(step)]
    assert [response.status_code for response in found] == [403] * 4
    opinion.refresh_from_db()
    assert (opinion.state, readings().count()) == ("received", 0)


# --- Acting ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("received", ["已收到", "受理", "不予受理", "办理记录"]),
        ("taken_up", ["办理中", "答复", "转重新整改", "不予受理", "办理记录"]),
        ("answered", ["已答复", "重新办理", "删除内容", "办理记录"]),
        ("reopened", ["已转整改", "答复", "删除内容", "办理记录"]),
        ("declined", ["不予受理", "重新办理", "删除内容", "办理记录"]),
    ],
)
def test_page_offers_the_steps_that_are_possible(office, brought, state, expected):
    assert headings(office.get(page_of(brought(OpinionState(state))))) == expected


def test_from_the_first_step_to_the_last(office, opinion):
    number = f"监督意见第{opinion.pk}号"
    steps = [
        ("take_up", {}, f"{number}已办理“受理”，现在是“办理中”。"),
        ("answer", {"note": "灯已换好。"}, f"{number}已办理“答复”，现在是“已答复”。"),
        ("resume", {"note": "又不亮了。"}, f"{number}已办理“重新办理”，现在是“办理中”。"),
        ("decline", {"note": "另有一条在办。"}, f"{number}已办理“不予受理”，现在是“不予受理”。"),
        ("erase", {}, f"{number}的内容和联系方式已删除，办理记录还在。"),
    ]
    for name, said, sentence in steps:
        response = step_of(office, opinion, name, **said)
        assert response.redirect_chain == [(page_of(opinion), 302)]
        assert told(response) == [sentence]
    page = office.get(page_of(opinion))
    titles = [event.title for event in page.context["events"]]
    assert titles == ["删除内容", "不予受理", "重新办理", "答复", "受理"]


def test_opinion_is_turned_into_a_reopening(office, brought, put):
    issue = put(Status.CLOSED)
    opinion = brought(OpinionState.TAKEN_UP)
    response = step_of(office, opinion, "reopen", issue=issue.pk, note="灯又不亮了。")
    assert told(response) == [
        f"监督意见第{opinion.pk}号已转重新整改：“E1 楼道灯不亮。”现在是“整改中”。"
    ]
    issue.refresh_from_db()
    assert (issue.status, issue.moves.get().ground) == (Status.RECTIFYING, "complaint")


def test_settled_entries_of_the_round_alone_are_offered(office, brought, put):
    issue = put(Status.CLOSED)
    opinion = brought(OpinionState.TAKEN_UP)
    [form] = [
        one
        for one in office.get(page_of(opinion)).context["forms"]
        if one.name == OpinionStepName.REOPEN
    ]
    groups = form.fields["issue"].choices[1:]
    offered = {pk for _, entries in groups for pk, _ in entries}
    settled = opinion.round.issues.filter(status__in=[Status.CLOSED, Status.SUSTAINED])
    assert offered == {*settled.values_list("pk", flat=True)}
    assert issue.pk in offered
    names = [name for name, _ in groups]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "said", "errors"),
    [
        ("answer", {"note": ""}, {"note": ["请填写答复内容。"]}),
        ("decline", {"note": ""}, {"note": ["请填写原因。"]}),
        ("reopen", {}, {"issue": ["请选要重新整改的问题。"], "note": ["请填写理由。"]}),
        (
            "answer",
            {"note": "张三您好。"},
            {"__all__": ["写的内容里有反映人的信息或个人的号码：“张三”。请删去再提交。"]},
        ),
    ],
)
def test_step_that_is_refused_comes_back_as_it_was_typed(office, brought, name, said, errors):
    opinion = brought(OpinionState.TAKEN_UP)
    response = step_of(office, opinion, name, **said)
    failed = response.context["failed"]
    assert (failed.name, dict(failed.errors)) == (name, errors)
    assert failed["note"].value() == said.get("note")
    assert headings(response)[0] == "办理中"
    # The page that comes back shows nothing of what was written.
    assert response.content.decode().count(CONTACT) == 0


def test_second_of_two_officers_keeps_what_was_typed(office, brought, officer):
    opinion = brought(OpinionState.TAKEN_UP)
    action = reverse("admin:rectify_opinion_step", args=[opinion.pk, "answer"])
    carried = hidden_fields(office.get(page_of(opinion)).content.decode(), action)
    opinions.take_step(opinion, OpinionStepName.ANSWER, by=officer, note="灯已换好。")
    response = office.post(action, {**carried, "note": "正在换灯。"})
    failed = response.context["failed"]
    [sentence] = failed.non_field_errors()
    assert sentence.endswith("办理“答复”，现在是“已答复”，不能办理“答复”。")
    assert failed["note"].value() == "正在换灯。"
    assert headings(response) == ["已答复", "重新办理", "删除内容", "答复", "办理记录"]


def test_step_sent_twice_is_taken_once(office, opinion):
    action = reverse("admin:rectify_opinion_step", args=[opinion.pk, "take_up"])
    carried = hidden_fields(office.get(page_of(opinion)).content.decode(), action)
    answers = [told(office.post(action, carried, follow=True)) for _ in range(2)]
    assert answers[1] == ["这张表单刚才已经办过了，没有重复办理。"]
    assert opinion.steps.count() == 1


@pytest.mark.parametrize(("name", "status"), [("take_up", 302), ("nothing", 404)])
def test_address_of_a_step(office, opinion, name, status):
    action = reverse("admin:rectify_opinion_step", args=[opinion.pk, name])
    assert office.get(action).status_code == status


def test_page_costs_the_same_for_a_short_record_and_for_a_long_one(
    office, officer, brought, django_assert_num_queries
):
    opinion = brought(OpinionState.TAKEN_UP)
    # Django asks once for the kinds of rows that there are, and remembers them.
    office.get(page_of(opinion))
    with django_assert_num_queries(11):
        office.get(page_of(opinion))
    for _ in range(3):
        opinions.take_step(opinion, OpinionStepName.ANSWER, by=officer, note="灯已换好。")
        opinions.take_step(opinion, OpinionStepName.RESUME, by=officer, note="又不亮了。")
    with django_assert_num_queries(11):
        office.get(page_of(opinion))


def test_round_with_opinions_is_not_deleted(office, opinion):
    page = office.post(f"/admin/rectify/round/{opinion.round_id}/delete/", {"post": "yes"})
    assert Opinion.objects.filter(pk=opinion.pk).exists()
    assert page.status_code == 200
