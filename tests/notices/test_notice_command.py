"""`manage.py notice`: every format, where it goes, and what it says when it cannot."""

import io
import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from rectify.notices import fragment, html, text
from rectify.notices.compose import compose
from rectify.notices.faces import FACES
from rectify.publishing.content import content_of
from rectify.steps import Edition

SLUG = "hangzhoudao-2022"

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("notice", SLUG, *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("notice", SLUG, *arguments, stdout=out)
    assert out.getvalue() == ""
    return str(error.value), error.value.returncode


@pytest.mark.parametrize("face", [text, html, fragment])
def test_texts_are_printed(published, face):
    name = face.__name__.rpartition(".")[2]
    assert printed("--format", name) == face.render(compose(published))


def test_text_is_what_is_printed_unasked():
    assert printed() == printed("--format", "text", "--edition", "public")


@pytest.mark.parametrize("edition", Edition)
def test_open_data_are_printed(published, edition):
    data = printed("--format", "json", "--edition", edition)
    content = content_of(published, edition)
    if edition == Edition.PUBLIC:
        del content["withheld"]
    assert json.loads(data) == content
    assert data.count("\\u") == 0


def test_public_data_tell_nothing_of_what_is_withheld(published):
    finding = published.categories.first().findings.first()
    type(finding).objects.filter(pk=finding.pk).update(is_withheld=True, withheld_ground="secret")
    finding.measures.update(text="绝不公开的措施", is_withheld=True, withheld_ground="secret")
    data = {edition: printed("--format", "json", "--edition", edition) for edition in Edition}
    for words in (finding.title, "绝不公开的措施", '"secret"'):
        assert (data["public"].count(words), data["party"].count(words) > 0) == (0, True)


def test_editions_differ_by_what_is_withheld(published):
    finding = published.categories.first().findings.first()
    finding.is_withheld, finding.withheld_ground = True, "secret"
    finding.save()
    assert printed("--edition", "party").count(finding.title) == 1
    assert printed("--edition", "public").count(finding.title) == 0


@pytest.mark.parametrize("format", [name for name, face in FACES.items() if face.is_text])
def test_file_holds_what_would_be_printed(tmp_path, format):
    out = tmp_path / "公布"
    assert printed("--format", format, "--out", str(out)) == f"已写入 {out}。\n"
    assert out.read_text(encoding="utf-8") == printed("--format", format)
    assert [path.name for path in tmp_path.iterdir()] == ["公布"]


def test_word_file_is_written(published, tmp_path):
    out = tmp_path / "公布.docx"
    out.write_bytes(b"of yesterday")
    assert printed("--format", "docx", "--out", str(out), "--verbosity", "0") == ""
    document = docx.Document(io.BytesIO(out.read_bytes()))
    properties = document.core_properties
    assert (properties.title, properties.author) == (published.name, published.publisher)
    # The round is a sample, and says so.
    assert document.paragraphs[0].style.name == "示例说明"
    assert document.paragraphs[1].text == compose(published)[0].line


def test_pdf_is_written_by_the_program_that_is_there(settings, tmp_path):
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nprintf "%%PDF-" > "$7/notice.pdf"\n')
    program.chmod(0o755)
    settings.SOFFICE = str(program)
    printed("--format", "pdf", "--out", str(tmp_path / "公布.pdf"))
    assert (tmp_path / "公布.pdf").read_bytes() == b"%PDF-"


def test_pdf_without_the_program(settings, tmp_path):
    settings.SOFFICE = "/nowhere/soffice"
    said, status = refused("--format", "pdf", "--out", str(tmp_path / "公布.pdf"))
    assert (said.partition("，")[0], status) == ("这台机器上没有 LibreOffice", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--format", "docx"],
            "docx 不能打印在屏幕上，请用 --out 写明文件，如 --out 公布.docx。",
        ),
        (["--format", "pdf"], "pdf 不能打印在屏幕上，请用 --out 写明文件，如 --out 公布.pdf。"),
        (
            ["--format", "odt"],
            "不认识的格式“odt”，可以用 text、html、fragment、docx、pdf、json。",
        ),
        (["--edition", "secret"], "不认识的版本“secret”，可以用 party、public。"),
    ],
)
def test_arguments_that_do_not_fit(arguments, said):
    assert refused(*arguments) == (said, 1)


def test_notice_that_cannot_be_composed(published):
    published.notice_title = "{不存在}"
    published.save()
    said, status = refused()
    assert (said[:14], status) == ("公布正文不能生成：公布标题：", 1)


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("no-such-folder/公布.docx", "所在的文件夹不存在，或者没有写的权限。"),
        ("file/公布.docx", "所在的文件夹不存在，或者没有写的权限。"),
        ("folder", "这是一个文件夹，请写明文件名。"),
    ],
)
def test_place_that_cannot_be_written_to(tmp_path, out, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    out = tmp_path / out
    assert refused("--format", "docx", "--out", str(out)) == (f"写不了文件 {out}：{said}", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert list((tmp_path / "folder").iterdir()) == []


def test_file_that_was_there_is_kept_when_the_disk_is_full(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    out = tmp_path / "公布.txt"
    out.write_text("of yesterday")
    monkeypatch.setattr(Path, "replace", full)
    assert refused("--out", str(out))[1] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["公布.txt"]
    assert out.read_text() == "of yesterday"


def test_every_face_can_be_offered_for_download():
    assert {name: (face.label, face.suffix) for name, face in FACES.items()} == {
        "text": ("纯文本", ".txt"),
        "html": ("网页", ".html"),
        "fragment": ("网站编辑器用的 HTML", "-fragment.html"),
        "docx": ("Word 文档", ".docx"),
        "pdf": ("PDF", ".pdf"),
    }
