"""How the names of offices' units end, by which a community is told from a department."""

import re

COMMUNITY = re.compile(
    r".+(?:社区|村|居委会|村委会|居民委员会|村民委员会|本级|(?:社区|村)党(?:委|总支|支部))|\d{12}"
)
# The body that was inspected as a whole stands beside its communities in every row.
STREET = re.compile(r".+(?:街道|镇|乡|街|工委|党委|办事处|区委|政府)")
DEPARTMENT = re.compile(r".+(?:办公室|办|科|室|局|中心|部|站|所|队|部门)")


def likeness_to_community(text: str) -> int:
    """Return how much a text looks like a community: 2 surely, 1 maybe, 0 no more than the street.

    Below 0 for a department.
    """
    if COMMUNITY.fullmatch(text):
        return 2
    if STREET.fullmatch(text):
        return 0
    return -1 if DEPARTMENT.fullmatch(text) else 1
