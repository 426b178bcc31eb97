"""Findings straight under a section, no categories; measures by ①; a street and its communities."""

from tests.notices.papers import Category, Finding, Papers, section

STREET = "示例街道"
CLOSED, SUSTAINED = "已销号", "长期坚持"

PAPERS = Papers(
    round={
        "slug": "without-categories",
        "name": "示例街道2025年巡察整改",
        "team": "区委第五巡察组",
        "inspected_body": STREET,
        "inspected_from": "2025-03-03",
        "inspected_to": "2025-04-18",
        "fed_back_on": "2025-05-29",
        "publisher": "中共示例街道工作委员会",
        "signed_on": "2025-10-31",
        "telephone": "0000-5556666",
        "notice_title": "{落款单位}关于巡察整改情况的通报",
        "numbering": "一、→1.",
        "measure_style": "一是……；二是……。",
        "measure_label": "①",
        "measure_place": "接在总括句后面",
    },
    communities={STREET: "街道本级", "第三社区": "社区", "第四社区": "社区"},
    names=[
        {"key": "党工委", "text": "街道党工委"},
        {"key": "党建办", "department": "党建办公室"},
    ],
    sections=[
        section(
            "{巡察时段}，{巡察组}对{被巡察单位}及{社区名单}开展了{巡察类型}巡察，{反馈日期（月底）}"
            "反馈了巡察意见。按照{巡察机关}有关要求，现将整改情况予以公布。"
        ),
        section(
            "{党工委}成立整改专班，{被巡察单位}和{社区数}个社区分别制定任务清单。截至10月底，"
            "反馈问题{反馈问题数}个，已完成{反馈问题已完成数}个，阶段性完成{反馈问题阶段性完成数}个，"
            "正在推进{反馈问题正在推进数}个，未完成{反馈问题未完成数}个。",
            "加强领导，落实责任",
        ),
        # Its heading is the one category's, which so takes the place of the section.
        section(kind="反馈问题及整改落实情况"),
        section(heading="下一步工作"),
        section("完善日常巡查制度，明确责任到人。", "健全机制", level="2", run_in=True),
        section("适时开展“回头看”，防止问题反弹。", "加强监督", level="2", run_in=True),
        section(
            "欢迎群众来电来访\n意见建议请于11月14日前反映，联系电话：{联系电话}", kind="逐条文字"
        ),
    ],
    categories=[
        Category(
            "全部反馈问题",
            [
                Finding(
                    "消防通道被占用",
                    "街道组织联合检查，清除堆放杂物。",
                    ["与沿街商户签订责任书", "施划禁停标线260米"],
                    [(STREET, CLOSED), ("第三社区", CLOSED)],
                ),
                Finding(
                    "社区用房闲置",
                    "社区征集居民意见，盘活闲置房间。",
                    ["开设老年食堂1处", "开设儿童阅览室2处"],
                    [("第三社区", CLOSED), ("第四社区", SUSTAINED)],
                ),
                Finding(
                    "档案管理不规范",
                    "街道{党建办}逐卷核对。",
                    # As pasted from a table, with breaks inside the sentence.
                    ["补充\n缺失目录\n", "明确专人保管"],
                    [(STREET, CLOSED)],
                ),
            ],
            heading="反馈问题整改情况",
            body="{党工委}举一反三，自查自纠，推动同类问题一并解决。",
        ),
    ],
)
