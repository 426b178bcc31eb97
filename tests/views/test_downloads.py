"""The notice to take home, from the frozen edition and in every form that this machine has."""

import io
import subprocess
import sys
from urllib.parse import quote

import pytest
from docx import Document

from rectify.notices import pdf
from rectify.notices.faces import FACES, FaceError
from rectify.publishing.frozen import Frozen
from rectify.steps import Edition
from rectify.views import downloads, machine, printed
from tests.editions import correct, noon, put_out

ROUND = "/rounds/hangzhoudao-2022/"
NAME = "杭州道街道2022年巡察整改进展情况公布"


@pytest.fixture(autouse=True)
def _asked_anew(settings, tmp_path):
    """Whether there is LibreOffice is asked once a process, hence once for each test."""
    settings.DATA_DIRECTORY = tmp_path
    for known in (machine.makes_pdf, machine.told_apart):
        known.cache_clear()
    yield
    for known in (machine.makes_pdf, machine.told_apart):
        known.cache_clear()


@pytest.fixture
def pretend(settings, tmp_path):
    """Make a program that does as told and have it taken for LibreOffice."""

    def pretend(script: str):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        settings.SOFFICE = str(program)

    return pretend


@pytest.fixture
def without_libreoffice(settings):
    settings.SOFFICE = "/nowhere/soffice"


@pytest.mark.parametrize(
    ("ending", "face", "media_type"),
    [
        ("txt", "text", "text/plain; charset=utf-8"),
        (
            "docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_file_is_the_frozen_notice(client, published, ending, face, media_type):
    frozen = Frozen(published.publications.get().content)
    expected = FACES[face].file(frozen.blocks, frozen.round)
    for address in (f"{ROUND}notice.{ending}", f"{ROUND}editions/1/notice.{ending}"):
        response = client.get(address)
        assert (response.status_code, response.content) == (200, expected)
        assert response.headers["Content-Type"] == media_type
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="hangzhoudao-2022-1.{ending}"; '
            f"filename*=UTF-8''{quote(f'{NAME}（第 1 版）.{ending}', safe='')}"
        )


def test_file_says_what_was_published_and_not_what_is_written_now(client, published):
    before = client.get(f"{ROUND}notice.txt").content
    section = published.sections.exclude(body="").first()
    section.body = "正文改过了。"
    section.save()
    assert client.get(f"{ROUND}notice.txt").content == before
    put_out(published, correction="改了正文。")
    lines = client.get(f"{ROUND}notice.txt").content.decode().split("\n")
    assert [line for line in lines if "正文改过了。" in line] == ["正文改过了。"]
    assert client.get(f"{ROUND}editions/1/notice.txt").content == before
    assert client.get(f"{ROUND}editions/2/notice.txt").content.decode().split("\n") == lines


def test_word_file_opens_and_says_that_the_data_are_a_sample(client, published):
    document = Document(io.BytesIO(client.get(f"{ROUND}notice.docx").content))
    assert document.core_properties.author == "中共杭州道街道工作委员会"
    assert document.paragraphs[0].text.startswith("示例数据。")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"{ROUND}notice.html",
        f"{ROUND}notice.fragment",
        f"{ROUND}notice.json",
        f"{ROUND}notice.DOCX",
        f"{ROUND}notice.",
        f"{ROUND}editions/2/notice.txt",
        f"{ROUND}editions/0/notice.txt",
        "/rounds/sample-in-progress/notice.txt",
        "/rounds/nowhere/notice.txt",
    ],
)
def test_what_is_not_published_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_party_edition_is_not_the_publics(client, in_progress):
    put_out(in_progress, Edition.PARTY)
    assert client.get(f"/rounds/{in_progress.slug}/notice.txt").status_code == 404
    assert client.get(f"/rounds/{in_progress.slug}/editions/1/notice.txt").status_code == 404


def test_file_costs_two_queries(client, published, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(f"{ROUND}notice.txt")


def test_who_has_the_file_is_not_sent_it_again_whatever_the_ledger_says_by_now(
    client, published, monkeypatch
):
    etag = client.get(f"{ROUND}notice.txt").headers["ETag"]
    published.name = "改了名称的轮次"
    published.takes_opinions = not published.takes_opinions
    published.save()
    monkeypatch.setattr("rectify.views.downloads.FACES", None)
    response = client.get(f"{ROUND}notice.txt", headers={"if-none-match": etag})
    assert (response.status_code, response.headers["ETag"]) == (304, etag)


def test_new_edition_is_another_file(client, published):
    etag = client.get(f"{ROUND}notice.txt").headers["ETag"]
    correct(published, noon(2026, 3, 2))
    response = client.get(f"{ROUND}notice.txt", headers={"if-none-match": etag})
    assert response.status_code == 200


# --- PDF -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pdf_is_what_libreoffice_made(client, pretend):
    pretend('printf "%%PDF-1.7 whole %%%%EOF" > "$7/notice.pdf"')
    response = client.get(f"{ROUND}notice.pdf")
    assert (response.status_code, response.content) == (200, b"%PDF-1.7 whole %%EOF")
    assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_pdf_is_not_found_where_there_is_no_libreoffice(client, without_libreoffice):
    assert client.get(f"{ROUND}notice.pdf").status_code == 404


@pytest.mark.django_db
def test_pdf_that_fails_is_told_and_kept_by_nobody(client, pretend):
    pretend("exit 3")
    response = client.get(f"{ROUND}notice.pdf")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.content.decode().count(f"<p>{pdf.FAILED}</p>") == 1
    assert response.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


@pytest.mark.django_db
def test_pdf_is_put_off_at_once_while_one_is_made_and_word_is_not(client, pretend):
    pretend('printf "%%PDF-1.7 whole %%%%EOF" > "$7/notice.pdf"')
    with printed._one_at_a_time():
        response = client.get(f"{ROUND}notice.pdf")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert response.content.decode().count(printed.BUSY) == 1
        assert client.get(f"{ROUND}notice.docx").status_code == 200
    assert client.get(f"{ROUND}notice.pdf").status_code == 200


@pytest.mark.django_db
def test_pdf_is_made_once_and_handed_out_while_another_is_made(client, pretend):
    pretend('printf "%%PDF-1.7 whole %%%%EOF" > "$7/notice.pdf"')
    client.get(f"{ROUND}notice.pdf")
    pretend("exit 3")
    with printed._one_at_a_time():
        for address in (f"{ROUND}notice.pdf", f"{ROUND}editions/1/notice.pdf"):
            response = client.get(address)
            assert (response.status_code, response.content) == (200, b"%PDF-1.7 whole %%EOF")


FIRST, SECOND, THIRD = (b"%%PDF-1.%d\n%%%%EOF\n" % number for number in (1, 2, 3))


def made_by(*answers):
    """Return what makes one PDF after the other, and fails after the last."""
    left = [*answers]
    return lambda: left.pop(0)


def test_every_edition_has_its_file_and_those_of_other_programs_go(settings, monkeypatch):
    make = made_by(FIRST, SECOND, THIRD)
    place = settings.DATA_DIRECTORY / "published"
    monkeypatch.setattr(printed.program, "version", lambda: "old")
    assert [printed.printed(seal, make) for seal in "aba"] == [FIRST, SECOND, FIRST]
    assert sorted(file.name for file in place.iterdir()) == ["a-old.pdf", "b-old.pdf"]
    monkeypatch.setattr(printed.program, "version", lambda: "new")
    assert printed.printed("a", make) == THIRD
    [file] = place.iterdir()
    assert (file.name, file.read_bytes(), file.stat().st_mode & 0o777) == (
        "a-new.pdf",
        THIRD,
        0o600,
    )


def test_pdf_that_was_finished_meanwhile_is_not_made_again(settings, monkeypatch):
    printed.printed("a", made_by(FIRST))
    looked = []
    kept = printed._kept
    monkeypatch.setattr(
        printed, "_kept", lambda place: looked.append(1) or (kept(place) if looked[1:] else None)
    )
    assert (printed.printed("a", made_by()), len(looked)) == (FIRST, 2)


def test_pdf_that_cannot_be_kept_is_handed_out_all_the_same(settings):
    (settings.DATA_DIRECTORY / "published").write_text("no directory")
    make = made_by(FIRST, SECOND)
    assert [printed.printed("a", make) for _ in range(2)] == [FIRST, SECOND]


@pytest.mark.parametrize("spoilt", [b"", FIRST[:-8], b"<html>"])
def test_pdf_that_was_cut_off_is_made_anew(settings, spoilt):
    printed.printed("a", made_by(FIRST))
    [file] = (settings.DATA_DIRECTORY / "published").iterdir()
    file.write_bytes(spoilt)
    assert [printed.printed("a", made_by(*left)) for left in ([SECOND], [])] == [SECOND, SECOND]


def test_pdf_is_made_where_nothing_can_be_locked(settings):
    settings.DATA_DIRECTORY = settings.DATA_DIRECTORY / "nowhere"
    assert printed.printed("a", made_by(FIRST)) == FIRST


HOLD = """
import fcntl, sys
file = open(sys.argv[1], "wb")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""


def test_another_process_that_makes_one_puts_us_off(settings):
    command = [sys.executable, "-c", HOLD, settings.DATA_DIRECTORY / "pdf.lock"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(FaceError, match=printed.BUSY):
            printed.printed("a", made_by())
        other.stdin.close()
    assert printed.printed("a", made_by(FIRST)) == FIRST


def test_turn_is_free_again_after_a_failure():
    for _ in range(3):
        with pytest.raises(IndexError):
            printed.printed("a", made_by())


# --- What a page offers ----------------------------------------------------------------


def labels_and_addresses(offered):
    return [(one.label, one.address) for one in offered]


def test_page_offers_every_file_of_the_newest_edition(pretend):
    pretend("exit 0")
    assert labels_and_addresses(downloads.files_offered("some-round")) == [
        ("Word 文档", "/rounds/some-round/notice.docx"),
        ("PDF", "/rounds/some-round/notice.pdf"),
        ("纯文本", "/rounds/some-round/notice.txt"),
        ("表格（CSV）", "/rounds/some-round/progress.csv"),
        ("数据（JSON）", "/rounds/some-round/progress.json"),
    ]


def test_page_offers_no_pdf_that_cannot_be_made_nor_data_of_an_earlier_edition(
    without_libreoffice,
):
    assert labels_and_addresses(downloads.files_offered("some-round", 3)) == [
        ("Word 文档", "/rounds/some-round/editions/3/notice.docx"),
        ("纯文本", "/rounds/some-round/editions/3/notice.txt"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [None, 1])
def test_all_that_is_offered_is_there_and_described(client, pretend, number):
    pretend('printf "%%PDF-1.7 whole %%%%EOF" > "$7/notice.pdf"')
    offered = downloads.files_offered("hangzhoudao-2022", number)
    assert [client.get(one.address).status_code for one in offered] == [200] * len(offered)
    assert [one.label for one in offered if not one.description] == []


def test_machine_is_asked_once(monkeypatch):
    asked = []
    monkeypatch.setattr(pdf, "is_available", lambda: asked.append(1))
    for _ in range(3):
        downloads.files_offered("some-round")
    assert asked == [1]
