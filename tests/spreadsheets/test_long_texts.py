"""A printed ledger of long texts, and of one long text among short ones, can be read."""

from datetime import timedelta
from random import Random

import pytest

from rectify.models import Issue, ProgressEntry
from rectify.spreadsheets.paper import HIGHEST, width_of
from tests.spreadsheets.paper import (
    BETWEEN,
    FIRST,
    ON,
    UNIT,
    characters,
    entries,
    pages,
    printed,
    room_for_date,
    told,
)

pytestmark = pytest.mark.django_db

WORDS = "社区党组织对楼道堆放杂物问题整治不彻底，12号楼3单元等处仍有纸箱堆放；巡查记录只有5次。"
PROSE = ("问题类别", "反馈问题", "具体问题", "整改措施", "整改目标", "进展情况", "备注")


def words(length: int) -> str:
    return (WORDS * (length // len(WORDS) + 1))[:length]


def with_texts(round, count: int, lengths) -> list[Issue]:
    """Replace the entries of a round by others of which each text has a length of its own."""
    round.issues.all().delete()
    communities = list(round.communities.all())
    like = {"finding": round.categories.first().findings.first(), "round": round}
    made = []
    for place in range(count):
        text, measures, goal, progress = lengths(place)
        community = communities[place % len(communities)]
        made.append(
            Issue(
                **like,
                number=f"{place + 1:03d}",
                community=community,
                owner=community.owners.first(),
                department_id=1 + place % 4,
                leader="分管副主任",
                text=words(text),
                measures=words(measures),
                goal=words(goal),
                progress_before=words(progress),
                due_on=ON + timedelta(days=place % 60 - 20),
                status="rectifying",
            )
        )
    return Issue.objects.bulk_create(made)


def usual(place: int) -> tuple[int, int, int, int]:
    return 40, 60, 15, 120 if place % 5 == 0 else 0


def test_one_long_text_among_523(published):
    for paper in ("A3", "A4"):
        before = printed(published.issues.all(), published, paper=paper).active
        for length in (1000, 4583):
            published.issues.filter(number="100").update(progress_before=words(length))
            sheet = printed(published.issues.all(), published, paper=paper).active
            rows = entries(sheet)["100"]
            own = len(rows)
            # Its own pages, and what its column takes from the others.
            assert len(pages(sheet, paper)) <= 1.1 * len(pages(before, paper)) + own
            assert told(rows, "进展情况") == words(length)
            assert [one["进展情况"].value for one in entries(sheet)["099"]] == [None]
        published.issues.filter(number="100").update(progress_before="")


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_sixty_rows_look_as_without_the_long_one(in_progress, paper):
    with_texts(in_progress, 60, usual)
    before = printed(in_progress.issues.all(), in_progress, paper=paper).active
    in_progress.issues.filter(number="031").update(
        text=words(1500), measures=words(1200), progress_before=words(1500)
    )
    sheet = printed(in_progress.issues.all(), in_progress, paper=paper).active
    assert sheet["A4"].font.size == before["A4"].font.size
    old, new = characters(before), characters(sheet)
    assert {name: new[name] - old[name] for name in old if abs(new[name] - old[name]) > 5} == {}


def realistic(place: int) -> tuple[int, int, int, int]:
    lot = Random(place)  # noqa: S311 -- a length
    return lot.randint(60, 200), lot.randint(150, 400), lot.randint(15, 40), lot.randint(100, 400)


@pytest.mark.parametrize(("paper", "most"), [("A3", 110), ("A4", 523)])
def test_realistic_ledger(in_progress, paper, most):
    with_texts(in_progress, 523, realistic)
    sheet = printed(in_progress.issues.all(), in_progress, paper=paper).active
    room = characters(sheet)
    assert {name: room[name] for name in PROSE[:-1] if room[name] < 6} == {}
    assert sheet["A4"].font.size >= 8
    assert len(pages(sheet, paper)) <= most
    # 备注 is empty in all of them, and nobody has finished.
    assert (room["备注"], room["完成时间"]) == (2, 2)


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("lengths", [(600, 900, 100, 800), (6000, 9000, 100, 3000)])
def test_nothing_is_cut(in_progress, paper, lengths):
    made = with_texts(in_progress, 3, lambda place: lengths)
    sheet = printed(in_progress.issues.all(), in_progress, paper=paper).active
    size = sheet.cell(FIRST, 1).font.size
    assert size >= 8
    room = characters(sheet)
    found = entries(sheet)
    assert list(found) == [one.number for one in made]
    for rows in found.values():
        for name, length in zip(PROSE[2:6], lengths, strict=True):
            assert told(rows, name) == words(length)
    for row in sheet.iter_rows(min_row=FIRST):
        height = sheet.row_dimensions[row[0].row].height
        assert height <= HIGHEST
        for name, cell in zip(room, row, strict=True):
            if name in PROSE and cell.value:
                lines = -(-width_of(cell.value) // room[name])
                assert lines * size * 1.3 <= height, (name, cell.value)
                assert cell.font.size == size


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("which", ["whole", "problems", "tasks", "duties"])
@pytest.mark.parametrize("length", [20, 500, 1500, 9000])
def test_columns_fill_the_page_and_the_date_has_room(in_progress, paper, which, length):
    with_texts(in_progress, 30, lambda place: (length, 40, 20, length))
    sheet = printed(in_progress.issues.all(), in_progress, paper=paper, which=which).active
    width = sum(one.width for one in sheet.column_dimensions.values()) * UNIT
    assert 0.96 < width / BETWEEN[paper][0] <= 1
    date = next(cell for cell in sheet[2][1:] if cell.value)
    assert date.value == "填报日期：2026年11月24日"
    assert width_of(date.value) * date.font.size <= room_for_date(sheet) - 4


def test_reports_count_as_progress(in_progress, officer):
    """Most entries have nothing to tell yet; those that do are not squeezed."""
    with_texts(in_progress, 60, lambda place: (30, 0, 0, 0))
    assert characters(printed(in_progress.issues.all(), in_progress).active)["进展情况"] <= 4
    ProgressEntry.objects.bulk_create(
        ProgressEntry(issue=issue, text=words(100), by=officer)
        for issue in in_progress.issues.filter(number__lte="020")
    )
    room = characters(printed(in_progress.issues.all(), in_progress).active)
    assert room["进展情况"] >= 10
    assert room["进展情况"] >= room["具体问题"]


@pytest.mark.parametrize(
    "has_progress", [lambda place: place >= 100, lambda place: place < 300, lambda place: place % 2]
)
def test_entries_early_and_late_are_looked_at(in_progress, has_progress):
    with_texts(in_progress, 400, lambda place: (60, 0, 0, 200 if has_progress(place) else 0))
    room = characters(printed(in_progress.issues.all(), in_progress).active)
    assert room["进展情况"] > room["具体问题"]


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_column_with_one_short_text_can_be_read(in_progress, paper):
    with_texts(in_progress, 60, lambda place: (400, 0, 0, 0))
    only = {"measures": "清理。", "goal": "畅通。", "progress_before": "已清理。", "remark": "记。"}
    in_progress.issues.filter(number="030").update(**only)
    room = characters(printed(in_progress.issues.all(), in_progress, paper=paper).active)
    assert {name: room[name] for name in PROSE if room[name] < 6} == {}


def test_empty_columns_are_narrow(in_progress):
    with_texts(in_progress, 5, lambda place: (400, 0, 0, 0))
    in_progress.issues.update(leader="", owner=None, due_on=None)
    room = characters(printed(in_progress.issues.all(), in_progress, paper="A4").active)
    empty = (
        "整改措施",
        "整改目标",
        "责任领导",
        "责任人",
        "整改时限",
        "完成时间",
        "进展情况",
        "备注",
    )
    assert {name: room[name] for name in empty} == dict.fromkeys(empty, 2)


@pytest.mark.parametrize("options", [{}, {"paper": "A4"}, {"per_community": True, "paper": "A4"}])
def test_only_heights_that_excel_knows(in_progress, options):
    with_texts(in_progress, 30, lambda place: (place * 120 + 1, 300, 10, 3000 - place * 100))
    for sheet in printed(in_progress.issues.all(), in_progress, **options):
        heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
        assert max(heights) <= 409
