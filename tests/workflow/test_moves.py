"""The table of moves, written out by hand: who may do what, from where, to where."""

import datetime

import pytest

from rectify import workflow
from rectify.models import Issue
from rectify.states import MOVES, MoveName, Outcome, Status
from rectify.workflow import Refused, SeveralRefused

CAST = [
    "accounts_keeper",
    "officer",
    "clerk",
    "other_clerk",
    "east_secretary",
    "west_secretary",
    "observer",
    "auditor",
]

# Move and status: where it leads, and who of the cast may make it. All else is refused.
ALLOWED = {
    ("accept", "to_accept"): ("rectifying", {"east_secretary"}),
    ("submit", "rectifying"): ("to_endorse", {"east_secretary"}),
    ("withdraw", "to_endorse"): ("rectifying", {"east_secretary"}),
    ("endorse", "to_endorse"): ("to_approve", {"clerk", "officer"}),
    ("return", "to_endorse"): ("rectifying", {"clerk", "officer"}),
    ("return", "to_approve"): ("rectifying", {"officer"}),
    ("close", "to_approve"): ("closed", {"officer"}),
    ("sustain", "to_approve"): ("sustained", {"officer"}),
    ("reopen", "closed"): ("rectifying", {"officer"}),
    ("reopen", "sustained"): ("rectifying", {"officer"}),
}


def said(name) -> dict:
    """Return what each move has to say."""
    soon = datetime.date.today() + datetime.timedelta(90)  # noqa: DTZ011 -- far enough either way
    return {
        "submit": {"note": "现场已拆除，无需材料。"},
        "return": {"note": "照片看不清。", "wanted": "重拍一张。"},
        "sustain": {"note": "要常年坚持。", "review_on": soon},
        "reopen": {"ground": "complaint", "note": "居民反映又坏了。"},
    }.get(name, {})


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("name", MoveName.values)
def test_move_by_table(name, status, put, request):
    after, movers = ALLOWED.get((name, status), (None, set()))
    made = set()
    for who in CAST:
        user = request.getfixturevalue(who)
        issue = put(status)
        before = issue.moves.count()
        try:
            row = workflow.move(issue, MoveName(name), by=user, **said(name))
        except Refused:
            assert issue.moves.count() == before
            issue.refresh_from_db()
            assert issue.status == status
            continue
        made.add(who)
        issue.refresh_from_db()
        assert (row.before, row.after, row.by, issue.status) == (status, after, user, after)
    assert made == movers


def test_table_in_code_is_the_one_above():
    written = {(name, status): after for (name, status), (after, _) in ALLOWED.items()}
    coded = {
        (name.value, status.value): rule.after.value
        for name, rule in MOVES.items()
        for status in rule.before
    }
    assert coded == written


@pytest.mark.parametrize(
    ("name", "status", "missing", "sentence"),
    [
        ("return", "to_endorse", "note", "请写明原因。"),
        ("return", "to_endorse", "wanted", "请写明还需要什么。"),
        ("sustain", "to_approve", "note", "请写明原因。"),
        ("sustain", "to_approve", "review_on", "请填写下次复核日期。"),
        ("reopen", "closed", "ground", "请选择重新整改的由来。"),
        ("reopen", "closed", "note", "请写明原因。"),
        (
            "submit",
            "rectifying",
            "note",
            "还没有佐证材料：请先上传，或者写明没有材料的原因。",
        ),
    ],
)
def test_move_says_what_it_needs(name, status, missing, sentence, put, officer, east_secretary):
    issue = put(status)
    by = east_secretary if name == "submit" else officer
    with pytest.raises(Refused) as refused:
        workflow.move(issue, MoveName(name), by=by, **(said(name) | {missing: ""}))
    assert str(refused.value) == sentence
    assert issue.moves.count() == 0


def test_review_lies_ahead(put, officer, today):
    issue = put(Status.TO_APPROVE)
    with pytest.raises(Refused, match=r"^下次复核日期要在今天以后。$"):
        workflow.move(issue, MoveName.SUSTAIN, by=officer, note="长期。", review_on=today)


def test_submit_needs_progress_since_the_return(put, officer, east_secretary):
    issue = put(Status.RECTIFYING, progress=False)
    with pytest.raises(Refused, match=r"^请先写整改进展，再申请销号。$"):
        workflow.move(issue, MoveName.SUBMIT, by=east_secretary, note="无材料。")
    put(Status.TO_ENDORSE)
    workflow.move(issue, MoveName.RETURN, by=officer, note="不够。", wanted="补照片。")
    with pytest.raises(Refused, match=r"^请先写退回（.+）以后的整改进展，再申请销号。$"):
        workflow.move(issue, MoveName.SUBMIT, by=east_secretary, note="无材料。")
    issue.progress.create(text="补了照片。", by=east_secretary)
    workflow.move(issue, MoveName.SUBMIT, by=east_secretary, note="无材料。")


def test_reopened_entry_needs_new_progress_too(put, officer, east_secretary):
    issue = put(Status.CLOSED)
    workflow.move(issue, MoveName.REOPEN, by=officer, **said("reopen"))
    with pytest.raises(Refused, match="退回"):
        workflow.move(issue, MoveName.SUBMIT, by=east_secretary, note="无材料。")


def test_settling_and_reopening_set_and_clear_the_day(put, officer, today):
    issue = put(Status.TO_APPROVE)
    workflow.move(issue, MoveName.CLOSE, by=officer)
    issue.refresh_from_db()
    assert (issue.settled_on, issue.outcome) == (today, Outcome.DONE)
    workflow.move(issue, MoveName.REOPEN, by=officer, **said("reopen"))
    issue.refresh_from_db()
    assert (issue.settled_on, issue.outcome) == (None, Outcome.UNDER_WAY)
    put(Status.TO_APPROVE)
    workflow.move(issue, MoveName.SUSTAIN, by=officer, **said("sustain"))
    issue.refresh_from_db()
    assert (issue.settled_on, issue.review_on) == (today, said("sustain")["review_on"])
    assert issue.outcome == Outcome.STAGED
    workflow.move(issue, MoveName.REOPEN, by=officer, **said("reopen"))
    issue.refresh_from_db()
    assert issue.review_on is None


def test_each_move_raises_the_version_by_one(put, officer):
    issue = put(Status.TO_ENDORSE)
    version = issue.version
    workflow.move(issue, MoveName.ENDORSE, by=officer)
    issue.refresh_from_db()
    assert issue.version == version + 1


def test_who_comes_second_is_told_what_happened(put, officer, clerk):
    issue = put(Status.TO_ENDORSE)
    stale = Issue.objects.get(pk=issue.pk)
    workflow.move(issue, MoveName.RETURN, by=clerk, note="不够。", wanted="补。")
    with pytest.raises(Refused) as refused:
        workflow.move(stale, MoveName.ENDORSE, by=officer)
    assert str(refused.value).startswith("这项问题已由安全科办事员于")
    assert str(refused.value).endswith("办理“退回”，现在是“整改中”，不能办理“初审通过”。")


def test_department_overtaken_by_the_office_is_told(put, officer, clerk):
    issue = put(Status.TO_ENDORSE)
    workflow.move(issue, MoveName.ENDORSE, by=officer)
    with pytest.raises(Refused, match="办理“初审通过”，现在是“待批准”，不能办理“退回”。"):
        workflow.move(issue, MoveName.RETURN, by=clerk, note="不够。", wanted="补。")


# --- What is offered -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "expected"),
    [
        ("east_secretary", "to_accept", {"签收": "", "申请销号": "请先签收。"}),
        ("east_secretary", "rectifying", {"申请销号": ""}),
        ("east_secretary", "to_endorse", {"撤回申请": ""}),
        ("east_secretary", "to_approve", {}),
        ("east_secretary", "closed", {}),
        ("clerk", "rectifying", {"初审通过": "社区还没有申请销号。"}),
        ("clerk", "to_endorse", {"初审通过": "", "退回": ""}),
        ("clerk", "to_approve", {}),
        (
            "officer",
            "to_accept",
            {
                "初审通过": "社区还没有申请销号。",
                "销号": "社区还没有申请销号。",
                "转长期坚持": "社区还没有申请销号。",
            },
        ),
        (
            "officer",
            "to_endorse",
            {
                "初审通过": "",
                "退回": "",
                "销号": "责任科室还没有初审通过。",
                "转长期坚持": "责任科室还没有初审通过。",
            },
        ),
        ("officer", "to_approve", {"退回": "", "销号": "", "转长期坚持": ""}),
        ("officer", "closed", {"重新整改": ""}),
        ("officer", "sustained", {"重新整改": ""}),
        ("west_secretary", "rectifying", {}),
        ("other_clerk", "to_endorse", {}),
        ("observer", "to_endorse", {}),
    ],
)
def test_offers(who, status, expected, put, request):
    issue = put(status)
    found = workflow.offers(issue, request.getfixturevalue(who))
    assert {offer.label: offer.obstacle for offer in found} == expected


def test_offer_to_submit_says_what_is_missing(put, east_secretary):
    issue = put(Status.RECTIFYING, progress=False)
    [offer] = workflow.offers(issue, east_secretary)
    assert (offer.label, offer.obstacle) == ("申请销号", "请先写整改进展，再申请销号。")


# --- Several at once -------------------------------------------------------------------------


def test_several_move_together(in_progress, officer):
    waiting = list(in_progress.issues.filter(status=Status.TO_ENDORSE))
    moves = workflow.move_all(waiting, MoveName.ENDORSE, by=officer, source="批量操作")
    assert {move.issue_id for move in moves} == {issue.pk for issue in waiting}
    assert {move.source for move in moves} == {"批量操作"}
    assert not in_progress.issues.filter(status=Status.TO_ENDORSE).exists()


def test_several_move_all_or_none(in_progress, officer):
    waiting = list(in_progress.issues.filter(status=Status.TO_ENDORSE))
    odd = in_progress.issues.filter(status=Status.TO_ACCEPT).first()
    with pytest.raises(SeveralRefused) as refused:
        workflow.move_all([*waiting, odd], MoveName.ENDORSE, by=officer)
    assert refused.value.refusals == [(odd, "这项问题现在是“待签收”，不能办理“初审通过”。")]
    assert str(refused.value) == "1 项办不了，所以一项也没有办。"
    for issue in waiting:
        issue.refresh_from_db()
        assert (issue.status, issue.moves.count()) == (Status.TO_ENDORSE, 0)
