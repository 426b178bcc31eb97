"""Two people at one form: nobody's words are taken back, and none are lost."""

import pytest

from rectify.models import Finding, Measure, Section
from tests.admin.editor import notice, opened, part, refusals, sent
from tests.admin.pages import address, form_data, told


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
