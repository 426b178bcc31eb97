"""What staff do with several entries at once: who may, all or none, told what would not go."""

import datetime

import pytest
from django.db.models import F
from django.urls import reverse

from communities.models import Department, Owner
from rectify import workflow
from rectify.admin import bulk
from rectify.models import Issue, Move
from rectify.states import MoveName, Status
from tests.admin.pages import browser, filled, sentences, told

LEDGER = "/admin/rectify/issue/"
OFFICE_ACTS = {
    "department": "指定责任科室",
    "owner": "指定责任人",
    "deadline": "调整时限",
    "endorse": "初审通过",
    "return": "退回",
    "close": "销号",
    "sustain": "转长期坚持",
    "reopen": "重新整改",
}
SAID = {
    "owner": {"post": "党组织书记", "reason": "换人。"},
    "deadline": {"due_on": "2099-12-31", "due_wording": "2099年底", "reason": "区委同意。"},
    "endorse": {},
    "return": {"note": "照片看不清。", "wanted": "重拍一张。"},
    "close": {"note": "同意。"},
    "sustain": {"note": "要常抓。", "review_on": "2099-12-31"},
    "reopen": {"ground": "superior", "note": "区委指出。"},
}


def bulk_page(name):
    return reverse("admin:rectify_issue_bulk", args=[name])


def choose(client, name, issues, *, ledger=LEDGER, **more):
    """Tick entries in the list and choose an action; return the page that asks what is needed."""
    data = {"action": name, "_selected_action": [issue.pk for issue in issues], "index": 0}
    return client.post(ledger, data | more)


def send(client, name, issues, **values):
    return client.post(bulk_page(name), filled(choose(client, name, issues), **values))


def refused(response) -> list[tuple]:
    return [(issue.number, reason) for issue, reason in response.context["refusals"]]


def states(issues) -> list:
    rows = Issue.objects.filter(pk__in=[issue.pk for issue in issues]).order_by("pk")
    return list(rows.values_list("status", "department", "owner", "due_on", "version"))


@pytest.fixture
def waiting(in_progress):
    """Three entries of 公共安全办公室 that wait for its examination."""
    safety = Department.objects.get(name="公共安全办公室")
    issues = list(in_progress.issues.filter(community__kind="community").order_by("pk")[:3])
    for issue in issues:
        issue.status, issue.department = Status.TO_ENDORSE, safety
        issue.settled_on = issue.review_on = None
        issue.save()
    return issues


def put_all(issues, status, **fields):
    for issue in issues:
        for name, value in {"status": status, **fields}.items():
            setattr(issue, name, value)
        issue.save()


EXPORT = {"export": "导出"}

# --- Who -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("officer", {**OFFICE_ACTS, **EXPORT, "delete_selected": "删除所选的 整改问题"}),
        ("clerk", {name: OFFICE_ACTS[name] for name in ("endorse", "return")} | EXPORT),
        ("observer", EXPORT),
    ],
)
def test_list_offers_what_a_person_may_do(who, acts, request, waiting):
    response = browser(request.getfixturevalue(who)).get(LEDGER)
    form = response.context["action_form"]
    offered = dict(form.fields["action"].choices[1:]) if form else {}
    assert offered == acts


@pytest.mark.parametrize("name", [*OFFICE_ACTS, "vanish", "accept"])
def test_act_opens_by_role(name, request, waiting):
    found = {}
    for who in ("accounts_keeper", "officer", "clerk", "observer", "auditor"):
        client = browser(request.getfixturevalue(who))
        found[who] = {
            client.get(bulk_page(name)).status_code,
            client.post(bulk_page(name)).status_code,
        }
    by_clerk = 302 if name in ("endorse", "return") else 403
    expected = {"officer": 302, "clerk": by_clerk} if name in OFFICE_ACTS else {}
    otherwise = 403 if name in OFFICE_ACTS else 404
    assert found == {who: {expected.get(who, otherwise)} for who in found}


def test_page_opened_by_its_address_leads_back(office):
    response = office.get(bulk_page("close"), follow=True)
    assert response.redirect_chain == [(LEDGER, 302)]
    assert told(response) == ["请先在台账里勾选要办理的问题，再选“销号”。"]


def test_clerk_does_not_choose_what_is_not_there(clerk, waiting, in_progress):
    client = browser(clerk)
    party = Department.objects.get(name="党建办公室")
    strange = waiting[2]
    opened = choose(client, "endorse", waiting)
    strange.department = party
    strange.save()
    response = client.post(bulk_page("endorse"), filled(opened))
    assert sentences(response) == [
        "选定的问题里有 1 项现在看不到了（已删除，或者已转给别的科室），所以一项也没有办。"
        "下面是其余的；要办，请再提交一次。"
    ]
    assert [issue.pk for issue in response.context["issues"]] == [one.pk for one in waiting[:2]]
    assert response.content.decode().count("党建办公室") == 0
    assert {status for status, *_ in states(waiting)} == {Status.TO_ENDORSE}
    client.post(bulk_page("endorse"), filled(response))
    assert [status for status, *_ in states(waiting)] == ["to_approve", "to_approve", "to_endorse"]


def test_clerk_cannot_name_another_departments_entry(clerk, waiting, put):
    client = browser(clerk)
    strange = waiting[2]
    strange.department = Department.objects.get(name="党建办公室")
    strange.save()
    data = filled(choose(client, "endorse", waiting[:1]), chosen=f"{strange.pk}.{strange.version}")
    assert client.post(bulk_page("endorse"), data).status_code == 302
    assert {status for status, *_ in states(waiting)} == {Status.TO_ENDORSE}


# --- What ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("endorse", Status.TO_ENDORSE, Status.TO_APPROVE),
        ("return", Status.TO_ENDORSE, Status.RECTIFYING),
        ("return", Status.TO_APPROVE, Status.RECTIFYING),
        ("close", Status.TO_APPROVE, Status.CLOSED),
        ("sustain", Status.TO_APPROVE, Status.SUSTAINED),
        ("reopen", Status.CLOSED, Status.RECTIFYING),
    ],
)
def test_several_are_moved(office, officer, waiting, today, name, before, after):
    put_all(waiting, before, settled_on=today if before == Status.CLOSED else None)
    response = office.post(
        bulk_page(name), filled(choose(office, name, waiting), **SAID[name]), follow=True
    )
    assert response.redirect_chain == [(LEDGER, 302)]
    assert told(response) == [f"已办理“{OFFICE_ACTS[name]}” 3 项。"]
    made = Move.objects.filter(issue__in=waiting)
    assert {(one.name, one.after, one.by, one.source) for one in made} == {
        (name, after, officer, "批量操作")
    }
    assert made.count() == 3
    said = {key: value for key, value in SAID[name].items() if key != "review_on"}
    assert {tuple(getattr(one, key) for key in said) for one in made} == {tuple(said.values())}
    assert {status for status, *_ in states(waiting)} == {after}


def test_clerk_endorses_several(clerk, waiting):
    client = browser(clerk)
    assert send(client, "endorse", waiting).status_code == 302
    assert {status for status, *_ in states(waiting)} == {Status.TO_APPROVE}


def test_department_is_given(office, waiting):
    party = Department.objects.get(name="党建办公室")
    waiting[0].department = party
    waiting[0].save()
    data = filled(choose(office, "department", waiting), department=party.pk, reason="归口。")
    response = office.post(bulk_page("department"), data, follow=True)
    assert told(response) == ["已办理“指定责任科室” 2 项，另有 1 项本来就是这样。"]
    assert {department for _, department, *_ in states(waiting)} == {party.pk}
    newest = waiting[1].history.first()
    assert newest.history_change_reason == "批量操作\n归口。"


def test_deadline_is_given(office, waiting):
    assert send(office, "deadline", waiting, **SAID["deadline"]).status_code == 302
    for issue in waiting:
        issue.refresh_from_db()
    day = datetime.date(2099, 12, 31)
    assert {(one.due_on, one.due_wording) for one in waiting} == {(day, "2099年底")}


def test_each_gets_the_owner_of_its_own_community(office, waiting):
    Issue.objects.filter(pk__in=[one.pk for one in waiting]).update(owner=None)
    assert send(office, "owner", waiting, **SAID["owner"]).status_code == 302
    for issue in waiting:
        issue.refresh_from_db()
    assert [one.owner.community for one in waiting] == [one.community for one in waiting]
    assert {one.owner.post for one in waiting} == {"党组织书记"}


def test_community_without_the_post_keeps_all_out(office, waiting):
    Owner.objects.create(community=waiting[0].community, post="居委会主任")
    before = states(waiting)
    response = send(office, "owner", waiting, post="居委会主任", reason="换人。")
    assert refused(response) == [
        (issue.number, f"{issue.community}没有职务是“居委会主任”的责任人。")
        for issue in waiting[1:]
    ]
    assert states(waiting) == before


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("department", {"reason": "归口。"}, ["这个字段是必填项。"]),
        (
            "department",
            {"department": 999999, "reason": "归口。"},
            ["选择一个有效的选项： 该选择不在可用的选项中。"],
        ),
        ("owner", {"post": "党组织书记"}, ["请写明原因。"]),
        (
            "owner",
            {"post": "保洁员", "reason": "。"},
            ["选择一个有效的选项。 保洁员 不在可用的选项中。"],
        ),
        ("deadline", {"reason": "延后。"}, ["请填写整改时限的日期，或者时限原文。"]),
        ("return", {"note": "不够。"}, ["请填写还需要什么。"]),
        (
            "reopen",
            {"ground": "whim", "note": "。"},
            ["选择一个有效的选项。 whim 不在可用的选项中。"],
        ),
    ],
)
def test_form_that_lacks_something_keeps_what_was_chosen(office, waiting, name, values, expected):
    before = states(waiting)
    response = send(office, name, waiting, **values)
    assert sentences(response) == expected
    assert response.context["count"] == 3
    assert states(waiting) == before


@pytest.mark.parametrize("chosen", ["", "x", "1", "1.2.3", "1.1,,x.2", f"{2**70}.1", "-4.1"])
def test_choice_that_cannot_be_read(office, waiting, chosen):
    response = send(office, "close", waiting, chosen=chosen)
    assert (response.status_code, response.url) == (302, LEDGER)


# --- All or none -----------------------------------------------------------------------------


def test_nothing_goes_when_one_would_not(office, waiting):
    put_all(waiting[1:2], Status.TO_APPROVE)
    before = states(waiting)
    response = send(office, "endorse", waiting, note="可以。")
    assert sentences(response) == ["1 项办不了，所以一项也没有办。"]
    assert refused(response) == [
        (waiting[1].number, "这项问题现在是“待批准”，不能办理“初审通过”。")
    ]
    assert states(waiting) == before
    assert Move.objects.filter(issue__in=waiting).count() == 0
    # The rest, by the button that leaves the refused out; what was typed is still there.
    response = office.post(bulk_page("endorse"), filled(response, without="refused"), follow=True)
    assert told(response) == ["已办理“初审通过” 2 项。"]
    assert {one.note for one in Move.objects.filter(issue__in=waiting)} == {"可以。"}
    assert [status for status, *_ in states(waiting)] == ["to_approve"] * 3


@pytest.mark.parametrize("others", [True, False])
def test_button_that_leaves_out_is_there_when_some_are_left(office, waiting, others):
    put_all(waiting[1:] if others else waiting, Status.TO_APPROVE)
    html = send(office, "endorse", waiting).content.decode()
    assert html.count('name="without"') == (1 if others else 0)
    assert html.count("去掉这 2 项，办其余 1 项") == (1 if others else 0)


def test_overtaken_entry_is_told_and_goes_when_sent_again(office, waiting):
    opened = choose(office, "endorse", waiting)
    waiting[0].goal = "月底修好。"
    waiting[0].save()
    response = office.post(bulk_page("endorse"), filled(opened))
    assert refused(response) == [
        (waiting[0].number, "您打开本页以后有人改过：整改目标由“（空）”改为“月底修好。”。")
    ]
    assert Move.objects.filter(issue__in=waiting).count() == 0
    assert office.post(bulk_page("endorse"), filled(response)).status_code == 302
    assert Move.objects.filter(issue__in=waiting).count() == 3


def test_every_reason_is_told_at_once(office, clerk, waiting):
    opened = choose(office, "endorse", waiting)
    workflow.move(waiting[0], MoveName.RETURN, by=clerk, note="不够。", wanted="补。")
    waiting[1].goal = "月底修好。"
    waiting[1].save()
    response = office.post(bulk_page("endorse"), filled(opened))
    reasons = dict(refused(response))
    assert reasons.keys() == {waiting[0].number, waiting[1].number}
    assert reasons[waiting[0].number].endswith("办理“退回”，现在是“整改中”，不能办理“初审通过”。")


def test_what_was_not_told_is_not_taken_as_seen(office, waiting):
    opened = choose(office, "return", waiting)
    waiting[0].goal = "月底修好。"
    waiting[0].save()
    incomplete = office.post(bulk_page("return"), filled(opened, note="不够。"))
    response = office.post(bulk_page("return"), filled(incomplete, wanted="补。"))
    assert [number for number, _ in refused(response)] == [waiting[0].number]


def test_sent_twice_is_done_once(office, waiting):
    data = filled(choose(office, "endorse", waiting))
    assert office.post(bulk_page("endorse"), data).status_code == 302
    again = office.post(bulk_page("endorse"), data, follow=True)
    assert told(again)[-1] == "这张表单刚才已经办过了，没有重复办理。"
    assert Move.objects.filter(issue__in=waiting).count() == 3


# --- Many --------------------------------------------------------------------------------------


def test_all_of_a_filter_are_chosen_across_pages(office, published, in_progress):
    ledger = f"{LEDGER}?round__id__exact={published.pk}"
    first = published.issues.first()
    response = choose(office, "reopen", [first], ledger=ledger, select_across=1)
    assert (response.context["count"], len(response.context["issues"])) == (523, 100)
    assert response.content.decode().count("另有 423 项没有列出。") == 1
    data = filled(response, **SAID["reopen"])
    assert data["next"] == ledger
    response = office.post(bulk_page("reopen"), data, follow=True)
    assert response.redirect_chain == [(ledger, 302)]
    assert told(response) == ["已办理“重新整改” 523 项。"]
    assert published.issues.filter(status=Status.RECTIFYING).count() == 523


def test_more_than_can_be_done_at_once(office, waiting, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    response = office.post(
        LEDGER,
        {"action": "close", "_selected_action": [issue.pk for issue in waiting], "index": 0},
        follow=True,
    )
    assert told(response) == ["一次最多办 2 项，请先筛选，再分批办理。"]


def test_page_costs_the_same_for_few_and_for_many(office, published, django_assert_num_queries):
    issues = list(published.issues.all())
    for some in (issues[:3], issues):
        with django_assert_num_queries(19):
            choose(office, "owner", some)


@pytest.mark.parametrize(
    ("name", "each"),
    [("close", 7), ("endorse", 6), ("deadline", 4), ("department", 4)],
)
def test_no_needless_queries_for_each_entry(
    office, in_progress, django_assert_max_num_queries, name, each
):
    """Two sizes of the same act differ only by what every entry costs by itself."""
    Issue.objects.update(
        status=Status.TO_APPROVE if name == "close" else Status.TO_ENDORSE,
        settled_on=None,
        review_on=None,
        version=F("version") + 1,
    )
    party = Department.objects.get(name="党建办公室")
    said = {**SAID, "department": {"department": party.pk, "reason": "归口。"}}[name]
    issues = list(in_progress.issues.exclude(department=party)[:24])
    counts = []
    for some in (issues[:4], issues[4:]):
        data = filled(choose(office, name, some), **said)
        with django_assert_max_num_queries(10_000) as queries:
            assert office.post(bulk_page(name), data).status_code == 302
        counts.append(len(queries))
    assert counts[1] - counts[0] == each * 16
