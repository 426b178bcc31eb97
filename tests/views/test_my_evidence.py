"""Evidence: added, removed, and handed out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectify import workflow
from rectify.evidence.examination import examine
from rectify.models import AuditEntry, Evidence, ProgressEntry
from rectify.states import MoveName, Status
from tests.evidence import files
from tests.live.caller import hidden_fields
from tests.views.conftest import browser, photo, taken, told

AGAIN = "这张表单刚才已经办过了，没有重复办理。"


@pytest.fixture
def entry(put, east_secretary) -> ProgressEntry:
    """An entry of progress with a photograph and a paper."""
    issue = put(Status.RECTIFYING, progress=False)
    evidence = [examine(photo()), examine(files.upload("会议 纪要.pdf", files.PDF))]
    return workflow.reports.report(issue, by=east_secretary, text="换了灯。", files=evidence)


@pytest.fixture
def picture(entry) -> Evidence:
    return entry.evidence.get(kind="jpeg")


@pytest.fixture
def paper(entry) -> Evidence:
    return entry.evidence.get(kind="pdf")


def form_at(client, address) -> dict:
    """Open a page of its own; return what its form carries."""
    page = client.get(address).content.decode()
    return hidden_fields(page[page.index('<form method="post"', page.index("<main")) :])


# --- Handing it out ----------------------------------------------------------------------------


def test_file_is_handed_out_to_be_saved(east, paper):
    response = east.get(reverse("evidence_file", args=[paper.token]))
    assert taken(response) == files.PDF
    expected = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(files.PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''%E4%BC%9A%E8%AE%AE%20%E7%BA%AA%E8%A6%81.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: response.headers[name] for name in expected} == expected


def test_download_is_recorded_and_nothing_else_written(east, east_secretary, paper):
    with CaptureQueriesContext(connection) as queries:
        taken(east.get(reverse("evidence_file", args=[paper.token])))
    writes = [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]
    assert [sql.split('"')[1] for sql in writes] == ["rectify_auditentry"]
    [record] = AuditEntry.objects.filter(kind="download")
    assert (record.user, record.address, record.subject) == (
        east_secretary,
        "127.0.0.1",
        f"整改问题 E1：会议 纪要.pdf（{paper.token}）",
    )


def test_thumbnail_is_shown_and_not_recorded(east, picture):
    response = east.get(reverse("evidence_thumbnail", args=[picture.token]))
    assert taken(response).startswith(b"\xff\xd8\xff")
    expected = {
        "Content-Type": "image/jpeg",
        "Cache-Control": "private, max-age=3600",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: response.headers[name] for name in expected} == expected
    assert AuditEntry.objects.filter(kind="download").count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("east_secretary", 200),
        ("west_secretary", 404),
        ("officer", 200),
        ("clerk", 200),
        ("other_clerk", 404),
        ("observer", 200),
        ("auditor", 404),
        ("accounts_keeper", 404),
    ],
)
def test_evidence_is_handed_to_whom_the_entry_is_shown(who, status, picture, request):
    client = browser(request.getfixturevalue(who))
    answers = [
        client.get(reverse(name, args=[picture.token]))
        for name in ("evidence_file", "evidence_thumbnail")
    ]
    for one in answers:
        taken(one)
    assert [one.status_code for one in answers] == [status, status]
    assert AuditEntry.objects.filter(kind="download").count() == (status == 200)


def test_paper_has_no_thumbnail(east, paper):
    assert east.get(reverse("evidence_thumbnail", args=[paper.token])).status_code == 404


def test_removed_evidence_is_not_handed_out(east, east_secretary, picture):
    workflow.reports.remove(picture, by=east_secretary, because="拍错了")
    for name in ("evidence_file", "evidence_thumbnail"):
        assert east.get(reverse(name, args=[picture.token])).status_code == 404


@pytest.mark.parametrize("name", ["evidence_file", "evidence_thumbnail"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_evidence_is_only_read(east, picture, name, method):
    assert getattr(east, method)(reverse(name, args=[picture.token])).status_code == 405


def test_file_that_is_gone_is_told_and_logged(east, picture, caplog):
    for stored in (picture.file, picture.thumbnail):
        stored.storage.delete(stored.name)
    response = east.get(reverse("evidence_file", args=[picture.token]))
    assert (response.status_code, response.content.decode().count("<h1>文件找不到了</h1>")) == (
        404,
        1,
    )
    assert east.get(reverse("evidence_thumbnail", args=[picture.token])).status_code == 404
    told_to_log = [
        one.getMessage() for one in caplog.records if one.name == "rectify.views.evidence"
    ]
    assert told_to_log == [
        f"佐证材料的文件不见了：{picture.file.name}（照片.jpg）",
        f"缩略图的文件不见了：{picture.thumbnail.name}（照片.jpg）",
    ]
    assert AuditEntry.objects.filter(kind="download").count() == 0


# --- Adding ------------------------------------------------------------------------------------


def test_evidence_is_added_one_photograph_after_another(east, entry):
    address = reverse("my_evidence", args=[entry.pk])
    for number in (1, 2):
        data = form_at(east, address) | {"photo": photo(f"{number}.jpg")}
        response = east.post(address, data, follow=True)
        assert response.redirect_chain == [(address, 302)]
        assert told(response) == ["已加上 1 份佐证材料。"]
        assert response.context["room"] == 7 - number
    assert [one.name for one in entry.evidence.order_by("pk")][2:] == ["1.jpg", "2.jpg"]


def test_evidence_sent_twice_is_added_once(east, entry):
    address = reverse("my_evidence", args=[entry.pk])
    data = form_at(east, address)
    content = files.image("JPEG")
    answers = [
        east.post(address, data | {"photo": files.upload("灯.jpg", content)}, follow=True)
        for _ in range(2)
    ]
    assert [told(one) for one in answers] == [["已加上 1 份佐证材料。"], [AGAIN]]
    assert entry.evidence.count() == 3


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({}, ["还没有拍照，也没有选文件。"]),
        ({"photo": files.upload("空.jpg", b"")}, ["“空.jpg”：文件是空的，请重新选择。"]),
        ({"key": "", "photo": photo()}, ["这张表单不完整，请刷新本页后再提交。"]),
    ],
)
def test_evidence_that_is_wrong_comes_back(east, entry, sent, sentences):
    address = reverse("my_evidence", args=[entry.pk])
    response = east.post(address, form_at(east, address) | sent)
    assert (response.status_code, response.context["failed"].sentences) == (200, sentences)
    assert entry.evidence.count() == 2


def test_more_than_nine_are_refused(east, entry):
    address = reverse("my_evidence", args=[entry.pk])
    data = form_at(east, address) | {"files": [photo(f"{one}.jpg") for one in range(8)]}
    response = east.post(address, data)
    assert response.context["failed"].sentences == ["一条进展最多 9 份材料，这一条还能加 7 份。"]
    assert entry.evidence.count() == 2


def test_full_entry_has_no_form(east, entry, east_secretary):
    more = [examine(photo(f"{one}.jpg")) for one in range(7)]
    workflow.reports.attach(entry, by=east_secretary, files=more)
    page = east.get(reverse("my_evidence", args=[entry.pk])).content.decode()
    assert (page.count("这条进展的材料已满 9 份"), page.count('name="photo"')) == (1, 0)


def test_evidence_is_not_added_once_applied(east, entry, east_secretary):
    address = reverse("my_evidence", args=[entry.pk])
    data = form_at(east, address)
    workflow.move(entry.issue, MoveName.SUBMIT, by=east_secretary)
    sentence = "已经申请销号，正在等初审；要补充进展或材料，请先撤回申请。"
    page = east.get(address).content.decode()
    assert (page.count(sentence), page.count('name="photo"')) == (1, 0)
    response = east.post(address, data | {"photo": photo()})
    assert response.context["failed"].sentences == [sentence]


@pytest.mark.parametrize("who", ["west_secretary", "officer", "clerk", "observer", "auditor"])
def test_evidence_is_added_by_its_community_alone(who, entry, request):
    client = browser(request.getfixturevalue(who))
    address = reverse("my_evidence", args=[entry.pk])
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


# --- Removing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "back"),
    [("east_secretary", "/my/{}/"), ("officer", "/admin/rectify/issue/{}/change/")],
)
def test_evidence_is_removed_with_a_reason_once(who, back, picture, request):
    user = request.getfixturevalue(who)
    client = browser(user)
    back = back.format(picture.entry.issue_id)
    address = reverse("my_evidence_remove", args=[picture.token])
    page = client.get(address).content.decode()
    assert page.count(f'href="{back}"') == 2
    data = form_at(client, address) | {"because": "拍到了门牌号"}
    answers = [client.post(address, data, follow=True) for _ in range(2)]
    assert [one.redirect_chain for one in answers] == [[(back, 302)]] * 2
    assert [told(one) for one in answers] == [
        ["已移除“照片.jpg”，移除的人、时间和原因已记下。"],
        [AGAIN],
    ]
    picture.refresh_from_db()
    assert (picture.removed_by, picture.removed_because) == (user, "拍到了门牌号")


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        ("", "请写明移除的原因。"),
        ("  ", "请写明移除的原因。"),
        ("长" * 5001, "最多写 5000 个字，请写短一些。"),
    ],
)
def test_removal_wants_a_reason(east, picture, because, sentence):
    address = reverse("my_evidence_remove", args=[picture.token])
    response = east.post(address, form_at(east, address) | {"because": because})
    assert (response.status_code, response.context["failed"].sentences) == (200, [sentence])
    picture.refresh_from_db()
    assert picture.removed_at is None


def test_community_does_not_remove_what_it_applied_with(east, picture, east_secretary, office):
    address = reverse("my_evidence_remove", args=[picture.token])
    data = form_at(east, address) | {"because": "拍错了"}
    workflow.move(picture.entry.issue, MoveName.SUBMIT, by=east_secretary)
    page = east.get(address).content.decode()
    assert (page.count("请先撤回申请。"), page.count('name="because"')) == (1, 0)
    assert len(east.post(address, data).context["failed"].sentences) == 1
    picture.refresh_from_db()
    assert picture.removed_at is None
    assert office.get(address).content.decode().count('name="because"') == 1


def test_what_is_removed_already_is_told_so(east, picture, officer):
    address = reverse("my_evidence_remove", args=[picture.token])
    data = form_at(east, address) | {"because": "拍错了"}
    workflow.reports.remove(picture, by=officer, because="有门牌号")
    assert east.get(address).content.decode().count("这份材料已经移除了。") == 1
    assert east.post(address, data).context["failed"].sentences == ["这份材料已经移除了。"]
    picture.refresh_from_db()
    assert picture.removed_because == "有门牌号"


@pytest.mark.parametrize(
    ("who", "status"),
    [("west_secretary", 404), ("other_clerk", 404), ("clerk", 403), ("observer", 403)],
)
def test_evidence_is_removed_by_nobody_else(who, status, picture, request):
    client = browser(request.getfixturevalue(who))
    address = reverse("my_evidence_remove", args=[picture.token])
    answers = [client.get(address), client.post(address, {"because": "不要"})]
    assert [one.status_code for one in answers] == [status, status]
    picture.refresh_from_db()
    assert picture.removed_at is None


# --- All pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(east, entry, picture, method):
    for address in (
        reverse("my_evidence", args=[entry.pk]),
        reverse("my_evidence_remove", args=[picture.token]),
    ):
        assert getattr(east, method)(address).status_code == 405


def test_opening_the_pages_writes_nothing(east, entry, picture):
    with CaptureQueriesContext(connection) as queries:
        east.get(reverse("my_evidence", args=[entry.pk]))
        east.get(reverse("my_evidence_remove", args=[picture.token]))
        taken(east.get(reverse("evidence_thumbnail", args=[picture.token])))
    assert {one["sql"].split()[0] for one in queries} == {"SELECT"}
