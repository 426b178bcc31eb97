"""The share picture: looked at by its pixels, with a Chinese font and without."""

import io
from copy import deepcopy

import pytest
from PIL import Image, ImageColor

from rectify.publishing import fonts, picture
from rectify.publishing.frozen import Frozen
from rectify.states import Outcome

BAR_MIDDLE = (picture.BAR_TOP + picture.BAR_BOTTOM) // 2
NAME = (picture.MARGIN, picture.STRIPE + 2, picture.WIDTH, picture.NAME_TOP + picture.NAME_HEIGHT)
BADGE = (picture.WIDTH - picture.MARGIN - 6, picture.FOOT_TOP + 4)
LONGEST = "滨海新区某某街道党工委及所属29个社区党组织2024年度常规巡察与“回头看”专项巡察" * 2
PUBLISHER = "中共某某市某某区某某街道工作委员会暨某某街道办事处、某某街道纪律检查工作委员会" * 2


@pytest.fixture
def content(published) -> dict:
    return deepcopy(published.publications.get().content)


@pytest.fixture(params=["with a Chinese font", "without"])
def font(request, monkeypatch):
    """Draw once in Chinese and once as a machine without a Chinese font does."""
    if request.param == "without":
        monkeypatch.setattr(picture, "chinese_font", lambda: None)
    elif fonts.chinese_font() is None:
        pytest.skip("没有中文字体；apt-get install fonts-wqy-microhei")
    return request.param


def drawn(content: dict, *counts: int, **of_round) -> Image.Image:
    """Return the picture of a content with other counts of the four outcomes, or other facts."""
    if counts:
        tally = {outcome.value: count for outcome, count in zip(Outcome, counts, strict=True)}
        content["ledger"]["issues"] |= {"total": sum(counts), **tally}
    content["round"] |= of_round
    return Image.open(io.BytesIO(picture.draw(Frozen(content)))).convert("RGB")


def is_colour(image: Image.Image, place: tuple[int, int], colour: str) -> bool:
    """Tell whether a pixel has a colour, but for what the palette took off it."""
    found, expected = image.getpixel(place), ImageColor.getrgb(colour)
    return max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 6


def is_blank(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return image.crop(box).getextrema() == ((255, 255),) * 3


def test_it_is_a_png_of_the_size_that_is_told_and_small(content, font):
    file = picture.draw(Frozen(content))
    image = Image.open(io.BytesIO(file))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(file) < 100_000


def test_same_edition_gives_the_same_bytes(content, font):
    assert picture.draw(Frozen(content)) == picture.draw(Frozen(deepcopy(content)))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((523, 0, 0, 0), [Outcome.DONE] * 4),
        ((0, 0, 0, 9), [Outcome.UNFINISHED] * 4),
        ((1, 1, 1, 1), list(Outcome)),
        ((2, 1, 1, 0), [Outcome.DONE, Outcome.DONE, Outcome.STAGED, Outcome.UNDER_WAY]),
        ((52_297, 1, 1, 1), [Outcome.DONE] * 4),
    ],
)
def test_bar_shows_each_outcome_by_its_share(content, font, counts, expected):
    image = drawn(content, *counts)
    quarter = picture.INNER // 4
    middles = [picture.MARGIN + quarter // 2 + number * quarter for number in range(4)]
    assert [
        is_colour(image, (middle, BAR_MIDDLE), picture.COLOURS[outcome])
        for middle, outcome in zip(middles, expected, strict=True)
    ] == [True] * 4


def test_single_one_among_thousands_is_seen(content, font):
    image = drawn(content, 52_299, 0, 0, 1)
    right = picture.WIDTH - picture.MARGIN
    assert is_colour(image, (right - 2, BAR_MIDDLE), picture.COLOURS[Outcome.UNFINISHED])
    assert is_colour(image, (right - picture.LEAST - 1, BAR_MIDDLE), picture.PAPER)
    assert is_colour(image, (right - picture.LEAST - 6, BAR_MIDDLE), picture.COLOURS[Outcome.DONE])


def test_bar_of_nothing_is_empty(content, font):
    image = drawn(content, 0, 0, 0, 0)
    places = [(picture.MARGIN + 2, BAR_MIDDLE), (picture.WIDTH // 2, BAR_MIDDLE)]
    assert [is_colour(image, place, picture.LINE) for place in places] == [True, True]


@pytest.mark.parametrize("is_sample", [True, False])
def test_sample_is_marked(content, font, is_sample):
    image = drawn(content, is_sample=is_sample)
    assert is_colour(image, BADGE, picture.SAMPLE) is is_sample
    assert is_colour(image, BADGE, picture.PAPER) is not is_sample


def test_what_cannot_be_written_is_left_out_rather_than_boxes(content, font):
    assert is_blank(drawn(content), NAME) is (font == "without")


def test_every_number_is_to_be_seen(content, font):
    """A picture with another number is another picture."""
    pictures = {
        drawn(deepcopy(content), *counts).tobytes()
        for counts in ((5, 1, 1, 1), (5, 2, 1, 1), (5, 1, 2, 1), (5, 1, 1, 2), (6, 1, 1, 1))
    }
    assert len(pictures) == 5


@pytest.mark.parametrize("counts", [(523, 0, 0, 0), (52_296, 1, 1, 2), (1_200_000, 9, 99, 999)])
def test_nothing_runs_over_the_edge(content, font, counts):
    image = drawn(content, *counts, name=LONGEST, publisher=PUBLISHER, rate_decimals=2)
    edges = [
        (0, picture.STRIPE + 1, picture.MARGIN - 4, picture.HEIGHT),
        (picture.WIDTH - picture.MARGIN + 4, picture.STRIPE + 1, picture.WIDTH, picture.HEIGHT),
        (0, picture.HEIGHT - 16, picture.WIDTH, picture.HEIGHT),
    ]
    assert [is_blank(image, edge) for edge in edges] == [True, True, True]


class Typewriter:
    """A font in which every character is ten wide."""

    def getlength(self, text: str) -> float:
        return 10 * len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一二三四五", ["一二三四五"]),
        ("一二三四五六", ["一二三四五", "六"]),
        # A stop never begins a line, a number is never cut.
        ("一二三四五，六", ["一二三四五，", "六"]),
        ("一二三2024年", ["一二三", "2024年"]),
        ("100.25%完成", ["100.25%", "完成"]),
        ("", [""]),
    ],
)
def test_names_are_broken_as_chinese_is(text, expected):
    assert picture.broken(text, Typewriter(), 50) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1, 0, 0, 0], [1072, 0, 0, 0]),
        ([1, 1, 1, 1], [268, 268, 268, 268]),
        ([1, 1, 1, 0], [358, 357, 357, 0]),
        ([1_000_000, 1, 1, 1], [1042, 10, 10, 10]),
        ([0, 0, 0, 0], [0, 0, 0, 0]),
    ],
)
def test_bar_is_shared_out_to_the_last_pixel(counts, expected):
    assert picture.lengths(counts) == expected
