"""Parts of a notice edited beside it: saved, refused, sent twice, overtaken."""

import pytest

from rectify.models import Measure
from tests.admin.editor import notice, opened, part, plain, refusals, sent, words
from tests.admin.pages import told


@pytest.mark.parametrize("button", ["_save", "_continue"])
@pytest.mark.parametrize("edition", ["", "party"])
def test_part_is_saved_and_leads_back_to_its_place(
    office, officer, published, section, button, edition
):
    page, data = opened(office, published, part(section), edition and f"&edition={edition}")
    answer = office.post(page, data | {"body": "开展工作，共{整改问题数}项。", button: "1"})
    query = {
        ("_save", ""): "",
        ("_save", "party"): "?edition=party",
        ("_continue", ""): f"?part={part(section)}",
        ("_continue", "party"): f"?part={part(section)}&edition=party",
    }[button, edition]
    assert answer.url == notice(published, f"{query}#at-{part(section)}")
    section.refresh_from_db()
    assert section.body == "开展工作，共{整改问题数}项。"
    [*_, record] = section.history.order_by("history_id")
    assert (record.history_user, record.body) == (officer, section.body)
    again = office.get(answer.url)
    assert told(again) == ["已保存公布栏目“高度重视巡察整改工作”。"]
    assert "开展工作，共523项。" in words(again.content.decode())


def test_form_sent_back_as_it_came_leaves_no_record(office, published, section, finding):
    for row in (section, finding, finding.category, published):
        page, data = opened(office, published, part(row))
        before = type(row).history.count(), Measure.history.count()
        assert office.post(page, data).status_code == 302
        assert (type(row).history.count(), Measure.history.count()) == before


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("共{整改问题总数}项。", "没有名为“{整改问题总数}”的变量。您是不是要写：{整改问题数}、"),
        ("共{整改问题数项。", "“共{整改问题数项。”处的“{”没有配对的“}”：变量要写成 {变量名}。"),
        (
            "截至{统计截至日期}",
            "变量“{统计截至日期}”现在没有值，会印成空白：请先填写本轮次的“统计截至日期”。",
        ),
    ],
)
def test_wrong_variable_is_refused_beside_the_field(office, published, section, body, error):
    before = section.body
    page, data = opened(office, published, part(section))
    response = office.post(page, data | {"body": body})
    [refused] = response.context["form"].errors["body"]
    assert refused[: len(error)] == error
    assert response.context["form"]["body"].value() == body
    section.refresh_from_db()
    assert section.body == before
    # Beside the form the notice is shown as it is saved.
    assert words(response.content.decode()) == "公布正文" + plain(published)


def test_texts_of_the_round_are_edited_too(office, published):
    page, data = opened(office, published, part(published))
    changes = {"notice_title": "{街道}整改进展", "footer": "一\r\n二", "publisher": "某单位"}
    assert office.post(page, data | changes).status_code == 302
    published.refresh_from_db()
    assert (published.notice_title, published.footer) == ("{街道}整改进展", "一\n二")
    assert words(office.get(notice(published)).content.decode()).startswith("杭州道街道整改进展")


def test_category_is_edited_with_its_own_variables(office, published):
    first = published.categories.first()
    page, data = opened(office, published, part(first))
    assert office.post(page, data | {"body": "共{本类反馈问题数}条。"}).status_code == 302
    assert "共9条。" in words(office.get(notice(published)).content.decode())


def test_finding_and_its_measures_are_edited_in_place(office, published, finding):
    one, two = finding.measures.all()
    page, data = opened(office, published, part(finding))
    data |= {
        "approach": "加强宣传。",
        "measures-0-text": "修好阵地",
        "measures-0-position": "30",
        "measures-1-DELETE": "on",
        "measures-2-text": "办讲座",
        "measures-2-position": "20",
        "measures-2-outcome": "done",
    }
    assert office.post(page, data).status_code == 302
    assert list(finding.measures.values_list("text", "outcome")) == [
        ("办讲座", "done"),
        ("修好阵地", "done"),
    ]
    assert not Measure.objects.filter(pk=two.pk).exists()
    shown = words(office.get(notice(published)).content.decode())
    assert "加强宣传。一是办讲座。二是修好阵地。" in shown
    assert one.history.count() == 2


def test_wrong_measure_is_refused_and_nothing_is_saved(office, published, finding):
    page, data = opened(office, published, part(finding))
    response = office.post(page, data | {"approach": "加强。", "measures-0-text": "查{没有}处"})
    [refused] = refusals(response)
    assert refused.startswith("没有名为“{没有}”的变量。")
    finding.refresh_from_db()
    assert finding.approach != "加强。"
    assert response.context["form"]["approach"].value() == "加强。"


def test_form_sent_twice_is_saved_once(office, published):
    page, data = opened(office, published, "section-new")
    data |= {"body": "一段话。"}
    assert office.post(page, data).status_code == 302
    again = office.post(page, data, follow=True)
    assert told(again)[-1] == "这张表单刚才已经保存过了，没有重复保存。"
    assert again.request["PATH_INFO"] == notice(published)
    assert published.sections.filter(body="一段话。").count() == 1


@pytest.mark.parametrize("what", ["section", "finding", "measure", "category", "round"])
def test_who_was_overtaken_is_told_and_overwrites_nothing(
    office, published, section, finding, what
):
    measure = finding.measures.first()
    row, field = {
        "section": (section, "body"),
        "finding": (finding, "approach"),
        "measure": (finding, "approach"),
        "category": (finding.category, "body"),
        "round": (published, "publisher"),
    }[what]
    page, data = opened(office, published, part(row))
    changed, name = (measure, "text") if what == "measure" else (row, field)
    changed = type(changed).objects.get(pk=changed.pk)
    setattr(changed, name, "别人写的")
    changed.save()
    response = office.post(page, data | {field: "我写的"})
    [refused] = response.context["form"].non_field_errors()
    both = "" if what == "measure" else f"“{row._meta.get_field(field).verbose_name}”"
    assert refused == (
        "您打开这一页以后，有人改过，所以还没有保存；改动列在下面。"
        + (both and f"{both}您和别人都改了，表单里是您填的，保存就盖过别人的。")
        + "您没有动过的，已换成现在的内容。请核对；仍要保存的，再保存一次。"
    )
    [event] = response.context["request"].newer
    assert [change.new for change in event.changes] == ["别人写的"]
    assert response.context["form"][field].value() == "我写的"
    changed.refresh_from_db()
    assert getattr(changed, name) == "别人写的"
    # Having read it, one may save all the same.
    assert office.post(page, sent(response)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "我写的"
    changed.refresh_from_db()
    assert getattr(changed, name) == ("别人写的" if what == "measure" else "我写的")
