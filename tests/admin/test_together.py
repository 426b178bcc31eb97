"""Two people at one form: nobody's words are taken back, and none are lost."""

import pytest

from rectify.models import Finding, Measure, Round, Section
from tests.admin.editor import notice, opened, part, refusals, sent
from tests.admin.pages import address, errors_of, form_data, told


def test_what_was_left_alone_stays_as_the_other_wrote_it(office, published, section):
    """One changed the heading, the other the body."""
    page, data = opened(office, published, part(section))
    other = Section.objects.get(pk=section.pk)
    other.heading = "同事的标题"
    other.save()
    response = office.post(page, data | {"body": "我的正文。"})
    form = response.context["form"]
    assert (form["heading"].value(), form["body"].value()) == ("同事的标题", "我的正文。")
    assert office.post(page, sent(response)).status_code == 302
    section.refresh_from_db()
    assert (section.heading, section.body) == ("同事的标题", "我的正文。")


def test_measure_that_was_left_alone_stays_as_the_other_wrote_it(office, published, finding):
    one = finding.measures.first()
    page, data = opened(office, published, part(finding))
    one.text = "同事改第一条"
    one.save()
    response = office.post(page, data | {"measures-1-text": "我改第二条"})
    assert office.post(page, sent(response)).status_code == 302
    assert list(finding.measures.values_list("text", flat=True)) == ["同事改第一条", "我改第二条"]


def test_both_changed_one_measure(office, published, finding):
    one = finding.measures.first()
    page, data = opened(office, published, part(finding))
    one.text = "同事改的"
    one.save()
    response = office.post(page, data | {"measures-0-text": "我改的"})
    [refused] = response.context["form"].non_field_errors()
    assert refused.partition("您和别人都改了")[0].endswith("下面。第 1 条整改措施的“整改措施”")
    [event] = response.context["request"].newer
    # Both texts whole, however long.
    assert [(change.old, change.new) for change in event.changes] == [
        (Measure.history.filter(id=one.pk).earliest("history_date").text, "同事改的")
    ]
    office.post(page, sent(response))
    one.refresh_from_db()
    assert one.text == "我改的"


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ({"measures-0-text": "我改的"}, ["第二条", "我改的"]),
        ({"measures-1-text": "我改的"}, ["我改的"]),
        ({"measures-0-DELETE": "on", "measures-1-text": "我改的"}, ["我改的"]),
        ({"measures-2-text": "新的一条", "measures-2-outcome": "done"}, ["第二条", "新的一条"]),
    ],
)
def test_measure_that_the_other_has_deleted(office, published, finding, typed, texts):
    """What one had changed in it comes back as a new one, what one had not stays deleted."""
    one, two = finding.measures.all()
    two.text = "第二条"
    two.save()
    page, data = opened(office, published, part(finding))
    one.delete()
    response = office.post(page, data | typed)
    again = response if response.status_code == 200 else None
    if again:
        [refused] = again.context["form"].non_field_errors()
        anew = "整改措施“我改的”已被别人删去，您改过，保存就重新加上。"
        assert refused.count(anew) == (1 if "measures-0-text" in typed else 0)
        response = office.post(page, sent(again))
    assert response.status_code == 302
    assert sorted(finding.measures.values_list("text", flat=True)) == sorted(texts)


def test_list_of_communities_that_the_other_has_changed(office, published):
    page = address(type(published), "change", published.pk)
    response = office.get(page)
    data = form_data(response) | {"seen": response.context["request"].seen}
    gone = published.communities.last()
    published.communities.remove(gone)
    type(published).objects.get(pk=published.pk).save()
    response = office.post(page, data | {"team": "第一巡察组"})
    ticked = response.context["adminform"].form["communities"].value()
    assert str(gone.pk) not in ticked
    assert len(ticked) == published.communities.count()


# --- A part that somebody has deleted -------------------------------------------------------


def test_section_deleted_meanwhile_comes_back_as_a_new_one(office, published, section):
    page, data = opened(office, published, part(section))
    section.delete()
    response = office.post(page, data | {"body": "还在写的长文。"})
    assert refusals(response) == [
        "这个公布栏目刚才被别人删去了，所以没有保存；您填的都在下面。"
        "保存就作为新的公布栏目加上；不要了，请点“不改了”。"
    ]
    assert response.context["form"]["body"].value() == "还在写的长文。"
    assert published.sections.filter(body="还在写的长文。").count() == 0
    new = response.context["ways"]["save"]
    assert new == notice(published, "?part=section-new#at-section-new")
    assert f'action="{new.replace("&", "&amp;")}"' in response.content.decode()
    saved = office.post(new, sent(response), follow=True)
    assert told(saved) == [f"已保存公布栏目“{section.heading}”。"]
    assert published.sections.get(body="还在写的长文。").heading == section.heading


def test_finding_deleted_meanwhile_comes_back_with_its_measures(office, published, finding):
    page, data = opened(office, published, part(finding))
    texts = list(finding.measures.values_list("text", flat=True))
    finding.issues.all().delete()
    finding.measures.all().delete()
    finding.delete()
    response = office.post(page, data | {"approach": "还在写的。", "measures-0-text": "改过的"})
    saved = office.post(response.context["ways"]["save"], sent(response))
    assert saved.status_code == 302
    again = Finding.objects.get(approach="还在写的。")
    assert list(again.measures.values_list("text", flat=True)) == ["改过的", texts[1]]


def test_part_of_another_round_is_not_there(office, published, in_progress, section):
    elsewhere = in_progress.sections.first()
    page = notice(published, f"?part={part(elsewhere)}")
    _, data = opened(office, published, part(section))
    assert office.post(page, data).status_code == 404
    elsewhere.delete()
    assert office.post(page, data).status_code == 404


def test_new_finding_is_written_with_its_measures(office, published, finding):
    page, data = opened(office, published, "finding-new", f"&category={finding.category_id}")
    data |= {"title": "新问题", "measures-0-text": "先做", "measures-0-outcome": "done"}
    assert office.post(page, data).status_code == 302
    new = Finding.objects.get(title="新问题")
    assert list(new.measures.values_list("text", "outcome")) == [("先做", "done")]


# --- Rows without a history, which tell of nobody's change ------------------------------------

NEWER = "您打开这一页以后，有人改过，所以还没有保存。"
LEFT = "您没有动过的，已换成现在的内容。请核对；仍要保存的，再保存一次。"


@pytest.fixture
def work(in_progress):
    return in_progress.planned_works.get()


@pytest.fixture
def current_page(office, in_progress, work):
    """The page of the round in progress, and what it would send back."""
    page = address(Round, "change", in_progress.pk)
    return page, form_data(office.get(page))


def changed(row, **values) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("rows", "values", "told"),
    [
        ("planned_works", {"quantity": "12处"}, "第 1 条计划内完成的项目的“数量”改成了“12处”"),
        (
            "planned_works",
            {"due_on": "2030-06-30", "is_withheld": True, "withheld_ground": "secret"},
            "第 1 条计划内完成的项目的“不公开”改成了“是”；"
            "第 1 条计划内完成的项目的“不公开理由”改成了“涉及国家秘密”；"
            "第 1 条计划内完成的项目的“计划完成日期”改成了“2030年6月30日”",
        ),
        ("campaigns", {"name": "同事的整治"}, "第 1 条专项整治的“名称”改成了“同事的整治”"),
        ("mechanisms", {"note": "说明。"}, "第 1 条制度机制的“说明”改成了“说明。”"),
        ("official_names", {"text": "同事的全称"}, "第 1 条称谓的“全称”改成了“同事的全称”"),
        ("results", {"people": 7}, "第 1 条整改成效的“人数”改成了“7”"),
    ],
)
def test_row_without_history_that_was_left_alone(office, in_progress, work, rows, values, told):
    in_progress.results.create(kind="case", people=1)
    page = address(Round, "change", in_progress.pk)
    data = form_data(office.get(page))
    row = getattr(in_progress, rows).order_by("position" if rows != "results" else "pk", "pk")[0]
    changed(row, **values)
    response = office.post(page, data | {"address": "某路 2 号"})
    assert errors_of(response)[0] == f"{NEWER}别人的改动：{told}。{LEFT}"
    assert office.post(page, form_data(response)).status_code == 302
    in_progress.refresh_from_db()
    assert in_progress.address == "某路 2 号"
    assert type(row).objects.filter(pk=row.pk, **values).count() == 1


def test_row_without_history_that_both_changed(office, in_progress, work, current_page):
    page, data = current_page
    theirs = "十二处，" * 10
    changed(work, quantity=theirs, short_title="同事的简称")
    response = office.post(page, data | {"planned_works-0-quantity": "33 处"})
    whose = "第 1 条计划内完成的项目的"
    assert errors_of(response)[0] == (
        f"{NEWER}别人的改动：{whose}“简称”改成了“同事的简称”；{whose}“数量”改成了“{theirs}”。"
        f"{whose}“数量”您和别人都改了，表单里是您填的，保存就盖过别人的。{LEFT}"
    )
    assert office.post(page, form_data(response)).status_code == 302
    work.refresh_from_db()
    assert (work.quantity, work.short_title) == ("33 处", "同事的简称")


def test_both_changed_a_row_without_history_to_the_same(office, work, current_page):
    page, data = current_page
    changed(work, quantity="12 处")
    assert office.post(page, data | {"planned_works-0-quantity": "12 处"}).status_code == 302


def test_row_without_history_changed_again_after_the_warning(office, work, current_page):
    page, data = current_page
    changed(work, quantity="12 处")
    response = office.post(page, data | {"address": "某路 2 号"})
    changed(work, quantity="13 处")
    response = office.post(page, form_data(response))
    assert "“数量”改成了“13 处”" in errors_of(response)[0]
    assert office.post(page, form_data(response)).status_code == 302
    work.refresh_from_db()
    assert work.quantity == "13 处"


@pytest.mark.parametrize(
    ("typed", "told", "quantities"),
    [
        ({}, f"别人的改动：计划内完成的项目“示例项目”已删去。{LEFT}", []),
        (
            {"planned_works-0-quantity": "33 处"},
            f"计划内完成的项目“示例项目”已被别人删去，您改过，保存就重新加上。{LEFT}",
            ["33 处"],
        ),
    ],
)
def test_row_without_history_that_the_other_has_deleted(
    office, in_progress, work, current_page, typed, told, quantities
):
    page, data = current_page
    work.delete()
    response = office.post(page, data | {"address": "某路 2 号"} | typed)
    assert errors_of(response)[0] == NEWER + told
    assert office.post(page, form_data(response)).status_code == 302
    assert list(in_progress.planned_works.values_list("quantity", flat=True)) == quantities


def test_row_that_the_other_has_deleted_comes_back_unfinished(office, work, current_page):
    page, data = current_page
    work.delete()
    response = office.post(page, data | {"planned_works-0-due_on": ""})
    assert errors_of(response)[0].startswith(f"{NEWER}计划内完成的项目“示例项目”已被别人删去")


@pytest.mark.parametrize("carried", ["", "x", None])
def test_form_that_does_not_tell_what_its_rows_were(office, work, current_page, carried):
    """Tampered with, or opened before forms told: saved as it is."""
    page, data = current_page
    data["planned_works-OPENED"] = carried
    if carried is None:
        del data["planned_works-OPENED"]
    changed(work, quantity="12 处")
    assert office.post(page, data).status_code == 302
    work.refresh_from_db()
    assert work.quantity == ""


def test_changes_with_and_without_a_history_are_told_together(office, in_progress, work):
    page = address(Round, "change", in_progress.pk)
    response = office.get(page)
    data = form_data(response) | {"seen": response.context["request"].seen}
    changed(work, quantity="12 处")
    section = in_progress.sections.first()
    section.body = "同事改的。"
    section.save()
    response = office.post(page, data | {"address": "某路 2 号"})
    assert errors_of(response)[0] == (
        "您打开这一页以后，有人改过，所以还没有保存；改动列在下面。"
        f"别人的改动还有：第 1 条计划内完成的项目的“数量”改成了“12 处”。{LEFT}"
    )
    assert office.post(page, form_data(response)).status_code == 302
    work.refresh_from_db()
    section.refresh_from_db()
    assert (work.quantity, section.body) == ("12 处", "同事改的。")
