"""The office brings a spreadsheet in: upload, preview, confirmation, marked file, undo."""

import csv
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from rectify.models import AuditEntry, Issue, LedgerImport
from rectify.models.audit import AuditKind
from rectify.spreadsheets import importing
from rectify.workflow import Refused
from tests.admin.pages import browser, told
from tests.spreadsheets.test_importing import HEADER, NEW, OTHER, WRONG, table
from tests.views.conftest import taken

UPLOAD = reverse("admin:rectify_ledgerimport_upload")


def send(client, round, content, name="台账.csv", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"round": round.pk, "file": file}, **more)


def page_of(name):
    return reverse(f"admin:rectify_ledgerimport_{name}", args=[LedgerImport.objects.get().pk])


def confirmation(page, **values) -> dict:
    form = page.context["form"]
    data = {"key": str(form["key"].value()), "seen": form["seen"].value()}
    return data | values


@pytest.fixture
def preview(office, published):
    """Return a function that uploads rows and opens the preview."""

    def uploaded(*rows):
        answer = send(office, published, table(*rows), follow=True)
        assert answer.status_code == 200
        return answer

    return uploaded


def test_file_is_looked_at_before_anything_is_written(office, preview, published):
    page = preview(NEW, OTHER)
    text = page.content.decode()
    assert "<strong>2</strong> 行新增" in text
    assert "确认导入（写入 2 项）" in text
    assert not published.issues.filter(number="新1").exists()
    answer = office.post(page_of("change"), confirmation(page), follow=True)
    assert told(answer) == ["已导入“台账.csv”：新增 2 项，修改 0 项，没有变化 0 项。"]
    assert set(published.issues.filter(number__startswith="新").values_list("number")) == {
        ("新1",),
        ("新2",),
    }


def test_errors_stand_with_their_places_and_keep_all_out(office, preview, published):
    page = preview(NEW, WRONG)
    text = " ".join(page.content.decode().split())
    assert (
        '<th scope="row" class="place">第 3 行</th><td class="word">B 社区</td><td>没有的社区</td>'
        '<td class="reason">没有名为“没有的社区”的社区。请照名单填写；名单里没有的，请先添加社区再导入。</td>'
    ) in text
    answer = office.post(page_of("change"), confirmation(page))
    assert told(answer) == ["有 1 行有错误，所以一行也没有导入。"]
    assert not published.issues.filter(number="新1").exists()
    answer = office.post(page_of("change"), confirmation(page, only_valid="on"), follow=True)
    assert told(answer)[-1] == (
        "已导入“台账.csv”：新增 1 项，修改 0 项，没有变化 0 项，有错误的 1 行没有导入。"
    )
    assert "只导入正确的行" in answer.content.decode()


def test_world_that_changed_shows_a_new_preview(office, preview, published, officer):
    page = preview(NEW)
    importing.write(importing.read(table(NEW.replace("甲", "别的")), "x.csv"), published)
    answer = office.post(page_of("change"), confirmation(page))
    assert told(answer) == [
        "您看过预览以后，系统里的数据变了，所以没有导入。下面是现在的预览，请看过再确认。"
    ]
    assert answer.context["outcome"].changed == 1
    answer = office.post(page_of("change"), confirmation(answer), follow=True)
    assert told(answer)[-1] == "已导入“台账.csv”：新增 0 项，修改 1 项，没有变化 0 项。"


def test_preview_tells_how_the_sheet_was_read(office, published):
    content = "某街道台账,,\n问题编号,社区名称,颜色\n001,,红\n".encode()
    text = send(office, published, content, follow=True).content.decode()
    assert "<td>社区名称</td><td>社区</td>" in text
    assert "没有认出、不会导入的列：</strong>C 列“颜色”" in text
    assert "跳过的行：标题（第 1 行）" in text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "台账.csv", "文件是空的，里面什么也没有。"),
        (None, "", "这个字段是必填项。"),
    ],
)
def test_file_that_cannot_be_read_is_told_beside_it(office, published, content, name, sentence):
    data = {"round": published.pk}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    page = office.post(UPLOAD, data)
    assert page.context["form"].errors == {"file": [sentence]}
    assert page.context["form"]["round"].value() == str(published.pk)
    assert not LedgerImport.objects.exists()


def test_marked_file_is_handed_out_and_recorded(office, preview, officer):
    preview(NEW, WRONG)
    answer = office.get(page_of("marked"))
    sentence = "没有名为“没有的社区”的社区。请照名单填写；名单里没有的，请先添加社区再导入。"
    assert taken(answer).decode("utf-8-sig").splitlines() == [
        f"{HEADER},错误说明",
        NEW,
        f"{WRONG},{sentence}",
    ]
    entry = AuditEntry.objects.filter(kind=AuditKind.EXPORT).first()
    assert (entry.user, entry.subject) == (officer, "台账（标出错误）.csv")


def test_import_is_taken_back_once(office, preview, published):
    page = preview(NEW)
    office.post(page_of("change"), confirmation(page))
    page = office.get(page_of("change"))
    key = {"key": str(page.context["form"]["key"].value())}
    answers = [office.post(page_of("undo"), key, follow=True) for _ in range(2)]
    assert [told(answer)[-1] for answer in answers] == [
        "已撤销“台账.csv”的导入：删去新增的 1 项，改回 0 项。",
        "这张表单刚才已经办过了，没有重复办理。",
    ]
    assert not published.issues.filter(number="新1").exists()


def test_upload_is_thrown_away(office, preview):
    preview(NEW)
    answer = office.post(page_of("discard"), follow=True)
    assert told(answer) == ["“台账.csv”没有导入，文件已删去。"]
    assert not LedgerImport.objects.exists()


def test_import_that_was_confirmed_is_not_thrown_away(office, preview):
    page = preview(NEW)
    office.post(page_of("change"), confirmation(page))
    office.post(page_of("discard"))
    assert LedgerImport.objects.get().confirmed_at


@pytest.mark.parametrize("who", ["clerk", "observer", "auditor", "accounts_keeper"])
def test_nobody_but_the_office_imports(request, office, preview, published, who):
    page = preview(NEW)
    client = browser(request.getfixturevalue(who))
    before = Issue.objects.count()
    found = [send(client, published, table(OTHER)).status_code]
    found += [
        client.post(page_of(name), confirmation(page)).status_code
        for name in ("change", "discard", "undo")
    ]
    assert (found, Issue.objects.count()) == ([403] * 4, before)
    assert LedgerImport.objects.get().confirmed_at is None


def test_long_texts_are_shown_where_they_differ(office, preview, published):
    importing.write(
        importing.read(table(OTHER.replace("台账不全", "长" * 400)), "x.csv"), published
    )
    text = preview(OTHER.replace("台账不全", "长" * 399 + "短")).content.decode()
    before = "…" + "长" * 60
    assert re.findall(r'<td class="(?:old|new)">(.*?)</td>', text) == [
        f"{before}长。",
        f"{before}短。",
    ]


def test_columns_that_are_not_known_are_told_before_anything_else(office, published):
    content = table(NEW).decode().replace("备注", "整改科长").encode()
    text = send(office, published, content, follow=True).content.decode()
    told_at = text.index("没有认出、因而不导入的列：“整改科长”。")
    assert told_at < text.index("确认导入")


def test_second_tab_is_told_that_the_file_came_in(office, preview):
    page = preview(NEW)
    office.post(page_of("change"), confirmation(page), follow=True)
    answer = office.post(page_of("change"), confirmation(page))
    assert told(answer) == ["这份表格已经导入过了，没有重复导入。"]


def test_confirmation_without_its_key_is_told(office, preview, published):
    preview(NEW)
    assert told(office.post(page_of("change"), {})) == ["这张表单不完整，请刷新本页后再提交。"]
    assert not published.issues.filter(number="新1").exists()


def test_file_that_is_gone_is_told_on_every_page(office, preview):
    preview(NEW)
    LedgerImport.objects.get().file.storage.delete(LedgerImport.objects.get().file.name)
    gone = "上传的文件不在存放的地方了，请告诉系统管理员；要导入，请重新上传。"
    for name, sentence in [("change", f"“台账.csv”：{gone}"), ("file", gone), ("marked", gone)]:
        answer = office.get(page_of(name), follow=True)
        assert (len(answer.redirect_chain), told(answer)) == (1, [sentence])


def test_rows_that_came_in_are_not_marked_later(office, preview, published):
    page = preview(NEW, WRONG)
    office.post(page_of("change"), confirmation(page, only_valid="on"))
    # Now every row is refused, the one that came in as well.
    published.communities.clear()
    content = b"".join(office.get(page_of("marked")).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(content.splitlines()))
    assert rows[0][-1] == "错误说明"
    assert [len(row) == len(rows[0]) and bool(row[-1]) for row in rows[1:]] == [False, True]


def test_upload_that_somebody_else_threw_away_is_told(preview):
    preview(NEW)
    one, other = LedgerImport.objects.get(), LedgerImport.objects.get()
    importing.discard(one)
    for act in (importing.discard, importing.confirm):
        with pytest.raises(
            Refused, match=r"^这份表格刚才已经放弃，文件不在了；要导入，请重新上传。$"
        ):
            act(other) if act is importing.discard else act(
                other, ledger=importing.read(table(NEW), "x.csv")
            )


def test_file_comes_back_as_it_was(office, preview):
    preview(NEW)
    assert taken(office.get(page_of("file"))) == table(NEW)


# --- Out ---------------------------------------------------------------------------------------

EXPORT = reverse("admin:rectify_issue_export")


def export(client, round, query="", **values):
    said = {"round": round.pk, "shape": "canonical", "format": "csv", "paper": "A3"}
    return client.post(f"{EXPORT}{query}", said | values)


def numbers(answer) -> list[str]:
    lines = taken(answer).decode("utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def test_what_the_list_shows_comes_out(office, in_progress):
    closed = in_progress.issues.filter(status="closed")
    query = f"?round__id__exact={in_progress.pk}&status__exact=closed"
    page = office.get(f"{EXPORT}{query}")
    assert page.context["count"] == closed.count()
    assert sorted(numbers(export(office, in_progress, query))) == sorted(
        closed.values_list("number", flat=True)
    )


def test_what_was_ticked_comes_out(office, in_progress):
    ticked = list(in_progress.issues.all()[:3])
    changelist = reverse("admin:rectify_issue_changelist")
    data = {"action": "export", "_selected_action": [one.pk for one in ticked]}
    page = office.post(changelist, data)
    assert "列表里勾选的 3 项" in page.content.decode()
    chosen = page.context["form"]["chosen"].value()
    answer = export(office, in_progress, chosen=chosen)
    assert numbers(answer) == [one.number for one in ticked]


def test_clerk_takes_out_what_the_department_has(other_clerk, in_progress):
    own = in_progress.issues.filter(department=other_clerk.department)
    answer = export(browser(other_clerk), in_progress)
    assert numbers(answer) == [one.number for one in own]
    entry = AuditEntry.objects.filter(kind=AuditKind.EXPORT).first()
    assert (entry.user, entry.subject) == (
        other_clerk,
        f"sample-in-progress 规范格式 csv（按列表筛选，{own.count()} 项）",
    )


def test_stranger_cannot_be_chosen(other_clerk, in_progress):
    strange = in_progress.issues.exclude(department=other_clerk.department).first()
    page = export(browser(other_clerk), in_progress, chosen=str(strange.pk))
    assert (page.context["count"], page.context["form"].is_valid()) == (0, False)
    assert "没有可以导出的问题。" in page.content.decode()


def test_secretary_takes_out_ones_own_without_what_is_hidden(east_issue, east_secretary):
    east_issue.remark = "内部掌握。"
    east_issue.save()
    client = browser(east_secretary)
    answer = client.get(reverse("my_ledger", args=[east_issue.round_id]))
    sheet = load_workbook(BytesIO(taken(answer))).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "楼道灯不亮。" in cells
    assert not {"备注", "内部掌握。"} & set(cells)
    assert len([cell for cell in cells if cell == "新园里社区"]) == (
        east_issue.round.issues.filter(community=east_issue.community).count()
    )


def test_print_is_a_workbook_only(office, in_progress):
    page = export(office, in_progress, shape="whole")
    assert page.context["form"].errors == {
        "format": ["打印用的只有 Excel 格式；CSV 和 JSON 请选“规范格式”。"]
    }
