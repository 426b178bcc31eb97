"""The office's steps with an opinion: from which state, by whom, with what, and on record."""

import pytest

from rectify import opinions, permissions
from rectify.models import Issue, Opinion, OpinionStep
from rectify.models.append_only import WrittenOnceError
from rectify.models.opinion import OpinionState, OpinionStepName
from rectify.opinions.handling import Content
from rectify.states import MoveName, ReopenGround, Status
from rectify.workflow import Refused
from tests.opinions.conftest import CONTACT, TEXT

# From each state, the steps that are possible.
POSSIBLE = {
    "received": ["take_up", "decline"],
    "taken_up": ["answer", "reopen", "decline"],
    "answered": ["resume", "erase"],
    "reopened": ["answer", "erase"],
    "declined": ["resume", "erase"],
}
AFTER = {
    "take_up": "taken_up",
    "answer": "answered",
    "reopen": "reopened",
    "decline": "declined",
    "resume": "taken_up",
}


def take(opinion, name, by, put=None):
    if name == "reopen":
        return opinions.reopen(opinion, put("closed"), by=by, reason="灯又不亮了。")
    return opinions.take_step(opinion, OpinionStepName(name), by=by, note="灯已换好。")


@pytest.mark.parametrize("state", POSSIBLE)
def test_steps_are_offered_by_state(brought, officer, state):
    assert opinions.steps_possible(brought(OpinionState(state)), officer) == POSSIBLE[state]


@pytest.mark.parametrize(
    ("state", "name"), [(state, name) for state in POSSIBLE for name in OpinionStepName]
)
def test_step_leads_where_it_should_or_is_refused(brought, officer, put, state, name):
    opinion = brought(OpinionState(state))
    count = opinion.steps.count()
    if name not in POSSIBLE[state]:
        with pytest.raises(Refused, match=f"不能办理“{name.label}”。$"):
            take(opinion, name, officer, put)
        opinion.refresh_from_db()
        assert (opinion.state, opinion.steps.count()) == (state, count)
        return
    step = take(opinion, name, officer, put)
    opinion.refresh_from_db()
    assert opinion.state == AFTER.get(name, state)
    assert (step.name, step.by, step.before, step.after) == (name, officer, state, opinion.state)
    assert opinion.steps.count() == count + 1


@pytest.mark.parametrize(
    "who", ["accounts_keeper", "clerk", "east_secretary", "observer", "auditor"]
)
def test_nobody_else_acts(opinion, who, request, put):
    stranger = request.getfixturevalue(who)
    assert permissions.may_handle_opinions(stranger) is False
    assert opinions.steps_possible(opinion, stranger) == []
    for name in OpinionStepName:
        with pytest.raises(Refused, match=r"^只有街道管理员能办理监督意见。$"):
            take(opinion, name, stranger, put)
    assert OpinionStep.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "name", "sentence"),
    [
        ("taken_up", "answer", "请写明答复的内容。"),
        ("received", "decline", "请写明原因。"),
        ("answered", "resume", "请写明原因。"),
    ],
)
def test_step_that_has_to_say_something(brought, officer, state, name, sentence):
    opinion = brought(OpinionState(state))
    with pytest.raises(Refused) as refused:
        opinions.take_step(opinion, OpinionStepName(name), by=officer, note=" \n")
    assert str(refused.value) == sentence


def test_second_of_two_officers_is_told_who_was_first(opinion, officer):
    officer.full_name = "王主任"
    officer.save()
    seen = Opinion.objects.get(pk=opinion.pk)
    opinions.take_step(opinion, OpinionStepName.TAKE_UP, by=officer)
    with pytest.raises(Refused) as refused:
        opinions.take_step(seen, OpinionStepName.TAKE_UP, by=officer)
    sentence = str(refused.value)
    assert sentence.startswith(f"监督意见第{opinion.pk}号已由王主任于")
    assert sentence.endswith("办理“受理”，现在是“办理中”，不能办理“受理”。")


def test_steps_are_written_once(brought):
    step = brought(OpinionState.TAKEN_UP).steps.get()
    for change in (step.save, step.delete, OpinionStep.objects.all().delete):
        with pytest.raises(WrittenOnceError):
            change()


# --- Turned into a reopening -----------------------------------------------------------------


def test_opinion_becomes_a_reopening_on_the_ground_of_a_complaint(brought, officer, put):
    opinion = brought(OpinionState.TAKEN_UP)
    issue = put(Status.SUSTAINED)
    step = opinions.reopen(opinion, issue, by=officer, reason="灯又不亮了。")
    issue.refresh_from_db()
    move = issue.moves.get()
    assert (issue.status, move.name, move.ground) == (
        Status.RECTIFYING,
        MoveName.REOPEN,
        ReopenGround.COMPLAINT,
    )
    assert (move.note, move.by, move.source) == (
        "灯又不亮了。",
        officer,
        f"监督意见第{opinion.pk}号",
    )
    assert (step.move, step.note) == (move, "")


def test_entry_that_is_not_settled_leaves_the_opinion_as_it_was(brought, officer, east_issue):
    opinion = brought(OpinionState.TAKEN_UP)
    with pytest.raises(Refused, match="不能办理“重新整改”"):
        opinions.reopen(opinion, east_issue, by=officer, reason="灯又不亮了。")
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.TAKEN_UP


def test_entry_of_another_round_is_refused(brought, officer, published):
    with pytest.raises(Refused, match=r"^请选本轮次的整改问题。$"):
        opinions.reopen(
            brought(OpinionState.TAKEN_UP), published.issues.first(), by=officer, reason="反弹。"
        )


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("张三说灯又不亮了。", "“张三”"),
        ("请联系 138-1234-5678。", "“138-1234-5678”"),
        ("请联系 139 8765 4321。", "“139 8765 4321”"),
    ],
)
def test_reason_tells_nothing_of_the_sender(brought, officer, put, reason, found):
    opinion = brought(OpinionState.TAKEN_UP)
    issue = put(Status.CLOSED)
    with pytest.raises(Refused) as refused:
        opinions.reopen(opinion, issue, by=officer, reason=reason)
    assert str(refused.value) == (f"写的内容里有反映人的信息或个人的号码：{found}。请删去再提交。")
    assert Issue.objects.get(pk=issue.pk).status == Status.CLOSED
    assert issue.moves.count() == 0


def test_answer_tells_nothing_of_the_sender_either(brought, officer):
    with pytest.raises(Refused) as refused:
        opinions.take_step(
            brought(OpinionState.TAKEN_UP), OpinionStepName.ANSWER, by=officer, note="张三您好。"
        )
    assert str(refused.value) == ("写的内容里有反映人的信息或个人的号码：“张三”。请删去再提交。")


def test_nothing_of_the_sender_is_in_any_other_row(brought, officer):
    """Not in the move, the steps, nor in what they leave in the history."""
    opinion = brought(OpinionState.REOPENED)
    move = opinion.steps.last().move
    written = " ".join(
        map(str, [*opinion.steps.values_list(), *move.issue.history.values_list(), vars(move)])
    )
    assert [word for word in (TEXT, CONTACT, "张三") if word in written] == []


# --- Erasing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["answered", "reopened", "declined"])
def test_what_was_written_is_erased_and_the_row_stays(brought, officer, state):
    opinion = brought(OpinionState(state))
    step = opinions.take_step(opinion, OpinionStepName.ERASE, by=officer)
    opinion.refresh_from_db()
    assert opinions.content_of(opinion) == Content("", "")
    assert (opinion.sealed_text, opinion.sealed_contact) == ("", "")
    assert (opinion.state, opinion.erased_at, step.by) == (state, step.at, officer)


def test_what_is_erased_is_not_resumed_nor_erased_again(brought, officer):
    opinion = brought(OpinionState.ANSWERED)
    opinions.take_step(opinion, OpinionStepName.ERASE, by=officer)
    opinion.refresh_from_db()
    assert opinions.steps_possible(opinion, officer) == []
    for name in ("resume", "erase"):
        with pytest.raises(Refused, match=r"的内容已于.*删除，不能办理"):
            take(opinion, name, officer)


def test_erased_opinion_that_was_handed_on_can_still_be_answered(brought, officer):
    opinion = brought(OpinionState.REOPENED)
    opinions.take_step(opinion, OpinionStepName.ERASE, by=officer)
    opinions.take_step(opinion, OpinionStepName.ANSWER, by=officer, note="灯已换好。")
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED
