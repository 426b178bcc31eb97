"""What a secretary sends: progress, moves, and requests for more time."""

import datetime

import pytest
from django.urls import reverse

from rectify import workflow
from rectify.models import Evidence, Extension, Issue, Move, ProgressEntry, Submission
from rectify.states import MoveName, Status
from tests.evidence import files
from tests.views.conftest import opened, photo, told

AGAIN = "这张表单刚才已经办过了，没有重复办理。"
OVERTAKEN = (
    "您打开这一页以后，有人改过这一条，所以还没有办理。请看过改动的内容；仍要这样办，再提交一次。"
)
INCOMPLETE = "这张表单不完整，请刷新本页后再提交。"


def failed(response) -> list[str]:
    """Return what is wrong with the form that came back, with what stands beside it."""
    assert response.status_code == 200
    form = response.context["failed"]
    page = response.content.decode()
    for sentence in form.sentences:
        # On top of the page, and once more beside the form if it is still there.
        assert page.count(f"<li>{sentence}</li>") >= 1
    return form.sentences


def overtake(issue, **changes):
    fresh = Issue.objects.get(pk=issue.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save()


def changes(response) -> list[tuple[str, str, str]]:
    page = response.content.decode()
    found = [(one.label, one.old, one.new) for one in response.context["failed"].changes]
    assert page.count('<table class="changes">') == bool(found)
    return found


def in_a_month(issue) -> datetime.date:
    return issue.due_on + datetime.timedelta(30)


@pytest.fixture
def issue(east_issue, east_secretary) -> Issue:
    """An entry that is being rectified, without progress."""
    workflow.move(east_issue, MoveName.ACCEPT, by=east_secretary)
    east_issue.refresh_from_db()
    return east_issue


# --- Progress ---------------------------------------------------------------------------------


def test_progress_is_written(east, issue, east_secretary):
    address, data = opened(east, issue)
    response = east.post(address, data | {"text": "换了灯。"}, follow=True)
    assert response.redirect_chain == [(f"/my/{issue.pk}/", 302)]
    assert told(response) == ["进展已提交。"]
    [entry] = ProgressEntry.objects.filter(issue=issue)
    assert (entry.text, entry.by, entry.evidence.count()) == ("换了灯。", east_secretary, 0)
    draft = f'data-draft-done="{east_secretary.pk}.{issue.pk}.report"'
    assert response.content.decode().count(draft) == 1


def test_progress_is_written_with_a_photograph_and_files(east, issue):
    address, data = opened(east, issue)
    data |= {"text": "换了灯。", "photo": photo("1.jpg"), "files": [photo("2.jpg"), photo("3.jpg")]}
    assert told(east.post(address, data, follow=True)) == ["进展和 3 份佐证材料已提交。"]
    assert [one.name for one in Evidence.objects.order_by("pk")] == ["1.jpg", "2.jpg", "3.jpg"]


def test_progress_sent_twice_is_written_once(east, issue):
    address, data = opened(east, issue)
    content = files.image("JPEG")
    answers = []
    for _ in range(2):
        sent = data | {"text": "换了灯。", "files": files.upload("灯.jpg", content)}
        answers.append(east.post(address, sent, follow=True))
    assert [told(one) for one in answers] == [["进展和 1 份佐证材料已提交。"], [AGAIN]]
    assert {one.redirect_chain[0] for one in answers} == {(f"/my/{issue.pk}/", 302)}
    assert (ProgressEntry.objects.filter(issue=issue).count(), Evidence.objects.count()) == (1, 1)


def test_other_words_on_a_page_taken_back_are_another_sending(east, issue):
    address, data = opened(east, issue)
    for text in ("一。", "二。"):
        east.post(address, data | {"text": text})
    assert [one.text for one in ProgressEntry.objects.filter(issue=issue)] == ["一。", "二。"]


def test_progress_is_taken_from_a_page_that_was_overtaken(east, issue):
    address, data = opened(east, issue)
    overtake(issue, goal="都亮。")
    assert told(east.post(address, data | {"text": "换了灯。"}, follow=True)) == ["进展已提交。"]


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({"text": ""}, ["请写明进展情况。"]),
        ({"text": " \n "}, ["请写明进展情况。"]),
        ({"text": "长" * 5001}, ["最多写 5000 个字，请写短一些。"]),
        ({"text": "空\x00字符"}, ["不允许是用空字符串。"]),
        ({"key": ""}, [INCOMPLETE]),
        ({"key": "x"}, [INCOMPLETE]),
        (
            {"files": files.upload("木马.exe", b"MZ" * 100)},
            [
                "“木马.exe”：不是能收的文件。请上传照片（JPEG、PNG、WebP）、PDF、Word 或 Excel 文件。"
            ],
        ),
        ({"photo": files.upload("空.jpg", b"")}, ["“空.jpg”：文件是空的，请重新选择。"]),
    ],
)
def test_progress_that_is_wrong_comes_back_as_typed(east, issue, sent, sentences):
    address, data = opened(east, issue)
    response = east.post(address, data | {"text": "换了灯。"} | sent)
    assert failed(response) == sentences
    typed = response.context["forms"]["report"]["text"].value()
    assert typed == sent.get("text", "换了灯。")
    lost = response.content.decode().count("选好的照片和文件没有提交上去，请重新选")
    assert lost == ("files" in sent or "photo" in sent)
    assert ProgressEntry.objects.filter(issue=issue).count() == 0
    assert Submission.objects.count() == 0


def test_ten_files_are_refused_and_nothing_is_kept(east, issue, directory):
    address, data = opened(east, issue)
    nine = [photo(f"{number}.jpg") for number in range(9)]
    response = east.post(address, data | {"text": "换了灯。", "photo": photo(), "files": nine})
    assert failed(response) == ["一条进展最多 9 份材料，这一条还能加 9 份。"]
    assert [path for path in directory.rglob("*") if path.is_file()] == []
    assert ProgressEntry.objects.filter(issue=issue).count() == 0


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.TO_ACCEPT, "请先签收，再写进展。"),
        (Status.TO_ENDORSE, "已经申请销号，正在等初审；要补充进展或材料，请先撤回申请。"),
        (Status.TO_APPROVE, "科室已初审通过，正在等街道批准，现在不能再写进展。"),
        (Status.CLOSED, "这项问题已经销号，不用再写进展。"),
    ],
)
def test_progress_in_a_wrong_status_is_refused_and_the_words_kept(
    east, issue, put, status, sentence
):
    address, data = opened(east, issue)
    put(status, progress=False)
    response = east.post(address, data | {"text": "换了灯。"})
    assert failed(response) == [sentence]
    assert response.content.decode().count("换了灯。</textarea>") == 1
    assert ProgressEntry.objects.filter(issue=issue).count() == 0


# --- Moves ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "after", "message"),
    [
        ("accept", Status.TO_ACCEPT, Status.RECTIFYING, "已签收，可以写进展了。"),
        ("submit", Status.RECTIFYING, Status.TO_ENDORSE, "已申请销号，等责任科室初审。"),
        ("withdraw", Status.TO_ENDORSE, Status.RECTIFYING, "申请已撤回，可以继续写进展。"),
    ],
)
def test_move_is_made_once(east, put, east_secretary, name, status, after, message):
    issue = put(status)
    address, data = opened(east, issue, "my_move", issue.pk, name)
    data |= {"note": "现场已拆除。"} if name == "submit" else {}
    answers = [east.post(address, data, follow=True) for _ in range(2)]
    assert [told(one) for one in answers] == [[message], [AGAIN]]
    assert {one.redirect_chain[0] for one in answers} == {(f"/my/{issue.pk}/", 302)}
    [made] = Move.objects.filter(issue=issue)
    assert (made.name, made.after, made.by, made.note) == (
        name,
        after,
        east_secretary,
        data.get("note", ""),
    )


def test_apply_without_evidence_wants_a_reason(east, put):
    issue = put(Status.RECTIFYING)
    address, data = opened(east, issue, "my_move", issue.pk, "submit")
    response = east.post(address, data | {"note": ""})
    assert failed(response) == ["还没有佐证材料：请先上传，或者写明没有材料的原因。"]
    page = response.content.decode()
    assert page.count("<li>还没有佐证材料：请先上传，或者写明没有材料的原因。</li>") == 2
    assert Move.objects.filter(issue=issue).count() == 0


@pytest.mark.parametrize(
    ("name", "status", "ahead", "sentence"),
    [
        ("accept", Status.TO_ACCEPT, Status.TO_APPROVE, "不能办理“签收”。"),
        ("submit", Status.RECTIFYING, Status.TO_APPROVE, "不能办理“申请销号”。"),
        ("withdraw", Status.TO_ENDORSE, Status.TO_APPROVE, "不能办理“撤回申请”。"),
    ],
)
def test_move_in_a_wrong_status_is_refused(east, put, name, status, ahead, sentence):
    issue = put(status)
    address, data = opened(east, issue, "my_move", issue.pk, name)
    put(ahead, progress=False)
    response = east.post(address, data | {"note": "现场已拆除。"})
    assert failed(response) == [f"这项问题现在是“待批准”，{sentence}"]
    assert Move.objects.filter(issue=issue).count() == 0
    # What was typed is not thrown away, although the move is no longer on offer.
    assert response.content.decode().count("现场已拆除。</textarea>") == (name == "submit")


def test_who_is_overtaken_by_a_move_is_told_which(east, put, clerk):
    issue = put(Status.TO_ENDORSE)
    address, data = opened(east, issue, "my_move", issue.pk, "withdraw")
    workflow.move(issue, MoveName.ENDORSE, by=clerk)
    [sentence] = failed(east.post(address, data))
    assert sentence.startswith("这项问题已由安全科办事员于")
    assert sentence.endswith("办理“初审通过”，现在是“待批准”，不能办理“撤回申请”。")


def test_move_on_an_overtaken_page_shows_what_changed_and_is_made_when_sent_again(
    east, issue, east_secretary
):
    workflow.reports.report(issue, by=east_secretary, text="换了灯。")
    address, data = opened(east, issue, "my_move", issue.pk, "submit")
    overtake(issue, goal="都亮。", leader="分管领导")
    response = east.post(address, data | {"note": "现场已拆除。"})
    assert failed(response) == [OVERTAKEN]
    assert changes(response) == [
        ("整改目标", "（空）", "都亮。"),
        ("责任领导", "（空）", "分管领导"),
    ]
    form = response.context["failed"]
    assert (form["note"].value(), form["version"].value()) == ("现场已拆除。", issue.version + 1)
    assert Move.objects.filter(issue=issue, name="submit").count() == 0
    again = data | {"note": "现场已拆除。", "version": form["version"].value()}
    assert told(east.post(address, again, follow=True)) == ["已申请销号，等责任科室初审。"]


@pytest.mark.parametrize("version", ["", "x", "1.5"])
def test_move_without_a_version_is_refused(east, put, version):
    issue = put(Status.TO_ACCEPT)
    address, data = opened(east, issue, "my_move", issue.pk, "accept")
    assert failed(east.post(address, data | {"version": version})) == [INCOMPLETE]


@pytest.mark.parametrize("name", ["endorse", "return", "close", "sustain", "reopen", "x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_moves_of_others_are_not_there(east, put, name, method):
    issue = put(Status.TO_ENDORSE)
    assert getattr(east, method)(reverse("my_move", args=[issue.pk, name])).status_code == 404


# --- More time --------------------------------------------------------------------------------


def test_more_time_is_asked_for_once(east, issue, east_secretary):
    address, data = opened(east, issue, "my_extension")
    data |= {"new_due_on": in_a_month(issue), "reason": "雨季。"}
    answers = [east.post(address, data, follow=True) for _ in range(2)]
    assert [told(one) for one in answers] == [
        ["延期申请已提交，等责任科室或街道审批。"],
        [AGAIN],
    ]
    [asked] = Extension.objects.filter(issue=issue)
    assert (asked.reason, asked.new_due_on, asked.old_due_on, asked.asked_by) == (
        "雨季。",
        in_a_month(issue),
        issue.due_on,
        east_secretary,
    )


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({"reason": ""}, ["请写明延期理由。"]),
        ({"reason": "长" * 5001}, ["最多写 5000 个字，请写短一些。"]),
        ({"new_due_on": ""}, ["请选申请延到哪一天。"]),
        ({"new_due_on": "下个月"}, ["请写一个日期。"]),
        ({"new_due_on": "2020-01-01"}, ["申请延到的日期要晚于原来的时限。"]),
        ({"version": ""}, [INCOMPLETE]),
    ],
)
def test_request_that_is_wrong_comes_back_as_typed(east, issue, sent, sentences):
    address, data = opened(east, issue, "my_extension")
    data |= {"new_due_on": f"{in_a_month(issue)}", "reason": "雨季。"} | sent
    response = east.post(address, data)
    assert failed(response) == sentences
    form = response.context["failed"]
    assert (form["reason"].value(), form["new_due_on"].value()) == (
        data["reason"],
        data["new_due_on"],
    )
    assert response.content.decode().count('<details class="step" id="extension" open>') == 1
    assert Extension.objects.count() == 0


def test_day_may_be_written_by_hand(east, issue):
    address, data = opened(east, issue, "my_extension")
    day = in_a_month(issue)
    data |= {"new_due_on": f"{day.year}/{day.month}/{day.day}", "reason": "雨季。"}
    assert east.post(address, data).status_code == 302


def test_field_with_an_error_is_tied_to_it(east, issue):
    address, data = opened(east, issue, "my_extension")
    page = east.post(address, data | {"new_due_on": "", "reason": "雨季。"}).content.decode()
    assert page.count('<ul class="errorlist" id="extension-new_due_on_error">') == 1
    assert page.count('aria-invalid="true" aria-describedby="extension-new_due_on_error"') == 1


def test_request_on_an_overtaken_page_shows_what_changed(east, issue):
    address, data = opened(east, issue, "my_extension")
    old = issue.deadline
    overtake(issue, due_on=issue.due_on + datetime.timedelta(1))
    data |= {"new_due_on": in_a_month(issue), "reason": "雨季。"}
    response = east.post(address, data)
    assert failed(response) == [OVERTAKEN]
    issue.refresh_from_db()
    assert changes(response) == [("整改时限", old, issue.deadline)]
    again = data | {"version": response.context["failed"]["version"].value()}
    assert east.post(address, again).status_code == 302


def test_second_request_is_refused_and_the_words_kept(east, issue, east_secretary):
    address, data = opened(east, issue, "my_extension")
    workflow.extensions.ask(issue, by=east_secretary, reason="一。", new_due_on=in_a_month(issue))
    data |= {"new_due_on": in_a_month(issue), "reason": "二。"}
    response = east.post(address, data)
    assert failed(response) == ["已有一份延期申请在等审批。"]
    assert response.content.decode().count("二。</textarea>") == 1


@pytest.fixture
def asked(issue, east_secretary) -> Extension:
    return workflow.extensions.ask(
        issue, by=east_secretary, reason="雨季。", new_due_on=in_a_month(issue)
    )


def test_request_is_withdrawn_once(east, issue, asked):
    address, data = opened(east, issue, "my_extension_withdraw", asked.pk)
    answers = [east.post(address, data, follow=True) for _ in range(2)]
    assert [told(one) for one in answers] == [["延期申请已撤回，时限不变。"], [AGAIN]]
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_request_that_was_decided_meanwhile_is_not_withdrawn(east, issue, asked, clerk):
    address, data = opened(east, issue, "my_extension_withdraw", asked.pk)
    workflow.extensions.decide(asked, by=clerk, granted=True)
    [sentence] = failed(east.post(address, data))
    assert sentence.startswith("这份延期申请已由安全科办事员于")
    assert sentence.endswith("办理，结果是“已同意”。")


# --- All of them ------------------------------------------------------------------------------


@pytest.fixture
def addresses(issue, asked) -> list[str]:
    return [
        reverse("my_report", args=[issue.pk]),
        *(reverse("my_move", args=[issue.pk, name]) for name in ("accept", "submit", "withdraw")),
        reverse("my_extension", args=[issue.pk]),
        reverse("my_extension_withdraw", args=[asked.pk]),
    ]


def test_who_comes_from_the_login_is_led_to_the_entry(east, issue, addresses):
    answers = [east.get(address) for address in addresses]
    assert {(one.status_code, one.url) for one in answers} == {(302, f"/my/{issue.pk}/")}


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(east, addresses, method):
    assert {getattr(east, method)(address).status_code for address in addresses} == {405}


def test_form_of_who_is_no_longer_logged_in_leads_to_the_login(client, addresses):
    answers = [client.post(address, {"text": "换了灯。"}) for address in addresses]
    assert [one.url for one in answers] == [f"/login/?next={address}" for address in addresses]


@pytest.mark.parametrize("who", ["west_secretary", "officer", "clerk", "observer"])
def test_forms_are_not_there_for_strangers_and_staff(client, addresses, who, request, issue):
    client.force_login(request.getfixturevalue(who))
    before = Issue.objects.get(pk=issue.pk)
    answers = [client.post(address, {"text": "换了灯。", "version": 1}) for address in addresses]
    assert {one.status_code for one in answers} == {404}
    after = Issue.objects.get(pk=issue.pk)
    assert (after.version, after.progress.count()) == (before.version, 0)
