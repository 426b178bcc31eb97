"""What of a sender is found in a text of the office's, and what is not taken for it."""

import pytest

from rectify.opinions.senders import traces_of


@pytest.mark.parametrize(
    ("contact", "text", "found"),
    [
        # Names, alone and beside other words
        ("张三 13812345678", "张三反映灯不亮。", ["张三"]),
        ("张三13812345678", "张三反映灯不亮。", ["张三"]),
        ("联系电话：13812345678，王芳女士", "王芳说的。", ["王芳"]),
        ("张三", "一号楼灯不亮。", []),
        # Numbers in any spacing
        ("138 1234 5678", "打13812345678。", ["13812345678"]),
        ("022-6670 6531", "回电 02266706531。", ["022-6670 6531"]),
        ("分机 1234", "1234 号灯杆。", []),
        ("13812345678", "3号楼5单元。", []),
        # Words of other scripts
        ("微信 LiSi_88", "加 lisi_88 好友。", ["lisi_88"]),
        ("lisi@example.cn", "写信到LISI@EXAMPLE.CN。", ["lisi@example.cn"]),
        # Somebody else's numbers, whether or not there is a contact
        ("", "打 139 8765 4321 找他。", ["139 8765 4321"]),
        ("", "身份证 11010519491231002X。", ["11010519491231002X".lower()]),
        ("", "电话 022-66706531。", []),
        ("", "共 12345678901234567890 件。", []),
        # Words that say of nobody who it is
        ("电话 13812345678 晚上", "楼道电话不通，晚上灯不亮。", []),
        ("居民，3号楼2单元", "3号楼2单元灯不亮。", []),
        ("", "灯不亮。", []),
    ],
)
def test_traces(contact, text, found):
    assert traces_of(contact, text) == found


def test_words_on_record_without_the_sender_give_nobody_away():
    contact, text = "新园里张三", "新园里3号楼灯不亮。"
    assert traces_of("新园里 张三", text) == ["新园里"]
    assert traces_of("新园里 张三", text, known="新园里社区") == []
    assert traces_of(contact, "张三反映。", known="新园里社区") == []
