"""What stands in a cell, freed of what spreadsheets put around it."""

from datetime import date, datetime, time

import pytest

from rectify.spreadsheets.reader.cells import cleaner


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("number", 1.0, "1"),
        ("number", 20220001.0, "20220001"),
        ("number", 123456789012345680.0, "123456789012345680"),
        ("number", 1.1, "1.1"),
        ("number", 0.1 + 0.2, "0.3"),
        ("number", 1e-7, "0.0000001"),
        ("number", 7, "7"),
        ("number", "００７", "007"),
        ("number", " ＸＹ－００１　", "XY-001"),
        ("number", "党建\n１", "党建1"),
        ("number", True, "是"),
        ("number", None, ""),
        ("number", "（1）", "1"),
        ("number", "(１２)", "12"),
        ("number", "1、", "1"),
        ("number", "２．", "2"),
        ("number", "3）", "3"),
        ("number", "（一）", "（一）"),
        ("number", "1.1", "1.1"),
        ("number", "(1)2", "(1)2"),
        ("version", "３", "3"),
        ("version", "9" * 5000, "9" * 100 + "……"),
        ("community", " 新园里\u00a0社区\u200b", "新园里\u00a0社区"),
        ("community", "新园里\n社区", "新园里社区"),
        ("community", "１２３（东）", "123（东）"),
        ("finding", "对２０２２年，整改\r\n不力", "对2022年，整改不力"),
        ("owner", "党组织书记（兼）", "党组织书记（兼）"),
        ("text", "　２０２２年，ＡＢＣ。 ", "２０２２年，ＡＢＣ。"),
        ("text", "一、甲\r\n二、 乙\r三、_x000D_\n丙\u2028丁", "一、甲\n二、 乙\n三、\n丙\n丁"),
        ("text", "甲\x00乙", "甲乙"),
        ("text", "\ufeff文\u200d", "文"),
        ("text", 12.50, "12.5"),
        ("text", False, "否"),
        ("remark", date(2023, 3, 31), "2023年3月31日"),
        ("remark", datetime.fromisoformat("2023-03-01 08:00"), "2023年3月1日"),
        ("remark", time(8, 30), "08:30"),
        ("owner", date(2023, 3, 31), "2023-03-31"),
        ("due_on", date(2023, 3, 31), date(2023, 3, 31)),
        ("due_on", datetime.fromisoformat("2023-03-31 12:00"), date(2023, 3, 31)),
        ("due_on", 45016.0, date(2023, 3, 31)),
        ("due_on", 45016.75, date(2023, 3, 31)),
        ("due_on", 45016, date(2023, 3, 31)),
        ("due_on", "45016", date(2023, 3, 31)),
        ("due_on", "45016.0", date(2023, 3, 31)),
        ("due_on", "45016.5", "45016.5"),
        ("due_on", 36526, date(2000, 1, 1)),
        ("due_on", 36525, "36525"),
        ("due_on", 73415, date(2100, 12, 31)),
        ("due_on", 73416, "73416"),
        ("due_on", 20230331.0, "20230331"),
        ("due_on", 2023.3, "2023.3"),
        ("due_on", "２０２３年３\n月底 ", "2023年3月底"),
        ("due_on", "／", ""),
        ("settled_on", "—", ""),
        ("settled_on", "无", ""),
        ("withheld_ground", "无", ""),
        ("measures", "无", "无"),
    ],
)
def test_cell(key, value, found):
    assert cleaner(key)(value) == found
