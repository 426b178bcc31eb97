"""Rounds, categories and findings, told with what belongs to them and what was deleted."""

import pytest
from django.utils import timezone

from communities.models import Community
from rectify import timeline
from rectify.models import Category, Finding, Measure, Round
from rectify.timeline import Change
from tests.timeline.events import save, told


def briefly(events) -> list[tuple]:
    return [(event.title, event.subject) for event in events]


def test_change_of_a_round_is_told_in_words(in_progress, officer):
    save(in_progress, officer, kind="revisit", finding_run_in=False, amber_days=20, label="")
    changes = [
        ("反馈问题与总括句同行", "是", "否"),
        ("轮次", "示例轮次", "（空）"),
        ("巡察类型", "常规", "“回头看”"),
        ("黄灯天数", "15", "20"),
    ]
    assert told(timeline.of_fields(in_progress)) == [
        ("修改", "officer", "change", "", "", [], changes, []),
        ("录入", "系统", "change", "", "示例数据", [], [], []),
    ]


def test_communities_of_a_round_are_told_with_the_save_they_belong_to(in_progress, officer):
    north, south = Community.objects.filter(name__in=["新园里社区", "唐山里社区"])
    in_progress._history_user = officer
    in_progress.communities.remove(north)
    in_progress.communities.remove(south)
    first = len(timeline.of_fields(in_progress))
    in_progress._history_date = timezone.now()
    in_progress.label = "第一轮"
    in_progress.save()
    in_progress.communities.add(north)
    newest, *rest = timeline.of_fields(in_progress)
    assert newest.changes == [
        Change("轮次", "示例轮次", "第一轮"),
        Change("被巡察的社区（移出 → 加入）", "（空）", str(north)),
    ]
    assert len(rest) == first


def test_communities_that_others_change_are_told_apart(in_progress, officer, clerk):
    north, south = Community.objects.filter(name__in=["新园里社区", "唐山里社区"])
    label = "被巡察的社区（移出 → 加入）"
    for person, community in ((officer, north), (clerk, south)):
        in_progress._history_user = person
        in_progress.communities.remove(community)
    assert [(event.by, event.changes) for event in timeline.of_fields(in_progress)[:2]] == [
        ("安全科办事员", [Change(label, str(south), "（空）")]),
        ("officer", [Change(label, str(north), "（空）")]),
    ]


def test_new_round_is_entered_once_with_its_communities(officer):
    round = Round(slug="new", name="新轮次", inspected_body="街道")
    round._history_date = timezone.now()
    save(round, officer)
    round.communities.set(Community.objects.all())
    assert told(timeline.of_round(round)) == [("录入", "officer", "change", "", "", [], [], [])]


def test_round_tells_of_its_parts_and_of_what_was_deleted(in_progress):
    section = in_progress.sections.create(body="一段话。")
    save(section, body="另一段话。")
    section.delete()
    issue = in_progress.issues.last()
    named = str(issue)
    issue.delete()
    category = in_progress.categories.first()
    finding = category.findings.create(title="多余的")
    finding.delete()
    save(category, body="说明。")
    events = timeline.of_round(in_progress)[:6]
    assert briefly(events) == [
        ("修改", f"反馈问题类别：{category}"),
        ("删除", "反馈问题：多余的"),
        ("删除", f"整改问题：{named}"),
        ("删除", "公布栏目：另一段话。"),
        ("修改", "公布栏目：另一段话。"),
        ("录入", "公布栏目：一段话。"),
    ]
    assert [event.part[0] for event in events] == [
        "category",
        "finding",
        "issue",
        "section",
        "section",
        "section",
    ]


def test_finding_and_category_tell_of_what_is_in_them(in_progress):
    category = in_progress.categories.first()
    finding = category.findings.first()
    measure = finding.measures.create(text="换灯。")
    save(measure, outcome="done")
    measure.delete()
    old = finding.approach
    save(finding, approach="总的说法。")
    assert briefly(timeline.of_finding(finding)[:4]) == [
        ("修改", ""),
        ("删除", "整改措施：换灯。"),
        ("修改", "整改措施：换灯。"),
        ("录入", "整改措施：换灯。"),
    ]
    [newest, *_] = timeline.of_category(category)
    assert (newest.subject, newest.changes) == (
        f"反馈问题：{finding}",
        [Change("总括句", old, "总的说法。")],
    )


def test_what_moved_is_told_where_it_was_and_where_it_is(in_progress):
    old, new = in_progress.categories.all()[:2]
    finding = old.findings.create(title="搬家的")
    save(finding, title="要搬家的")
    save(finding, category=new)
    save(finding, title="搬了家的")
    moved = [Change("类别", str(old), str(new))]
    assert [
        (event.title, event.changes) for event in timeline.of_category(old) if event.changes
    ] == [
        ("修改", moved),
        ("修改", [Change("反馈问题", "搬家的", "要搬家的")]),
    ]
    assert [
        (event.title, event.changes) for event in timeline.of_category(new) if event.changes
    ] == [
        ("修改", [Change("反馈问题", "要搬家的", "搬了家的")]),
        ("修改", moved),
    ]


def test_deleted_row_is_told_with_what_it_was(in_progress, officer):
    category = in_progress.categories.first()
    finding = category.findings.create(title="多余的", approach="说法。", measure_style="prose")
    key = finding.pk
    finding._history_user = officer
    finding.delete()
    gone = timeline.last_state(Finding, key)
    assert (gone.pk, gone.title) == (key, "多余的")
    lines = [
        ("顺序", str(gone.position)),
        ("不公开", "否"),
        ("类别", str(category)),
        ("反馈问题", "多余的"),
        ("总括句", "说法。"),
        ("措施写法", "不编序号，逐句相连"),
    ]
    assert told(timeline.of_finding(gone)) == [
        ("删除", "officer", "change", "", "", lines, [], []),
        ("录入", "系统", "change", "", "", [], [], []),
    ]
    assert told(timeline.deleted(Finding)) == [
        ("删除", "officer", "change", "反馈问题：多余的", "", [], [], [])
    ]
    assert timeline.last_state(Finding, category.findings.first().pk) is None


def test_deleted_round_is_told_with_its_communities(db):
    round = Round.objects.create(slug="new", name="新轮次", inspected_body="街道")
    round.communities.set(Community.objects.filter(name__in=["新园里社区", "唐山里社区"]))
    key = round.pk
    round.delete()
    newest = timeline.of_round(timeline.last_state(Round, key))[0]
    assert (newest.title, newest.lines[-1]) == ("删除", ("被巡察的社区", "唐山里社区、新园里社区"))


def test_deleted_row_keeps_its_name_in_the_histories_of_others(in_progress):
    first, second = in_progress.categories.create(title="旧的"), in_progress.categories.first()
    finding = first.findings.create(title="搬家的")
    save(finding, category=second)
    first.delete()
    assert timeline.of_finding(finding)[0].changes == [
        Change("类别", "旧的（已删除）", str(second))
    ]


@pytest.mark.parametrize("model", [Round, Category, Finding, Measure])
def test_sample_begins_with_its_source(published, model):
    events = [event for row in model.objects.all() for event in timeline.of_fields(row)]
    assert {(event.title, event.by, event.source) for event in events} == {
        ("录入", "系统", "示例数据")
    }
    assert len(events) == model.objects.count()


@pytest.mark.parametrize("times", [1, 20])
def test_timeline_of_a_round_costs_the_same_at_any_length(
    in_progress, times, django_assert_num_queries
):
    category = in_progress.categories.first()
    for number in range(times):
        save(in_progress.sections.first(), body=f"第{number}稿。")
        in_progress.sections.create(body=f"第{number}段。").delete()
        category.findings.create(title=f"多余的{number}").delete()
        in_progress.issues.last().delete()
    before = len(timeline.of_round(in_progress))
    with django_assert_num_queries(9):
        assert len(timeline.of_round(in_progress)) == before
