"""manage.py check_notice."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def told(*arguments) -> tuple[str, int]:
    """Return what the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("check_notice", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_published_notice_has_nothing_that_blocks(published):
    text, status = told(published.slug)
    assert status == 0
    lines = text.splitlines()
    assert lines[0] == "杭州道街道2022年巡察整改（社会公开）：阻断 0 条，警告 14 条，提示 19 条。"
    assert [line for line in lines if line in {"阻断", "警告", "提示"}] == ["警告", "提示"]
    assert lines[lines.index("警告") + 7 : lines.index("警告") + 10] == [
        "3. [all-done-with-planned-works] 栏目“组织落实巡察整改情况”：“整改完成率100%”",
        "   整改问题 523 项全部已完成，而计划项目还有 2 项没有完成：“健身器材”（2023年10月）、"
        "“楼门亮化”（2024年11月底）。",
        "   请核对这几项对应的整改问题是否真的可以销号；可以的，在文中说明计划项目与整改问题的关系。",
    ]


def test_what_blocks_ends_with_1(published):
    section = published.sections.get(position=20)
    section.body += "联系人手机13812345678。"
    section.save()
    text, status = told(published.slug, "--json")
    assert status == 1
    [remark] = [one for one in json.loads(text)["remarks"] if one["severity"] == "blocking"]
    assert (remark["code"], remark["quotation"]) == ("mobile-number", "13812345678")


def test_json(published):
    text, status = told(published.slug, "--json", "--edition", "party")
    answer = json.loads(text)
    assert status == 0
    assert {key: answer[key] for key in ("round", "edition", "counts")} == {
        "round": "hangzhoudao-2022",
        "edition": "party",
        "counts": {"blocking": 0, "warning": 14, "hint": 19},
    }
    assert {tuple(remark) for remark in answer["remarks"]} == {
        (
            "code",
            "severity",
            "severity_label",
            "place",
            "quotation",
            "reason",
            "remedy",
            "key",
        )
    }


@pytest.mark.parametrize("arguments", [("nowhere",), ("hangzhoudao-2022", "--edition", "all")])
def test_what_is_unknown_ends_with_2(arguments):
    with pytest.raises(CommandError) as refused:
        told(*arguments)
    assert refused.value.returncode == 2
