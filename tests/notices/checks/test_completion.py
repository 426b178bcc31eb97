"""All is told to be done while something is not, and the other way round."""

from datetime import date

import pytest

from rectify.figures import Tally
from rectify.notices.checks import Severity, completion
from rectify.notices.checks.paper import Counted, Planned
from tests.notices.checks.desk import CATEGORY, FINDING, SECTION, UNDER_WAY, paper, said

LIGHTS = Planned("楼门亮化", "", date(2024, 11, 30))
GYM = Planned("室外健身器材损坏", "健身器材", date(2023, 10, 31))


def test_all_done_with_planned_works():
    text = "整改问题[523]项，整改完成率[100%]。"
    assert said(completion.all_done_with_work_left, paper(text, planned_works=(LIGHTS, GYM))) == [
        ("all-done-with-planned-works", "整改完成率100%")
    ]
    assert said(completion.all_done_with_work_left, paper(text)) == []
    assert (
        said(
            completion.all_done_with_work_left,
            paper(text, planned_works=(LIGHTS,), **UNDER_WAY),
        )
        == []
    )


def test_all_done_with_work_going_on():
    text = "对于需要持续推进问题，分期分批整改，确保整改到位。"
    assert said(completion.all_done_with_work_left, paper(text)) == [
        ("all-done-with-work-going-on", "需要持续推进问题"),
        ("all-done-with-work-going-on", "分期分批整改"),
    ]
    assert said(completion.all_done_with_work_left, paper(text, **UNDER_WAY)) == []
    near = "持续推进作风建设，分期培训党员，对巡察整改问题进行“回头看”。"
    assert said(completion.all_done_with_work_left, paper(near)) == []
    later = "持续整改，久久为功。"
    assert said(completion.all_done_with_work_left, paper(later, place="栏目“下一步工作”")) == []


@pytest.mark.parametrize(
    ("text", "section", "finding"),
    [
        ("个别问题尚未整改到位。", "个别问题尚未整改到位", "个别问题尚未整改到位"),
        ("仍有部分问题没有整改到位。", "仍有部分问题没有整改到位", "仍有部分问题没有整改到位"),
        ("整改问题已全部完成，个别问题正在持续推进。", "个别问题正在持续推进", None),
        ("少数事项仍在推进中。", "少数事项仍在推进", "少数事项仍在推进"),
        ("部分问题没有解决。", "部分问题没有解决", None),
        ("对个别问题没有整改到位的，严肃追责。", None, None),
        ("个别问题没有整改到位之前，不得销号。", None, None),
        ("部分问题整改完成，防止个别问题反弹。", None, None),
        ("剩余问题将于年底前完成整改。", "剩余问题将于年底前完成", None),
        ("其余3项任务计划明年推进。", "其余3项任务计划明年推进", None),
        ("部分问题整改进度较慢。", "部分问题整改进度较慢", None),
        ("部分问题整改进度较慢的社区已约谈，其余社区完成换届。", None, None),
    ],
)
def test_all_done_with_some_left(text, section, finding):
    for place, words in ((SECTION, section), (FINDING, finding)):
        expected = [("all-done-with-work-going-on", words)] if words else []
        done = paper(text, place=place)
        assert said(completion.all_done_with_work_left, done) == expected
        half_way = paper(text, place=place, **UNDER_WAY)
        assert said(completion.all_done_with_work_left, half_way) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("正在推进物业管理全覆盖。", Severity.HINT),
        ("加装电梯项目正在推进。", Severity.HINT),
        ("老旧小区改造正在推进。", Severity.HINT),
        ("为民办实事项目10个，已完成8个，正在推进2个。", Severity.HINT),
        ("收集意见326条，已办理310条，其余16条正在推进。", Severity.HINT),
        ("检查发现问题12个，2个正在推进。", Severity.HINT),
        ("整改问题523项，其余16项正在推进。", Severity.WARNING),
        ("老旧小区改造的问题正在推进。", Severity.WARNING),
        ("整改问题已全部完成。加装电梯正在推进。", Severity.HINT),
    ],
)
def test_other_work_that_goes_on_is_a_hint(text, severity):
    found = completion.all_done_with_work_left(paper(text))
    assert [(one.code, one.severity, one.quotation) for one in found] == [
        ("all-done-with-work-going-on", severity, "正在推进")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("整改问题实现“清零”。", "整改问题实现“清零”"),
        ("开展专项检查3次，巡察反馈问题已全部完成整改。", "巡察反馈问题已全部完成整改"),
        ("检查餐饮单位56家，发现问题12个，全部整改完成。", None),
        ("消防检查发现的问题均已整改到位。", None),
        ("上级交办的信访问题已全部办结。", None),
        ("环保督察反馈问题全部整改完成。", None),
        ("社区党组织换届任务全部完成。", None),
        ("上一轮巡察反馈的30项问题已全部整改完成。", None),
        ("问题已全部清零。", "问题已全部清零"),
        ("整改工作圆满完成。", "整改工作圆满完成"),
        ("整改任务已全部如期完成。", "整改任务已全部如期完成"),
        ("推动问题动态清零，隐患全部清零。", None),
        ("确保整改工作圆满完成，换届工作圆满完成。", None),
        ("523项问题已全部完成整改。", "523项问题已全部完成整改"),
        ("反馈问题均已整改到位。", "反馈问题均已整改到位"),
        ("目前已全面完成整改任务。", "目前已全面完成整改任务"),
        ("问题全部销号。", "问题全部销号"),
        ("各项任务全部完成。", "各项任务全部完成"),
        ("确保问题全部整改到位。", None),
        ("问题尚未全部完成整改。", None),
        ("违规发放部分全部清退，窗口人员全部佩戴工牌。", None),
    ],
)
def test_says_all_done(text, expected):
    expected = [("says-all-done", expected)] if expected else []
    assert said(completion.says_all_done, paper(text, **UNDER_WAY)) == expected
    assert said(completion.says_all_done, paper(text)) == []


def test_category_that_is_all_done_may_say_so():
    text = "反馈问题均已整改到位。"
    done = UNDER_WAY | {"categories": (Counted("服务群众", Tally(done=9)),)}
    assert said(completion.says_all_done, paper(text, place=CATEGORY, **done)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("路灯问题已整改到位。", [("finding-says-done", "路灯问题已整改到位")]),
        ("推动路灯问题已整改到位。", []),
        ("路灯已更换，整改仍在推进。", []),
    ],
)
def test_finding_says_done(text, expected):
    assert said(completion.finding_says_done, paper(text, place=FINDING, **UNDER_WAY)) == expected
    assert said(completion.finding_says_done, paper(text, place=FINDING)) == []
