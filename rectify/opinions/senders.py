"""Finding in a text of the office's what would give the sender of an opinion away."""

import re
import unicodedata

# Eleven digits from 13 to 19 are a mobile number, eighteen an identity number, however they
# are spaced.
SPACING = r"[\s\-—–.·]*"
MOBILE = re.compile(rf"(?<!\d)1{SPACING}[3-9](?:{SPACING}\d){{9}}(?!\d)")
IDENTITY = re.compile(rf"(?<!\d)\d(?:{SPACING}\d){{16}}{SPACING}[\dXx](?!\d)")
# Fewer digits than five may be the number of a house or a year.
NUMBER = re.compile(rf"\d(?:{SPACING}\d){{4,}}")
# What stands in contacts without saying whose they are.
GENERAL = re.compile(
    "联系电话|联系方式|手机号码?|手机|电话号码|电话|座机|微信号?|电子邮箱|邮箱|邮件|地址|姓名|"
    "先生|女士|同志|居民|社区|小区|街道|号楼|单元|晚上|白天|上午|下午|以后|以前|或者|匿名"
)
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
# Names at other services and addresses of mail; digits alone are numbers, looked for apart.
WORD = re.compile(r"(?=[0-9@.+-]*[a-z_])[a-z0-9_@.+-]{4,}")


def traces_of(contact: str, text: str, *, known: str = "") -> list[str]:
    """Return what of a contact, or what number of any person's, stands in a text.

    `known` is what is on record without the sender: words that stand there give nobody away.
    Names are found as they are written in the contact, numbers in any spacing.
    """
    contact, text, known = (
        unicodedata.normalize("NFKC", one).lower() for one in (contact, text, known)
    )
    found = [match[0] for pattern in (IDENTITY, MOBILE) for match in pattern.finditer(text)]
    counted = {_digits(one) for one in found}
    for number in NUMBER.findall(contact):
        if _digits(number) in _digits(text) and _digits(number) not in counted:
            found.append(number)
    words = HAN.findall(GENERAL.sub(" ", contact)) + WORD.findall(contact)
    found += [word for word in words if word in text and word not in known]
    return list(dict.fromkeys(found))


def _digits(text: str) -> str:
    """Return a text without what numbers are spaced with."""
    return re.sub(SPACING, "", text)
