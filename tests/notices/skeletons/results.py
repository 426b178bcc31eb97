"""Published by another body than the one inspected; results of every kind; a portal's footer."""

from tests.notices.papers import Category, Finding, Papers, section

ONE, TWO = ("第一社区", "已销号"), ("第二社区", "已销号")

PAPERS = Papers(
    round={
        "slug": "results",
        "name": "区委第五轮巡察整改",
        "label": "区委第五轮巡察",
        "team": "区委第六巡察组",
        "kind": "交叉",
        "inspected_body": "示例新区管理办公室党组",
        "inspected_from": "2024-05-13",
        "inspected_to": "2024-07-05",
        "fed_back_on": "2024-08-20",
        "publisher": "某区委巡察工作领导小组办公室",
        "signed_on": "2025-02-28",
        "telephone": "0000-8888000",
        "email": "xunchazhenggai@example.org",
        "address": "某市示例新区管理办公室",
        "reporting_hours": "2025年3月31日前",
        "notice_title": "{轮次}整改进展情况",
        "footer": "主办单位：某区示例新区管理办公室\n网站标识码：0000000000",
        "numbering": "一、→（一）→1.",
        "finding_pattern": "关于“{}”问题。",
        "finding_run_in": False,
        "measure_style": "公布中不写措施",
        "rate_decimals": "0",
    },
    communities={"第一社区": "社区", "第二社区": "社区"},
    rows={
        "results": [
            {"kind": "问责", "people": "1"},
            {"kind": "党纪政务处分", "people": "2"},
            {"kind": "组织处理", "people": "3"},
            {"kind": "诫勉", "people": "1"},
            {"kind": "批评教育", "people": "4"},
            {"kind": "批评教育", "people": "2"},
            {"kind": "提醒谈话", "people": "12"},
            {"kind": "清退资金", "amount": "1.3"},
            {"kind": "清退资金", "amount": "1.96"},
            {"kind": "追缴资金", "amount": "0.875"},
            {"kind": "挽回损失", "amount": "12"},
        ],
    },
    sections=[
        section(
            "按照{轮次}工作部署，{巡察时段}，{巡察组}对{被巡察单位}及所辖{社区名单}开展了{巡察类型}"
            "巡察，并于{反馈日期}反馈了巡察意见。现将巡察整改进展情况公布如下。"
        ),
        section(
            "反馈问题{反馈问题数}个，完成整改{反馈问题已完成数}个；整改问题{整改问题数}项，完成整改"
            "{整改问题已完成数}项，完成率{整改问题完成率}。集中整改期间，问责{问责人数}人，立案"
            "{立案人数}人，党纪政务处分{处分人数}人，组织处理{组织处理人数}人，诫勉{诫勉人数}人，"
            "批评教育{批评教育人数}人，提醒谈话{提醒谈话人数}人；清退资金{清退金额}万元，追缴资金"
            "{追缴金额}万元，挽回损失{挽回金额}万元。",
            "巡察整改总体情况",
        ),
        section(heading="主要问题整改情况", kind="反馈问题及整改落实情况"),
        section(
            "联系电话：{联系电话}\n电子邮箱：{电子邮箱}\n邮寄地址：{邮寄地址}\n受理时间：{受理时间}",
            "有关意见建议的反映方式",
        ),
    ],
    categories=[
        Category(
            "为民服务解难题有差距",
            [
                Finding(
                    "停车难问题化解不力",
                    "改造闲置空地，新增停车泊位58个。\n推行错时共享停车，方便周边居民。",
                    issues=[ONE, TWO],
                ),
                Finding(
                    "物业监管不到位",
                    "建立物业服务质量评价制度，评价结果向社会公开。",
                    ["约谈物业服务企业2家", "公示维修资金使用情况"],
                    [ONE, TWO],
                    measure_style="一是……；二是……。",
                ),
            ],
        ),
        Category(
            "落实中央八项规定精神不严格",
            [
                Finding(
                    "违规发放补贴",
                    "对2020年以来发放的津贴补贴逐笔核查，违规发放部分全部清退。",
                    ["逐笔核查，全部清退"],
                    [ONE, TWO],
                ),
                Finding("公车管理存在漏洞", issues=[("第二社区", "整改中")]),
            ],
        ),
        Category(
            "选人用人程序不规范",
            body="本类尚无单列的反馈问题，有关要求已并入日常管理。",
        ),
    ],
)
