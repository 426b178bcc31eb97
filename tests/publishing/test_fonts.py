"""Which font pictures are written in, on whatever machine."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import ImageFont

from rectify import environment
from rectify.publishing import fonts


@pytest.fixture(autouse=True)
def places(monkeypatch, settings, tmp_path):
    """A machine that has no font but what a test puts there."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "PLACES", [str(folder), str(tmp_path / "nowhere")])
    monkeypatch.setattr(fonts.Path, "home", lambda: tmp_path / "home")
    settings.SHARE_FONT = ""
    fonts.chinese_font.cache_clear()
    yield folder
    fonts.chinese_font.cache_clear()


@pytest.fixture
def able(monkeypatch):
    """Take every file for a font that has our characters, unless it says it has not."""
    monkeypatch.setattr(fonts, "_face_of", lambda path: None if path.endswith("without.ttf") else 0)


def test_machine_without_fonts_has_none():
    assert fonts.chinese_font() is None


def test_best_font_is_taken_wherever_it_lies(places, able, tmp_path):
    home = tmp_path / "home" / ".fonts"
    for folder, name in (
        (places, "wqy-microhei.ttc"),
        (places / "deep" / "er", "NotoSansCJK-Regular.ttc"),
        (places, "DejaVuSans.ttf"),
        (home, "simhei.ttf"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    assert fonts.chinese_font() == (str(places / "deep" / "er" / "NotoSansCJK-Regular.ttc"), 0)


def test_font_of_ones_own_is_found(able, tmp_path):
    font = tmp_path / "home" / ".fonts" / "SIMHEI.TTF"
    font.parent.mkdir(parents=True)
    font.touch()
    assert fonts.chinese_font() == (str(font), 0)


def test_named_font_comes_first(places, able, settings, tmp_path):
    (places / "NotoSansCJK-Regular.ttc").touch()
    settings.SHARE_FONT = str(tmp_path / "office.ttf")
    assert fonts.chinese_font() == (str(tmp_path / "office.ttf"), 0)


def test_named_font_without_chinese_is_passed_over(places, able, settings):
    (places / "NotoSansCJK-Regular.ttc").touch()
    settings.SHARE_FONT = "/fonts/without.ttf"
    assert fonts.chinese_font() == (str(places / "NotoSansCJK-Regular.ttc"), 0)


def test_machine_without_a_home_is_none_the_less_looked_through(places, able, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(fonts.Path, "home", homeless)
    (places / "simhei.ttf").touch()
    assert fonts.chinese_font() == (str(places / "simhei.ttf"), 0)


def test_it_is_looked_for_once(places, able):
    assert fonts.chinese_font() is None
    (places / "simhei.ttf").touch()
    assert fonts.chinese_font() is None


@pytest.mark.parametrize("content", [b"", b"no font at all"])
def test_file_that_is_no_font_is_passed_over(places, content):
    (places / "simhei.ttf").write_bytes(content)
    assert fonts.chinese_font() is None


def test_font_with_latin_letters_alone_is_passed_over(places):
    latin = ImageFont.load_default(40)
    (places / "simhei.ttf").write_bytes(latin.font_bytes)
    assert fonts.chinese_font() is None


class Face:
    """A face of a collection by its family; one without our characters draws only boxes."""

    def __init__(self, family: str, able: bool):
        self.family, self.able = family, able

    def getname(self):
        return self.family, "Regular"

    def getmask(self, text):
        return text.encode() if self.able else b"box"


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        ([("Noto Sans CJK JP", True), ("Noto Sans CJK KR", True), ("Noto Sans CJK SC", True)], 2),
        ([("Source Han Sans CN", True)], 0),
        ([("WenQuanYi Micro Hei", True), ("WenQuanYi Micro Hei Mono", True)], 0),
        ([("Some Latin", False), ("Some Chinese", True)], 1),
        ([("Some Latin SC", False)], None),
        ([(None, True)], 0),
        ([], None),
    ],
)
def test_face_of_a_collection_is_the_simplified_one(monkeypatch, faces, expected):
    def truetype(path, size, index):
        if index >= len(faces):
            raise OSError("invalid argument")
        return Face(*faces[index])

    monkeypatch.setattr(fonts.ImageFont, "truetype", truetype)
    assert fonts._face_of("collection.ttc") == expected


def test_setting_names_a_file_that_is_there(monkeypatch, tmp_path):
    font = tmp_path / "office.ttf"
    font.touch()
    for value, expected in (("", ""), (str(font), str(font)), (f" {font} ", str(font))):
        monkeypatch.setenv("SHARE_FONT", value)
        assert environment.file("SHARE_FONT") == expected


@pytest.mark.parametrize("value", ["fonts/office.ttf", "/nowhere/office.ttf", "/"])
def test_setting_that_names_no_file_is_refused(monkeypatch, value):
    monkeypatch.setenv("SHARE_FONT", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.file("SHARE_FONT")
    assert str(refused.value) == (f"环境变量 SHARE_FONT 应为一个文件的绝对路径，现在是“{value}”。")
