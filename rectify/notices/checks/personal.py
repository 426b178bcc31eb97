"""Personal data, which no public page may hold (个人信息保护法, DOMAIN: office telephones only)."""

import re
from collections.abc import Iterator
from datetime import date

from rectify.notices.checks.paper import Paper
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity
from rectify.texts import UNSEEN

LAW = "《个人信息保护法》"
# Digits may be set apart by up to two spaces, hyphens, dots or signs that nobody sees.
APART = rf"[ .·・_()\xa0{UNSEEN}-]{{0,2}}"
# The first digit is rarely set apart, and then by nothing that makes it a decimal.
SPACED = rf"[ \xa0{UNSEEN}]{{0,2}}"
# What follows a sum or a count is no telephone's.
UNITS = r"元|万|亿|人|次|个|项|件|户|条|平方|公里|公斤|吨|度|千瓦"
MOBILE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?86{APART}|0)?[(]?1{SPACED}[3-9](?:{APART}\d){{9}}(?!\d|\.\d|{APART}(?:{UNITS}))"
    # Other signs stand between the numbers of a list, unless these are just three groups.
    r"|(?<![\d.])(?<!\d[/、,])1[3-9]\d(?P<sign>[/、,])\d{4}(?P=sign)\d{4}(?!\d|[./、,]\d)"
)
IDENTITY = re.compile(rf"(?<!\d)[1-9](?:{APART}\d){{16}}{APART}[\dXx](?![\dA-Za-z])")
CARD = re.compile(
    rf"(?<![\dA-Za-z])[3-9]\d{{3}}(?:[ \xa0{UNSEEN}-]{{0,2}}\d){{11,15}}(?![\dA-Za-z])"
)
CARD_WORDS = re.compile(r"卡号|银行卡|账号|账户|帐号|开户|汇款|存折")

# GB 11643-1999: weights of the first 17 digits, and the check character by remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
HOUSE = rf"(?:{COUNT}|[A-Za-z甲乙丙丁])(?:号楼|栋|幢|座|号院|号|楼)"
# 120户 and 300米 are how many, 501室 is which.
DOOR = r"[A-Za-z]?\d{3,4}(?:室|号)?(?![\d.]|[余多]?[年个项件米平户人盏处块套元])"
# 3号楼2单元501室, 3栋2门501, 2单元501.
FLAT = re.compile(
    rf"{HOUSE}[ -]?{COUNT}(?:单元|门洞|门)[ -]?(?:\d{{1,2}}[层楼])?{DOOR}"
    rf"|{COUNT}单元[ -]?(?:\d{{1,2}}[层楼])?{DOOR}"
    # 十二号楼三单元五零一室, 12楼3单元1501户, 3号楼东单元501室.
    rf"|{HOUSE}[ -]?(?:{COUNT}|[东西南北中])(?:单元|门洞|门)"
    r"(?:\d{4}户|(?:[零〇一二三四五六七八九]{3,4}|\d{3,4})室)"
)
# 3单元五楼东户, 6号楼5层西门.
SIDE = re.compile(
    rf"{COUNT}(?:单元|号楼|栋|幢|座)[ -]?{COUNT}[层楼][东西南北中左右]{{1,2}}[侧边]?(?:户(?!型)|门(?![口前外]))"
)
LIVING_THERE = r"(?:住户|业主|户主|房主|租户|租客|居民|村民|老人)"
OF_RESIDENT = re.compile(rf"的?{LIVING_THERE}")
# 3号楼501室, 22门401号: no stairwell, so only after the name of a place to live, or before who
# lives there. 1203户 and 1203平方米 are how many.
ROOM = re.compile(
    r"(?:小区|花园|公寓|家园|新村|里|苑|园|庭|社区|住户|居民|家住|住址|户主|业主|村)[^，。；\d]{0,10}?"
    r"(?:\d{1,3}|[A-Za-z])(?:号楼|栋|幢|座|楼|门)[ -]?\d{3,4}"
    rf"(?:[室号]|(?=[，。；、）的]|$|{LIVING_THERE}))"
    rf"|(?:\d{{1,3}}|[A-Za-z])(?:号楼|栋|幢|座)[ -]?\d{{3,4}}[室号]?(?={OF_RESIDENT.pattern})"
)
# 幸福里3-2-501.
DASHED = re.compile(
    r"(?P<home>[\u4e00-\u9fff]{2,8})?(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])(?P<after>号|室|户)?"
)
HOME = re.compile(
    r"(?:小区|花园|公寓|家园|新村|里|苑|园|庭|城|社区|住户|居民|家住|住址|户主|业主|楼)$"
)
OFFICE = re.compile(r"办公|办事处|会议室|活动室|邮寄|来信|来访")
# The commonest surnames, which cover nine tenths of the people.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤"
)
RESIDENT = r"(?:居民|住户|户主|业主|村民|租户|群众|低保户|当事人|老人)"
NAME = rf"[{SURNAMES}][\u4e00-\u9fff某]{{1,2}}"
DOOR_NUMBER = (
    r"(?:\d{1,3}(?:号楼|栋|幢|单元)[^，。；\d]{0,6}?\d{1,4}[室号]?|\d{3,4}室|\d{1,2}-\d{3,4}(?![\d-])"
    r"|[路街巷村组里]\d{1,4}号(?!楼|线))"
)
NAMED_AT_DOOR = re.compile(
    rf"{RESIDENT}{NAME}[^。；]{{0,10}}?{DOOR_NUMBER}"
    rf"|{DOOR_NUMBER}[^。；]{{0,4}}?{RESIDENT}?{NAME}(?:同志|先生|女士|家|户)"
    rf"|(?<![\u4e00-\u9fff]){NAME}(?:同志|先生|女士)?(?:家住|住在|住址|住)[^，。；]{{0,10}}?{DOOR_NUMBER}"
)


# Every pattern of this module needs one of these; most of a large ledger's texts have none.
TELLING = re.compile(r"\d|单元|门|号楼|[栋幢座]")


def personal_data(paper: Paper) -> Iterator[Remark]:
    """Mobile numbers, identity numbers, bank cards, addresses with a door number, residents."""
    for passage in [*paper.passages, *paper.beside, *paper.told_issues]:
        if not TELLING.search(passage.text):
            continue
        taken: list[tuple[int, int]] = []
        for find in (_identities, _cards, _mobiles, _residents, _addresses):
            for start, end, remark in find(passage):
                # The longest first: an identity number holds no telephone.
                if not any(start < last and end > first for first, last in taken):
                    taken.append((start, end))
                    yield remark


Finds = Iterator[tuple[int, int, Remark]]


def _remark(code, passage, match, reason, remedy, severity=Severity.BLOCKING):
    quotation = str(passage.text)[match.start() : match.end()]
    remark = Remark(code, severity, quotation, passage.place, reason, remedy)
    return match.start(), match.end(), remark


def _mobiles(passage: Passage) -> Finds:
    for match in MOBILE.finditer(passage.plain):
        yield _remark(
            "mobile-number",
            passage,
            match,
            f"这像是一个手机号码，属于个人信息（{LAW}），不能公开。",
            "请删去；要留联系方式的，写办公室的固定电话。",
        )


def _identities(passage: Passage) -> Finds:
    for match in IDENTITY.finditer(passage.plain):
        number = re.sub(r"[^\dXx]", "", match[0]).upper()
        if not _has_birthday(number):
            continue
        if is_identity_number(number):
            yield _remark(
                "identity-number",
                passage,
                match,
                f"这是一个公民身份号码（校验码相符），属于个人信息（{LAW}），不能公开。",
                "请删去。",
            )
        else:
            yield _remark(
                "like-identity-number",
                passage,
                match,
                "这串数字像公民身份号码，只是校验码不符，可能抄错了一位。",
                "请看清是什么；是身份号码的，删去。",
                Severity.WARNING,
            )


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters are a citizen's number, by date and check character (GB 11643)."""
    if len(number) != 18 or not number[:17].isdecimal() or not _has_birthday(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17].upper()


def _has_birthday(number: str) -> bool:
    """Tell whether region and date of birth are possible."""
    if not 11 <= int(number[:2]) <= 91:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def _cards(passage: Passage) -> Finds:
    for match in CARD.finditer(passage.plain):
        number = re.sub(r"\D", "", match[0])
        told = CARD_WORDS.search(passage.plain, max(0, match.start() - 20), match.start())
        if passes_luhn(number) and (told or number.startswith("62")):
            yield _remark(
                "bank-card",
                passage,
                match,
                f"这像是一个银行卡号（校验位相符），属于敏感个人信息（{LAW}），不能公开。",
                "请删去。",
            )


def passes_luhn(number: str) -> bool:
    """Tell whether the last digit is the check digit of a payment card (ISO/IEC 7812)."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return len(number) >= 16 and len(set(number)) > 1 and total % 10 == 0


def _addresses(passage: Passage) -> Finds:
    for pattern in (FLAT, SIDE, ROOM, DASHED):
        for match in pattern.finditer(passage.plain):
            if _is_the_offices(passage, match):
                continue
            if pattern is DASHED and not _is_of_a_home(match):
                continue
            yield _remark(
                "home-address",
                passage,
                match,
                f"这是写到门牌的住址，能认出是谁家，属于个人信息（{LAW}），不能公开。",
                "请写到小区或楼栋为止，或者删去。",
            )


def _is_of_a_home(match: re.Match) -> bool:
    year = int(match[0].rstrip("号室户").rpartition("-")[2])
    if 1900 <= year <= 2099 and not match["after"]:
        return False
    return bool(match["after"] or HOME.search(match["home"] or ""))


def _is_the_offices(passage: Passage, match: re.Match) -> bool:
    """Tell whether an address is where the office is, which is public."""
    written_by = passage.variables(match.start(), match.end())
    # A stairwell (单元) leads to homes alone, and so does who lives there.
    is_home = (
        "单元" in match[0] or "家住" in match[0] or OF_RESIDENT.match(passage.plain, match.end())
    )
    told = not is_home and OFFICE.search(passage.clause(match.start(), match.end()))
    return "邮寄地址" in written_by or bool(told)


def _residents(passage: Passage) -> Finds:
    for match in NAMED_AT_DOOR.finditer(passage.plain):
        yield _remark(
            "resident-with-address",
            passage,
            match,
            f"这里写了居民的姓名和门牌，属于个人信息（{LAW}），不能公开。",
            "请删去姓名和门牌，写“有居民”或者写到小区为止。",
        )
