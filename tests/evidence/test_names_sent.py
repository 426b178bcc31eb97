"""Names as they stand in a request, which Django cleans before a form sees them."""

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.test.client import BOUNDARY, MULTIPART_CONTENT, RequestFactory

from rectify.evidence.fields import EvidenceField
from rectify.evidence.handler import MOST_SENT
from tests.evidence.files import PDF

PATH = "文件名里有路径，请改成普通的文件名再上传。"
UNSEEN = "文件名里有看不见的字符，请改名后再上传。"


class Form(forms.Form):
    text = forms.CharField()
    files = EvidenceField()


def sent(*names: str) -> Form:
    """Return a form to which a text and a PDF under each name were sent, quoted as they are."""
    parts = ['Content-Disposition: form-data; name="text"\r\n\r\n开了会。'.encode()]
    for name in names:
        head = f'Content-Disposition: form-data; name="files"; {name}\r\n\r\n'
        parts.append(head.encode() + PDF)
    line = f"--{BOUNDARY}\r\n".encode()
    body = b"".join(line + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    request = RequestFactory().generic("POST", "/", body, content_type=MULTIPART_CONTENT)
    return Form(request.POST, request.FILES)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ('filename="../../etc/passwd"', f"“../../etc/passwd”：{PATH}"),
        ('filename="/etc/纪要.pdf"', f"“/etc/纪要.pdf”：{PATH}"),
        ('filename="纪要.pdf/"', f"“纪要.pdf/”：{PATH}"),
        (r'filename="..\纪要.pdf"', rf"“..\纪要.pdf”：{PATH}"),
        (r'filename="C:\a\..\纪要.pdf"', rf"“C:\a\..\纪要.pdf”：{PATH}"),
        ("filename*=UTF-8''..%2Fa.pdf", f"“../a.pdf”：{PATH}"),
        ('filename="纪\x00要.pdf"', f"“纪□要.pdf”：{UNSEEN}"),
        ('filename="纪\t要.pdf"', f"“纪□要.pdf”：{UNSEEN}"),
        ('filename="\x01\x02"', f"“□□”：{UNSEEN}"),
        ('filename="fdp.\u202eexe"', f"“fdp.□exe”：{UNSEEN}"),
        ('filename="&#x202e;a.pdf"', f"“□a.pdf”：{UNSEEN}"),
    ],
)
def test_name_that_was_not_clean_is_told(name, sentence):
    form = sent(name)
    assert form.errors == {"files": [sentence]}
    assert form["text"].value() == "开了会。"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('filename="纪要.pdf"', "纪要.pdf"),
        # Internet Explorer of an office names the whole way to the file.
        (r'filename="C:\Users\社区\纪要.pdf"', "纪要.pdf"),
        (r'filename="\\server\社区\纪要.pdf"', "纪要.pdf"),
        ('filename=".."', "佐证材料.pdf"),
        ('filename="合影👨\u200d👩.pdf"', "合影👨👩.pdf"),
    ],
)
def test_name_of_a_person_is_taken(name, kept):
    form = sent(name)
    assert form.errors == {}
    assert [one.name for one in form.cleaned_data["files"]] == [kept]


def test_every_file_is_told_by_its_own_name():
    form = sent('filename="一.pdf"', 'filename="a/二.pdf"', 'filename="三.pdf"', 'filename="\x01"')
    assert form.errors == {"files": [f"“a/二.pdf”：{PATH}", f"“□”：{UNSEEN}"]}


def test_nothing_chosen_is_no_file():
    form = sent('filename=""')
    assert form.errors == {}
    assert form.cleaned_data["files"] == []


def test_request_beyond_all_measure_is_refused_unread():
    request = RequestFactory().generic("POST", "/", b"-", content_type=MULTIPART_CONTENT)
    request.META["CONTENT_LENGTH"] = str(MOST_SENT + 1)
    with pytest.raises(RequestDataTooBig):
        _ = request.POST
