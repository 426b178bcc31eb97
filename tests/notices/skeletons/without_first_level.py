"""（一）→1.→（1） under headings without numbers; each measure a paragraph; no date."""

from tests.notices.papers import STAGED, UNDER_WAY, Category, Finding, Papers, section

STREET = "示例街道"
ISSUES = [(STREET, "已销号")]

PAPERS = Papers(
    round={
        "slug": "without-first-level",
        "name": "便民服务中心专项巡察整改",
        "team": "区委巡察一组",
        "kind": "专项",
        "inspected_body": "示例街道便民服务中心党支部",
        "inspected_from": "2024-09-02",
        "inspected_to": "2024-10-25",
        "fed_back_on": "2024-12-11",
        "period_months": "3",
        "publisher": "中共示例街道工作委员会",
        "notice_title": "关于巡察反馈意见整改进展情况的通报",
        "email": "fuwu@example.org",
        "numbering": "（一）→1.→（1）",
        "finding_pattern": "关于“{}”问题的整改",
        "finding_run_in": False,
        "measure_label": "（1）",
        "measure_place": "每条措施一段",
        "planned_work_pattern": "{项目}（{数量}），由{科室}负责，{时限}前完成",
    },
    communities={STREET: "街道本级"},
    names=[{"key": "党支部", "text": "便民服务中心党支部"}],
    rows={
        "planned_works": [
            {
                "title": "无障碍通道改造",
                "due_on": "2025-06-30",
                "precision": "月底",
                "department": "示例综合科",
                "quantity": "1处",
            },
            {
                "title": "叫号系统更新",
                "due_on": "2025-07-10",
                "precision": "上旬",
                "department": "示例综合科",
                "quantity": "2套",
            },
        ],
    },
    sections=[
        section(
            "{巡察时段（年月）}，{巡察组}对{被巡察单位}开展了{巡察类型}巡察，{反馈日期（年月）}反馈了"
            "巡察意见。根据党务公开有关规定，现将{集中整改月数（汉字）}个月内整改进展情况予以"
            "公布。"
        ),
        section(
            "{党支部}先后召开支委会3次、党员大会2次，研究制定整改方案，共提出整改措施{整改措施数}"
            "条。",
            "整改工作组织情况",
            numbered=False,
        ),
        section(heading="反馈问题整改情况", kind="反馈问题及整改落实情况", numbered=False),
        section(
            "以下{计划项目数}项已列入年度计划，整改措施中已完成{整改措施已完成数}条，阶段性完成"
            "{整改措施阶段性完成数}条，正在推进{整改措施正在推进数}条，未完成{整改措施未完成数}条。",
            "需要继续推进的项目",
            "计划内完成的项目",
            numbered=False,
        ),
        section("欢迎社会各界监督，电子邮箱：{电子邮箱}。"),
    ],
    categories=[
        Category(
            "服务群众不够用心",
            [
                Finding(
                    "窗口服务不规范",
                    "修订窗口服务规范，设立监督台，接受办事群众评议。",
                    [
                        "窗口工作人员全部佩戴工牌，公开服务事项和办理时限。",
                        "推行延时服务，工作日中午安排专人值守。",
                        "每月开展1次服务明察暗访，结果当月通报。",
                    ],
                    ISSUES,
                ),
                Finding(
                    "特殊群体办事不方便",
                    "",
                    ["为行动不便的老年人提供上门办理", ("配备老花镜、轮椅等便民用品", UNDER_WAY)],
                    ISSUES,
                ),
            ],
        ),
        Category(
            "支部建设存在短板",
            [
                Finding(
                    "执行“三重一大”制度不严格",
                    "修订支委会议事规则，明确议事范围和程序。\n"
                    "　　对2023年以来的议事记录进行全面自查，补齐会议材料。",
                    ["大额支出一律提交支委会集体研究", ("会议记录由专人保管，按季度检查", STAGED)],
                    ISSUES,
                ),
                Finding(
                    "党员教育管理方面存在的问题",
                    "",
                    ["建立流动党员台账，明确联系人"],
                    ISSUES,
                    heading="{}的整改",
                ),
            ],
            heading="支部建设方面的整改情况",
        ),
    ],
)
