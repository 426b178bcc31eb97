"""Several files chosen at once in a form."""

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from rectify.evidence.fields import CameraField, EvidenceField
from tests.evidence import files
from tests.evidence.files import upload


class Form(forms.Form):
    photograph = CameraField(label="拍照")
    files = EvidenceField(label="选文件")


def form(**chosen) -> Form:
    return Form({}, MultiValueDict(chosen))


def test_nothing_chosen_is_nothing():
    empty = form()
    assert empty.is_valid()
    assert empty.cleaned_data == {"photograph": [], "files": []}


def test_files_come_examined_in_their_order():
    chosen = form(files=[upload("乙.pdf", files.PDF), upload("甲.doc", files.DOC)])
    assert chosen.is_valid()
    assert [one.name for one in chosen.cleaned_data["files"]] == ["乙.pdf", "甲.doc"]


def test_every_file_that_is_refused_is_told():
    chosen = form(
        files=[upload("空.pdf", b""), upload("好.pdf", files.PDF), upload("坏.pdf", b"%PDF-1")]
    )
    assert chosen.errors["files"] == [
        "“空.pdf”：文件是空的，请重新选择。",
        "“坏.pdf”：文件已损坏，打不开；请重新保存后再上传。",
    ]


@pytest.mark.parametrize(("count", "valid"), [(9, True), (10, False)])
def test_nine_files_and_no_more(count, valid):
    chosen = form(files=[upload(f"{number}.pdf", files.PDF) for number in range(count)])
    assert chosen.is_valid() == valid
    if not valid:
        assert chosen.errors["files"] == ["一次最多上传 9 份，您选了 10 份。"]


def test_required_field_asks_for_a_file():
    field = EvidenceField(required=True)
    with pytest.raises(forms.ValidationError) as refused:
        field.clean([])
    assert refused.value.messages == ["请选择要上传的文件。"]


def test_field_offers_what_it_takes():
    html = str(form()["files"]) + str(form()["photograph"])
    assert (html.count("multiple"), html.count('capture="environment"')) == (1, 1)
    assert html.count("image/jpeg,image/png,image/webp") == 2
    assert "image/*" not in html
