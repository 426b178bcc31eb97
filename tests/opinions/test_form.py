"""The form of the public: who may send, what is kept, and what comes back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rectify import opinions
from rectify.models import Allowance, Opinion, Publication, Round
from rectify.opinions.receipts import hash_of
from rectify.steps import Edition
from rectify.views.opinions import MOST_BYTES
from tests.live.caller import hidden_fields
from tests.opinions.conftest import CONTACT, FORM, LOOK_UP, TEXT, tell

RECEIPT = re.compile(r'<p class="receipt-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</p>')

UNSEEN = "这里有看不见的字符，多半是复制带来的；请删去，或者清空以后重新输入。"


def filled(client, **values) -> dict[str, str]:
    """Return what a browser would send of the form, with values put in."""
    carried = hidden_fields(client.get(FORM).content.decode())
    return {**carried, "text": TEXT, "contact": "", "trap": "", **values}


def receipts(response) -> list[str]:
    return RECEIPT.findall(response.content.decode())


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_opinion_is_kept_encrypted_and_answered_with_a_number(client, open_round):
    [receipt] = receipts(client.post(FORM, filled(client, contact=CONTACT)))
    opinion = Opinion.objects.get()
    content = opinions.content_of(opinion)
    assert (content.text, content.contact) == (TEXT, CONTACT)
    assert (opinion.round, opinion.state, opinion.receipt_hash) == (
        open_round,
        "received",
        hash_of(receipt),
    )


def test_nothing_of_the_sender_can_be_read_in_the_database(client, open_round):
    [receipt] = receipts(client.post(FORM, filled(client, contact=CONTACT), REMOTE_ADDR="10.9.8.7"))
    [row] = Opinion.objects.values_list()
    [*counts] = Allowance.objects.values_list()
    written = " ".join(map(str, [*row, *counts]))
    plain = receipt.replace("-", "")
    assert [
        one for one in (TEXT, CONTACT, "张三", "10.9.8.7", receipt, plain) if one in written
    ] == []


def test_contact_may_be_left_out(client, open_round):
    client.post(FORM, filled(client))
    assert Opinion.objects.get().sealed_contact == ""


@pytest.mark.parametrize("change", ["not published", "party alone", "takes none", "no such round"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_round_without_a_form(client, open_round, change, method):
    address = FORM
    if change == "not published":
        Publication.objects.update(number=None, stage="proposed", published_at=None, seal="")
    if change == "party alone":
        Publication.objects.update(edition=Edition.PARTY)
    if change == "takes none":
        open_round.takes_opinions = False
        open_round.save()
    if change == "no such round":
        address = "/rounds/nowhere/opinion/"
    data = {"key": "00000000-0000-4000-8000-000000000001", "text": TEXT}
    assert getattr(client, method)(address, data).status_code == 404
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"text": ""}, {"text": ["请写下意见的内容。"]}),
        ({"text": " \r\n "}, {"text": ["请写下意见的内容。"]}),
        ({"text": "字" * 2001}, {"text": ["意见最多写 2000 个字，请写短一些。"]}),
        ({"contact": "1" * 101}, {"contact": ["联系方式最多写 100 个字，请写短一些。"]}),
        ({"text": "a\0b"}, {"text": [UNSEEN]}),
        ({"contact": "1\x003"}, {"contact": [UNSEEN]}),
        ({"trap": "x"}, {"trap": ["这一栏是用来识别自动程序的，请清空它再提交。"]}),
        ({"key": "x"}, {"key": ["这张表单不完整，请刷新本页后再提交。"]}),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(client, open_round, values, expected):
    data = filled(client, contact=CONTACT) | values
    response = client.post(FORM, data)
    assert errors(response) == expected
    form = response.context["form"]
    assert {name: form[name].value() for name in ("text", "contact", "trap")} == {
        name: data[name] for name in ("text", "contact", "trap")
    }
    assert (Opinion.objects.count(), Allowance.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["字" * 2000, "字" * 1999 + "\r\n", "一\r\n" * 1000, "😀" * 2000])
def test_longest_text_counts_a_line_end_once(client, open_round, text):
    assert len(receipts(client.post(FORM, filled(client, text=text)))) == 1


def test_trap_is_in_view_only_when_somebody_fell_into_it(client, open_round):
    trap = re.compile(r'<div class="(field[^"]*)">\s*<label for="id_trap">')
    assert trap.findall(client.get(FORM).content.decode()) == ["field trap"]
    caught = client.post(FORM, filled(client, trap="x"))
    assert trap.findall(caught.content.decode()) == ["field"]


# --- Once, and not too often -----------------------------------------------------------------


def test_form_sent_twice_is_one_opinion_with_one_number(client, open_round):
    data = filled(client)
    answers = [receipts(client.post(FORM, data)) for _ in range(2)]
    assert answers[0] == answers[1] != []
    assert Opinion.objects.count() == 1
    assert Allowance.objects.filter(kind="sending").get().used == 1


def test_another_text_from_the_same_page_is_another_opinion(client, open_round):
    data = filled(client)
    answers = [receipts(client.post(FORM, data | {"text": text})) for text in ("甲", "乙")]
    assert answers[0] != answers[1]
    assert Opinion.objects.count() == 2


def test_sixth_opinion_within_the_hour_has_to_wait(client, open_round, at):
    at(14, 10)
    for _ in range(5):
        assert client.post(FORM, filled(client)).status_code == 200
    last = filled(client, contact=CONTACT)
    response = client.post(FORM, last)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3000")
    page = response.content.decode()
    assert re.sub(r"<[^>]+>", "", re.search(r'role="alert">\n(.*)\n', page)[1]) == (
        "没有提交。从您现在的网络一小时里已经提交了 5 条意见，请在 15:00 以后再提交。"
        "着急的，可以打电话：022-66706531。写好的内容还在下面。"
    )
    form = response.context["form"]
    assert (form["text"].value(), form["contact"].value()) == (TEXT, CONTACT)
    assert Opinion.objects.count() == 5

    at(15)
    assert client.post(FORM, last).status_code == 200
    assert Opinion.objects.count() == 6


def test_number_of_an_opinion_sent_before_is_told_when_the_limit_is_used_up(client, open_round):
    data = filled(client)
    first = receipts(client.post(FORM, data))
    for _ in range(4):
        client.post(FORM, filled(client))
    assert receipts(client.post(FORM, data)) == first


def test_address_is_the_one_that_our_proxies_tell(client, open_round, settings):
    settings.PROXIES = 1
    for number in range(6):
        forwarded = {"HTTP_X_FORWARDED_FOR": f"8.8.8.8, 10.0.0.{number}"}
        assert client.post(FORM, filled(client), **forwarded).status_code == 200


# --- What the page is ------------------------------------------------------------------------


def test_form_without_token_is_refused(open_round):
    strict = Client(enforce_csrf_checks=True)
    data = filled(strict)
    assert strict.post(FORM, data | {"csrfmiddlewaretoken": ""}).status_code == 403
    assert Opinion.objects.count() == 0
    assert strict.post(FORM, data).status_code == 200
    assert Opinion.objects.count() == 1


class Unread:
    """What a browser sends, which nobody may read."""

    def read(self, *args):
        raise AssertionError("something of it was read")

    readline = read


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
@pytest.mark.parametrize("address", [FORM, "/opinions/"])
def test_request_beyond_measure_is_not_read(open_round, content_type, address):
    strict = Client(enforce_csrf_checks=True)
    response = strict.generic(
        "POST",
        address,
        content_type=content_type,
        **{"CONTENT_LENGTH": str(MOST_BYTES + 1), "wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert response.content.decode().count("<h1>内容太长，没有提交</h1>") == 1


def test_what_is_a_little_too_long_is_read_and_comes_back(client, open_round):
    response = client.post(FORM, filled(client, text="字" * 20_000))
    assert errors(response) == {"text": ["意见最多写 2000 个字，请写短一些。"]}


def test_page_is_kept_by_no_cache(client, open_round):
    for response in (client.get(FORM), client.post(FORM, filled(client))):
        assert response.headers["Cache-Control"] == (
            "max-age=0, no-cache, no-store, must-revalidate, private"
        )


def test_opening_the_page_writes_nothing_and_costs_one_query(client, open_round):
    with CaptureQueriesContext(connection) as queries:
        client.get(FORM)
        client.get("/opinions/")
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]


def test_telephone_stays_beside_the_form(client, open_round):
    tell(open_round, reporting_hours="工作日 8:30 至 17:30")
    page = client.get(FORM).content.decode()
    assert page.count("也可以打电话：022-66706531（工作日 8:30 至 17:30）。") == 1


def test_round_without_a_telephone(client, open_round):
    tell(open_round, telephone="")
    assert client.get(FORM).content.decode().count("打电话") == 0


def test_what_nobody_has_approved_is_not_shown(client, open_round):
    Round.objects.filter(pk=open_round.pk).update(
        name="没有批准的名称", telephone="没有批准的电话", reporting_hours="没有批准的时间"
    )
    for address in (FORM, LOOK_UP):
        assert client.get(address).content.decode().count("没有批准") == 0


@pytest.mark.parametrize(("takes", "links"), [(True, 1), (False, 0)])
def test_page_of_the_round_leads_to_the_form_when_opinions_are_taken(
    client, published, takes, links
):
    published.takes_opinions = takes
    published.save()
    page = client.get("/rounds/hangzhoudao-2022/").content.decode()
    form = '<a href="/rounds/hangzhoudao-2022/opinion/">网上提监督意见</a>'
    assert (page.count(form), page.count('href="/opinions/"')) == (links, links)


def test_round_takes_no_opinions_unless_the_office_says_so():
    assert Round().takes_opinions is False
