"""Personal data: what must not be public, and the numbers that only look like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.notices.blocks import Kind
from rectify.notices.checks import Severity
from rectify.notices.checks.paper import Counted
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.personal import is_identity_number, passes_luhn, personal_data
from rectify.notices.traced import Traced
from tests.notices.checks.desk import Block, line, paper, said

# GB 11643-1999 gives this number as its example.
IDENTITY = "11010519491231002X"
CARD = "6222020200112233446"

FOUND = [
    ("mobile-number", "联系人手机13812345678。", "13812345678"),
    ("mobile-number", "联系电话：138 1234 5678。", "138 1234 5678"),
    ("mobile-number", "联系电话：138-1234-5678。", "138-1234-5678"),
    ("mobile-number", "电话１３８１２３４５６７８。", "１３８１２３４５６７８"),
    ("mobile-number", "请拨打+86 13812345678。", "+86 13812345678"),
    ("mobile-number", "电话008613812345678。", "008613812345678"),
    ("mobile-number", "电话013812345678。", "013812345678"),
    ("mobile-number", "微信13812345678kf。", "13812345678"),
    ("mobile-number", "电话138  1234  5678。", "138  1234  5678"),
    ("mobile-number", "电话138·1234·5678。", "138·1234·5678"),
    ("mobile-number", "电话138\u200b12345678。", "138\u200b12345678"),
    *(
        ("mobile-number", f"电话1390{sign}2215678。", f"1390{sign}2215678")
        for sign in "\u2060\u00ad\u200e\u200f\u202e\u2066\u061c\u2010\u2011・"
    ),
    *(
        ("mobile-number", f"电话139{sign}0221{sign}5678。", f"139{sign}0221{sign}5678")
        for sign in "/、,"
    ),
    ("bank-card", "卡号6222\u20600202 0011 2233 446。", "6222\u20600202 0011 2233 446"),
    ("identity-number", f"ID{IDENTITY}。", IDENTITY),
    ("home-address", "吉庆里十二号楼三单元五零一室漏水。", "十二号楼三单元五零一室"),
    ("home-address", "吉庆里小区3号楼东单元501室漏水。", "3号楼东单元501室"),
    ("home-address", "幸福里小区3栋501。", "里小区3栋501"),
    ("identity-number", f"居民身份证号{IDENTITY}。", IDENTITY),
    (
        "identity-number",
        "身份证号１１０１０５１９４９１２３１００２Ｘ。",
        "１１０１０５１９４９１２３１００２Ｘ",
    ),
    ("identity-number", "身份证号110105 19491231 002x。", "110105 19491231 002x"),
    ("like-identity-number", "身份证号110105194912310021。", "110105194912310021"),
    ("bank-card", f"卡号{CARD}。", CARD),
    ("bank-card", "户名某某，账号4111 1111 1111 1111。", "4111 1111 1111 1111"),
    ("home-address", "幸福里小区3号楼2单元501室漏水。", "3号楼2单元501室"),
    ("home-address", "居委会到3号楼2单元501室走访。", "3号楼2单元501室"),
    ("home-address", "王某（12栋3门201）反映路灯不亮。", "12栋3门201"),
    ("home-address", "幸福家园A座1203室有飞线。", "家园A座1203室"),
    ("home-address", "幸福里3-2-501漏水已修。", "幸福里3-2-501"),
    ("home-address", "十二号楼三单元502号堆物。", "十二号楼三单元502号"),
    ("home-address", "家住兰庭苑6号楼1203的业主来信致谢。", "家住兰庭苑6号楼1203"),
    ("home-address", "家住福州里6号楼1203的老人。", "家住福州里6号楼1203"),
    ("home-address", "为福州里6号楼1203住户疏通下水。", "里6号楼1203"),
    ("home-address", "福州里6号楼1203业主刘建国来信致谢。", "里6号楼1203"),
    ("home-address", "名都广场6号楼1203业主来信。", "6号楼1203"),
    ("home-address", "静安里22门401号住户。", "里22门401号"),
    ("home-address", "静安里22门401。", "里22门401"),
    ("home-address", "3栋2单元五楼东户。", "2单元五楼东户"),
    ("home-address", "吉庆里小区12号楼5层西门堆物。", "12号楼5层西门"),
    ("mobile-number", "电话1 3 8 2 0 5 5 6 7 1 3。", "1 3 8 2 0 5 5 6 7 1 3"),
    ("mobile-number", "电话1\u200b3820556713。", "1\u200b3820556713"),
    ("resident-with-address", "居民张建国家住3号楼501室。", "居民张建国家住3号楼501室"),
    ("resident-with-address", "张三同志住长江路25号。", "张三同志住长江路25号"),
]


@pytest.mark.parametrize(("code", "text", "quotation"), FOUND)
def test_personal_data(code, text, quotation):
    assert said(personal_data, paper(text)) == [(code, quotation)]


def test_all_of_it_blocks_but_a_number_with_a_wrong_check_digit():
    severities = {
        remark.code: remark.severity
        for _, text, _ in FOUND
        for remark in personal_data(paper(text))
    }
    assert {code for code, one in severities.items() if one != Severity.BLOCKING} == {
        "like-identity-number"
    }


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：（022）66596006，0000-7654321，022-66596006转501。",
        "网站标识码：1201160001，索引号：SL000-0201-2024-0017。",
        "统一社会信用代码12120116401234567X。",
        "编号110105194913310021，合同号13912345678901。",
        "某区示例路1号示例街道纪工委（邮政编码000000），工作日9:00至12:00、13:30至17:30。",
        "维修3号楼2单元下水管道，3号楼楼门亮化，幸福路12号楼道堆物清理。",
        "3号楼501室会议室，社区办公地点在幸福里小区1号楼101室。",
        "5号楼2单元120户居民通水，3号楼2单元300米管道更换。",
        "2022-11-03反馈，11-3-2022，比分3-2-501。",
        "卡号6222020200112233440。",
        "总投资13800000000元，阅读量15800000000次，用电13912345678度。",
        "居民王建国反映路灯不亮，高层居住环境改善。",
        "6号楼1203户居民通水，福州里6号楼1203平方米外墙粉刷，福州里6号楼120盏路灯。",
        "福州里6号楼门前120米道路，福州里3号楼2021年居民会议，社区开设22门401课时的课程。",
        "2单元五楼楼道堆物，2单元五楼东户型图，12号楼5层西门口堆物。",
        "来信请寄幸福里小区1号楼101室，欢迎业主来信。",
        "比例1.3820556713，序号1，3820556713。",
        "楼号135、1234、5678、9012，编号12、139、0221、5678，共139、0221、567户。",
        "2022/13/0221/5678，13/14/15/16/17/1，139/0221、5678，总额1,390,221,567元。",
    ],
)
def test_what_only_looks_like_it(text):
    assert said(personal_data, paper(text)) == []


def test_office_address_from_the_round():
    text = "来信请寄：" + Traced.written_by("某区幸福里小区1号楼2单元101室", "邮寄地址") + "。"
    assert said(personal_data, paper(Block(Kind.PARAGRAPH, text, place="栏目"))) == []


def test_every_line_of_the_edition_and_the_name_of_the_round():
    footer = line("网站值班13812345678", "网站页脚", kind=Kind.FOOTER)
    found = [
        (remark.place, remark.quotation)
        for remark in personal_data(paper(footer, round={"name": "整改13912345678"}))
    ]
    assert found == [("网站页脚", "13812345678"), ("轮次名称", "13912345678")]


def test_names_of_communities_and_published_issues():
    told = paper(
        communities=(Counted("示例社区13812345678"), Counted("示例社区")),
        told_issues=(
            Passage("整改问题 1", "楼道堆物（3号楼2单元501室）。\n已整改。", Kind.TITLE),
            Passage("整改问题 2", "3号楼楼道堆物，影响12户。", Kind.TITLE),
            Passage("整改问题 3", "及时清理。\n联系13912345678", Kind.TITLE),
        ),
    )
    assert [(one.severity, one.place, one.quotation) for one in personal_data(told)] == [
        (Severity.BLOCKING, "社区“示例社区13812345678”", "13812345678"),
        (Severity.BLOCKING, "整改问题 1", "3号楼2单元501室"),
        (Severity.BLOCKING, "整改问题 3", "13912345678"),
    ]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        (IDENTITY, True),
        (IDENTITY.lower(), True),
        ("110105194912310021", False),
        ("110105194902300021", False),
        ("11010519491231002", False),
        ("99010519491231002X", False),
        ("１１０105194912310X2X"[:18], False),
    ],
)
def test_identity_number(number, is_one):
    assert is_identity_number(number) is is_one


@given(st.text(st.sampled_from("0123456789Xx"), min_size=0, max_size=20))
def test_identity_numbers_of_any_digits(number):
    assert is_identity_number(number) in (True, False)


@given(st.integers(0, 8))
def test_one_digit_off_is_no_identity_number(place):
    wrong = str((int(IDENTITY[place]) + 1) % 10)
    assert not is_identity_number(IDENTITY[:place] + wrong + IDENTITY[place + 1 :])


@pytest.mark.parametrize(
    ("number", "is_one"),
    [(CARD, True), ("4111111111111111", True), ("4111111111111112", False), ("0" * 16, False)],
)
def test_luhn(number, is_one):
    assert passes_luhn(number) is is_one


@given(st.text(st.sampled_from("0123456789 -Xx１号楼单元室栋门里王张居民，。"), max_size=200))
def test_any_text_is_read(text):
    for code, quotation in said(personal_data, paper(text)):
        assert code
        assert quotation in text


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "13 ",
        "3-",
        "号楼",
        "张",
        "居民张",
        "1单元",
        "里1栋",
        "6222",
        "1号楼1",
        "1单元五楼",
    ],
)
def test_patterns_do_not_run_away(piece):
    began = time.perf_counter()
    said(personal_data, paper(piece * (20_000 // len(piece))))
    assert time.perf_counter() - began < 2
