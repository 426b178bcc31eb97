"""The numbers by which entries are known: those of a file, and those that the round has."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from rectify.models import Issue, Round
from rectify.spreadsheets.quoting import quoted

# So many places of a repeated number are named.
NAMED = 3
# What a spreadsheet program does to 001 when it takes it for a number, and pandas after that.
ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])|(?<=[0-9])\.0+\Z")


class Numbers:
    """The numbers that the rows of a file have, each with where it stands, and the round's own.

    `rows` yields (number, place) of each row.
    """

    def __init__(self, round: Round, rows: Iterable[tuple[str, str]]):
        self.round = round
        self.places: dict[str, list[str]] = {}
        self.times: dict[str, int] = {}
        for number, place in rows:
            self.times[number] = self.times.get(number, 0) + 1
            named = self.places.setdefault(number, [])
            if len(named) < NAMED:
                named.append(place)

    def why_not(self, number: str, *, is_new: bool) -> str:
        """Return why a row with a number is refused, "" when it is not."""
        if not number:
            return "问题编号不能空着：系统按编号认出每一项。"
        times = self.times[number]
        if times > 1:
            rows = "、".join(self.places[number])
            more = f"等 {times} 行" if times > NAMED else ""
            return f"问题编号{quoted(number)}在{rows}{more}重复了，一个编号只能有一行。"
        meant = self._present.get(_bare(number), []) if is_new else []
        if meant:
            return (
                f"本轮次没有问题编号{quoted(number)}。您是不是要填：{'、'.join(meant[:NAMED])}？"
                "（Excel 打开 CSV 会去掉编号前面的 0。）"
            )
        return ""

    @cached_property
    def _present(self) -> dict[str, list[str]]:
        """The numbers of the round, by what a spreadsheet program may have made of them."""
        found: dict[str, list[str]] = {}
        numbers = Issue.objects.filter(round=self.round).order_by("number")
        for number in numbers.values_list("number", flat=True):
            found.setdefault(_bare(number), []).append(number)
        return found


def _bare(number: str) -> str:
    """Return a number without the zeros that say nothing: 1 for 001 and 1.0."""
    return ZEROS.sub("", unicodedata.normalize("NFKC", number)).casefold()
