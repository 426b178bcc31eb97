"""Words, names and punctuation: for each rule a text that it catches and one near it."""

import re

import pytest

from rectify.notices.checks import Severity, names, punctuation, tense, wording
from rectify.notices.checks.mistakes import MISTAKES
from tests.notices.checks.desk import FINDING, UNDER_WAY, line, paper, said

NAMES = {"工委": "街道工委", "街道": "示例街道"}

CASES = [
    (
        names.drifting_names,
        "街道工委负责，街道党工委落实。",
        [("drifting-name", "街道党工委落实")],
        "街道工委负责，街道纪工委监督，街道和工委办公室落实。",
    ),
    (
        names.drifting_names,
        "巡察示例街及29个社区，示例街道落实。",
        [("drifting-name", "巡察示例街及29个社区")],
        "示例街道落实，示例街道道路维修，示例街道办事处公示。",
    ),
    (
        names.drifting_terms,
        "廉洁风险防控薄弱，廉政风险防控加强，廉政风险教育加强。",
        [("drifting-term", "廉洁风险防控薄弱")],
        "廉洁自律加强，廉政风险防控加强，廉政教育加强。",
    ),
    (
        names.drifting_terms,
        "镇工委负责，镇党工委牵头，各镇党工委落实。",
        [],
        "镇党工委负责。",
    ),
    (
        names.drifting_terms,
        "乡镇工委负责，乡镇党工委牵头，乡镇党工委落实。",
        [("drifting-term", "乡镇工委负责")],
        "乡镇党工委负责，街道纪工委监督。",
    ),
    (
        names.quoted_and_bare,
        "执行“五议两公开”制度，严格履行五议两公开程序。",
        [("quoted-and-bare", "严格履行五议两公开程序")],
        "执行“五议两公开”制度，落实‘五议两公开’程序，学习《五议两公开办法》。",
    ),
    (
        names.quoted_and_bare,
        "适时进行回头看。",
        [("usually-quoted", "适时进行回头看")],
        "适时进行“回头看”，整改“一把手履行责任”，履行“一把手”责任，看看“回头看。",
    ),
    (
        wording.wrong_words,
        "遛狗不栓绳。",
        [("wrong-word", "不栓绳")],
        "遛狗拴绳，检查消防栓。",
    ),
    (
        wording.words_twice,
        "居民反映的的问题，进一步进一步加强，整改整改问题。",
        [("word-twice", "的的"), ("word-twice", "进一步进一步"), ("word-twice", "整改整改")],
        "的的确确，一个一个解决，人人参与，为了了解情况，参与与会人员，以及及时处理，对对照检查发现的问题，"
        "上级党组织组织党员学习学习教育材料，家家户户，逐项逐条。",
    ),
    (
        wording.mixed_numbers,
        "投入5千元，近600余件，约50人左右。",
        [
            ("mixed-number", "投入5千元"),
            ("about-twice", "近600余件"),
            ("about-twice", "约50人左右"),
        ],
        "投入5万元、五千元，600余件，近50人。",
    ),
    (
        punctuation.half_width,
        "各社区认真落实,及时整改;完成(全部).",
        [("half-width-punctuation", "各社区认真落实,及时整改;完成(")],
        "各社区认真落实，工作日9:00至12:00，电话（022）66596006，(022)66596006，"
        "邮箱a.b@example.org，网址http://www.example.cn/a?b=c，比例3:1，长1.2公里。",
    ),
    (
        punctuation.unpaired,
        "各社区（含街道本级认真落实，及时“整改。",
        [("unpaired", "各社区（含街道本级认真落实"), ("unpaired", "及时“整改")],
        "各社区（含街道本级）认真落实《“回头看”办法》，1）加强管理；2）压实责任。",
    ),
    (
        punctuation.unpaired,
        "各社区认真落实），及时”整改。",
        [("unpaired", "各社区认真落实）"), ("unpaired", "及时”整改")],
        "各社区认真落实（“三会一课”），及时‘整改’。",
    ),
    (
        punctuation.unpaired,
        "落实“执行“大党委”制度”。",
        [("nested-quotation", "落实“执行“大党委”制度”")],
        "落实“执行‘大党委’制度”。",
    ),
    (
        punctuation.doubled,
        "各社区，，认真落实。。",
        [
            ("doubled-punctuation", "各社区，，认真落实。。"),
            ("doubled-punctuation", "，，认真落实。。"),
        ],
        "各社区，认真落实……逐项——逐条！！",
    ),
    (
        punctuation.doubled,
        "学习《条例》、《办法》。",
        [("needless-punctuation", "学习《条例》、《办法》。")],
        "学习《条例》《办法》和“办法”。",
    ),
    (
        punctuation.doubled,
        "提出“要落实。”。",
        [("needless-punctuation", "提出“要落实。”。")],
        "提出“要落实。”",
    ),
    (
        punctuation.unfinished,
        "各社区认真落实，共同推进",
        [("paragraph-without-stop", "各社区认真落实，共同推进")],
        "各社区认真落实，共同推进：",
    ),
    (
        punctuation.unfinished,
        "各社区认真落实，共同推进，",
        [("paragraph-without-stop", "各社区认真落实，共同推进，")],
        "联系电话：0000-8888000，邮寄地址见网站",
    ),
    (
        tense.future_in_finished,
        "将于下月安装，将继续推进，拟在小区安装，计划2023年3月完成，下一步巡查。",
        [
            ("future-in-finished-item", "将于下月安装"),
            ("future-in-finished-item", "将继续推进"),
            ("future-in-finished-item", "拟在小区安装"),
            ("future-in-finished-item", "计划2023年3月完成"),
            ("future-in-finished-item", "下一步巡查"),
        ],
        "将小区改造纳入项目，制定工作计划，按计划于4月完成，原计划2023年3月完成，模拟在线演练。",
    ),
    (
        tense.future_in_finished,
        "一是要提高站位，居委会要认真落实，党员都要学习，确保整改任务完成，应当加强管理。",
        [
            ("ordering-in-finished-item", "一是要提高站位"),
            ("ordering-in-finished-item", "居委会要认真落实"),
            ("ordering-in-finished-item", "党员都要学习"),
            ("ordering-in-finished-item", "确保整改任务完成"),
            ("ordering-in-finished-item", "应当加强管理"),
        ],
        "要求各社区落实，主要负责人及时研究，需要及时协调，纪要及时印发，确保设施完好，推动任务完成。",
    ),
    (
        tense.future_in_finished,
        "目前正在施工，待资金到位后组织实施。",
        [
            ("future-in-finished-item", "目前正在施工"),
            ("future-in-finished-item", "待资金到位后组织实施"),
        ],
        "施工完毕，接待来访后登记，正在岗位上的党员。",
    ),
    (
        tense.future_in_finished,
        "2023年12月安装路灯。",
        [("future-date-in-finished-item", "2023年12月安装路灯")],
        "2023年4月安装路灯。",
    ),
]


@pytest.mark.parametrize(("rule", "text", "expected", "near"), CASES)
def test_words(rule, text, expected, near):
    # Every rule looks at findings, whose place is the narrowest.
    assert said(rule, paper(text, place=FINDING, names=NAMES)) == expected
    assert said(rule, paper(near, place=FINDING, names=NAMES)) == []


def test_what_is_not_finished_may_speak_of_the_future():
    text = "将于下月安装，居委会要认真落实。"
    assert said(tense.future_in_finished, paper(text, place=FINDING, **UNDER_WAY)) == []
    assert said(tense.future_in_finished, paper(text)) == []


def test_title_of_a_finding_is_the_inspectors():
    block = line("已安装。", FINDING, lead="针对“要认真落实”的问题，")
    assert said(tense.future_in_finished, paper(block)) == []


def test_a_variable_heals_a_drifting_name():
    [remark] = names.drifting_names(paper("街道工委负责，街道党工委落实。", names=NAMES))
    assert (remark.severity, remark.remedy) == (
        Severity.WARNING,
        "请统一成“街道工委”，用变量 {工委} 写。",
    )


# A wrong word in its sentence, the right word in the same sentence: one row for each mistake.
SENTENCES = [
    ("遛狗栓绳", "遛狗拴绳"),
    ("建立台帐", "建立台账"),
    ("核对帐目", "核对账目"),
    ("按月记帐", "按月记账"),
    ("区委巡查组", "区委巡察组"),
    ("认真布署", "认真部署"),
    ("贯切落实", "贯彻落实"),
    ("按装路灯", "安装路灯"),
    ("防犯风险", "防范风险"),
    ("全面复盖", "全面覆盖"),
    ("撤消处分", "撤销处分"),
    ("逐项消号", "逐项销号"),
    ("注消登记", "注销登记"),
    ("报消费用", "报销费用"),
    ("消毁文件", "销毁文件"),
    ("取销资格", "取消资格"),
    ("反弹回朝", "反弹回潮"),
    ("意见返馈", "意见反馈"),
    ("整改措失", "整改措施"),
    ("建立建全制度", "建立健全制度"),
    ("做为重点", "作为重点"),
    ("既使下雨", "即使下雨"),
    ("以经完成", "已经完成"),
    ("在次检查", "再次检查"),
    ("大部份", "大部分"),
    ("主要成份", "主要成分"),
    ("新闻报导", "新闻报道"),
    ("座落路边", "坐落路边"),
    ("室内装璜", "室内装潢"),
    ("管理松驰", "管理松弛"),
    ("公平竟争", "公平竞争"),
    ("知识竟赛", "知识竞赛"),
    ("辐射幅射", "辐射带动"),
    ("渲泄情绪", "宣泄情绪"),
    ("令人震憾", "令人震撼"),
    ("方式粗旷", "方式粗犷"),
    ("组织编篡", "组织编纂"),
    ("辩别真伪", "辨别真伪"),
    ("明辩是非", "明辨是非"),
    ("现场坐阵", "现场坐镇"),
    ("提名侯选人", "提名候选人"),
    ("群众等侯", "群众等候"),
    ("天气气侯", "天气气候"),
    ("这个时侯", "这个时候"),
    ("党性锻练", "党性锻炼"),
    ("训炼有素", "训练有素"),
    ("积级参与", "积极参与"),
    ("互相帮肋", "互相帮助"),
    ("艰苦卓越", "艰苦卓绝"),
    ("竞竞业业", "兢兢业业"),
    ("勤勤垦垦", "勤勤恳恳"),
    ("迫不急待", "迫不及待"),
    ("一如继往", "一如既往"),
    ("再接再励", "再接再厉"),
    ("既往不究", "既往不咎"),
    ("穿流不息", "川流不息"),
    ("走头无路", "走投无路"),
    ("不径而走", "不胫而走"),
    ("蛛丝蚂迹", "蛛丝马迹"),
    ("谈笑风声", "谈笑风生"),
    ("举一返三", "举一反三"),
    ("自察自纠", "自查自纠"),
    ("立察立改", "立查立改"),
    ("隐患排察", "隐患排查"),
    ("摸低排查", "摸底排查"),
    ("截流资金", "截留资金"),
    ("更新公示拦", "更新公示栏"),
    ("廉结自律", "廉洁自律"),
    ("完善权利清单", "完善权力清单"),
    ("权利运行", "权力运行"),
    ("以权谋思", "以权谋私"),
    ("履职尽则", "履职尽责"),
    ("按步就班", "按部就班"),
    ("鼎立支持", "鼎力支持"),
    ("精减会议", "精简会议"),
    ("各有测重", "各有侧重"),
    ("渡过春节", "度过春节"),
    ("度过难关", "渡过难关"),
    ("起用新平台", "启用新平台"),
    ("环境安祥", "环境安详"),
    ("按耐不住", "按捺不住"),
    ("防碍通行", "妨碍通行"),
    ("人民群从", "人民群众"),
    ("整政措施", "整改措施"),
    ("落时责任", "落实责任"),
    ("即往经验", "既往经验"),
    ("凑和使用", "凑合使用"),
    ("情绪急燥", "情绪急躁"),
    ("情绪烦燥", "情绪烦躁"),
    ("天气干躁", "天气干燥"),
    ("时代脉博", "时代脉搏"),
    ("针贬时弊", "针砭时弊"),
    ("内容重迭", "内容重叠"),
    ("召开做谈会", "召开座谈会"),
    ("瞻养老人", "赡养老人"),
    ("扶恤金", "抚恤金"),
    ("互相寒喧", "互相寒暄"),
    ("追朔历史", "追溯历史"),
    ("融汇贯通", "融会贯通"),
    ("相形见拙", "相形见绌"),
    ("始作佣者", "始作俑者"),
]


@pytest.mark.parametrize(("wrong", "right"), SENTENCES)
def test_wrong_word(wrong, right):
    assert [code for code, _ in said(wording.wrong_words, paper(f"{wrong}。"))] == ["wrong-word"]
    assert said(wording.wrong_words, paper(f"{right}。")) == []


def test_every_mistake_has_its_sentence():
    untried = [
        wrong
        for wrong, _ in MISTAKES
        if not any(re.search(wrong, sentence) for sentence, _ in SENTENCES)
    ]
    assert untried == []


@pytest.mark.parametrize(
    "text",
    [
        "日常巡查发现问题，安全巡查组，网格巡查整改隐患。",
        "消防栓、地栓，帐篷、蚊帐，消费、消耗，当做为民服务的平台。",
        "难以经受考验，正在次第推进，保护公民权利，度过假期，截流污水，竟然，幅度。",
        "创建全国文明城市，组建全科网格，共建全域平台。",
    ],
)
def test_right_words_near_wrong_ones(text):
    assert said(wording.wrong_words, paper(text)) == []
