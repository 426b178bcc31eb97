"""An upload that is larger than anything that could be taken."""

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, RequestFactory

from rectify.evidence.examination import MOST_BYTES
from tests.evidence.files import upload


@pytest.fixture
def received():
    """Let requests arrive, with a text and a file of a size; at the end they are closed."""
    requests: list[HttpRequest] = []

    def received(size: int) -> HttpRequest:
        data = {"text": "开了会。", "files": upload("大.pdf", b"x" * size)}
        requests.append(RequestFactory().post("/", data))
        return requests[-1]

    yield received
    for request in requests:
        request.close()


@pytest.mark.parametrize("size", [3_000_000, MOST_BYTES, MOST_BYTES + 5_000_000])
def test_no_more_is_kept_than_could_be_taken(size, received):
    request = received(size)
    file = request.FILES["files"]
    assert isinstance(file, TemporaryUploadedFile)
    assert (file.size, request.POST["text"]) == (size, "开了会。")
    file.seek(0, 2)
    # The limit is looked at before a chunk is written, so one chunk may lie beyond it.
    assert file.tell() <= min(size, MOST_BYTES + 2 * 64 * 1024)


def test_name_in_a_raw_body_cannot_lead_elsewhere():
    body = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="files"; filename="../../etc/pass\u202ewd\x01.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
        f"%PDF-\r\n--{BOUNDARY}--\r\n"
    ).encode()
    request = RequestFactory().generic("POST", "/", body, content_type=MULTIPART_CONTENT)
    assert request.FILES["files"].name == "passwd.pdf"
