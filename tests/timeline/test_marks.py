"""Where two versions of a long text differ."""

import pytest

from rectify.timeline import Change
from rectify.timeline.marks import MOST_PAIRS

BODY = (
    "一是加强组织领导，成立专项工作组；二是细化任务分工，逐项落实责任人；"
    "三是强化督促检查，每月通报进展情况。\n各社区按时报送台账。"
)


def brackets(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_changed else part.text for part in parts)


@pytest.mark.parametrize(
    ("old", "new", "marked_old", "marked_new"),
    [
        ("每月通报", "每周通报", "每[月]通报", "每[周]通报"),
        ("，逐项落实责任人", "", "[，逐项落实责任人]", ""),
        ("专项工作组；", "专项工作组，书记任组长；", "专项工作组；", "专项工作组[，书记任组长]；"),
        ("情况。\n各社区", "情况。各社区", "情况。[\n]各社区", "情况。各社区"),
    ],
)
def test_differences_are_marked_and_the_texts_are_whole(old, new, marked_old, marked_new):
    changed = BODY.replace(old, new)
    marks = Change("正文", BODY, changed).marks
    assert brackets(marks.old) == BODY.replace(old, marked_old)
    assert brackets(marks.new) == changed.replace(new, marked_new) if new else changed
    assert "".join(part.text for part in marks.old) == BODY
    assert "".join(part.text for part in marks.new) == changed


def test_two_changes_are_marked_apart():
    changed = BODY.replace("专项工作组", "领导小组").replace("按时报送", "按月报送")
    marks = Change("正文", BODY, changed).marks
    assert [part.text for part in marks.old if part.is_changed] == ["专项工作", "时"]
    assert [part.text for part in marks.new if part.is_changed] == ["领导小", "月"]


@pytest.mark.parametrize(("old", "new"), [("（空）", BODY), (BODY, "短句。"), ("甲", "乙")])
def test_what_is_read_at_a_glance_is_not_marked(old, new):
    assert Change("正文", old, new).marks is None


def test_texts_of_very_many_clauses_are_compared_at_their_ends_alone():
    old = "甲，" * (int(MOST_PAIRS**0.5) + 1)
    marks = Change("正文", old, f"{old[:-2]}乙，").marks
    assert brackets(marks.old) == f"{old[:-2]}[甲]，"
    assert brackets(marks.new) == f"{old[:-2]}[乙]，"
