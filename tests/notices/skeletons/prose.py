"""一、→（一）→（1） with every heading run in; measures as prose; dates by ten days."""

from tests.notices.papers import Category, Finding, Papers, section

TOWN = "示例镇"
CLOSED = (TOWN, "已销号")

PAPERS = Papers(
    round={
        "slug": "prose",
        "name": "示例镇巡察“回头看”整改",
        "authority": "县委",
        "team": "县委第一巡察组",
        "kind": "“回头看”",
        "inspected_body": "示例镇党委",
        "inspected_from": "2023-12-04",
        "inspected_to": "2024-01-26",
        "fed_back_on": "2024-03-05",
        "period_months": "2",
        "publisher": "中共示例镇委员会",
        "signed_on": "2024-06-28",
        "address": "某县示例镇党委办公室",
        "notice_title": "{落款单位}关于巡察{巡察类型}整改情况的公布",
        "measure_style": "不编序号，逐句相连",
        "measure_place": "接在总括句后面",
        "planned_work_pattern": "{项目}计划{时限}完成",
        "rate_decimals": "2",
    },
    communities={TOWN: "街道本级"},
    names=[
        {"key": "镇党委", "text": "镇党委"},
        {"key": "党建办", "department": "党建办公室"},
    ],
    rows={
        "planned_works": [
            {"title": "垃圾分拣站改造", "due_on": "2025-04-30", "precision": "月底"},
            {"title": "文化广场照明更新", "due_on": "2025-10-10", "precision": "上旬"},
            {"title": "老旧水管更换", "due_on": "2026-06-30", "precision": "季度"},
        ],
    },
    sections=[
        section(
            "{巡察时段（旬）}，{巡察组}对{被巡察单位}开展了{巡察类型}巡察，{反馈日期（旬）}反馈了意见。"
            "按照{巡察机关}有关要求，现将整改情况予以公布。"
        ),
        section(
            "{镇党委}先后召开党委会6次，专题研究整改工作，{集中整改月数（汉字）}个月集中整改期内实行"
            "周调度、月通报。",
            "提高政治站位，压实整改责任",
            run_in=True,
        ),
        section(
            "{镇党委}对照反馈意见，逐条制定措施。",
            "坚持问题导向，逐项整改落实",
            "反馈问题及整改落实情况",
            run_in=True,
        ),
        section(
            "垃圾分拣站改造和文化广场照明更新尚未完工。{计划项目安排}。",
            "巩固整改成果，健全长效机制",
            run_in=True,
        ),
        section("欢迎干部群众监督，来信请寄：{邮寄地址}。"),
    ],
    categories=[
        Category(
            "巡察整改不彻底",
            [
                Finding(
                    "历史遗留问题化解缓慢",
                    "成立工作专班，实行一事一策。",
                    [
                        "对长期未结的3起事项逐一约见当事人，达成化解方案2件",
                        "其余1件已进入评估程序",
                    ],
                    [CLOSED, (TOWN, "待初审")],
                ),
                Finding(
                    "整改台账更新不及时",
                    "由{党建办}统一管理台账，每月核对、每季抽查。",
                    issues=[CLOSED],
                ),
            ],
            body="反馈问题{本类反馈问题数}个，整改问题{本类整改问题数}项，完成率{本类整改问题完成率}。",
            run_in=True,
        ),
        Category(
            "落实“一岗双责”有差距",
            [
                Finding(
                    "班子成员履责记录不规范",
                    "统一印制履责手册，逐月检查填写情况。",
                    [
                        "由镇纪委每季度抽查手册并反馈意见",
                        "把抽查情况写入班子成员述责述廉报告",
                    ],
                    [CLOSED],
                    heading="对“{}”的问题，",
                    measure_style="一是……；二是……。",
                ),
            ],
            body="反馈问题{本类反馈问题数}个，整改问题{本类整改问题数}项，完成率{本类整改问题完成率}。",
            run_in=True,
        ),
    ],
)
