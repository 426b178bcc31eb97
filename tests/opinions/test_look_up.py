"""What the holder of a receipt number hears, and what nobody hears."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectify import opinions
from rectify.models.opinion import OpinionState, OpinionStepName
from rectify.opinions.receipts import ALPHABET, hash_of, receipt_of
from tests.opinions.conftest import CONTACT, LOOK_UP, SENDING, TEXT

UNKNOWN = ["没有查到这个回执号，请对照回执检查后再查。"]


def asked(client, receipt, **extra):
    return client.post(LOOK_UP, {"receipt": receipt}, **extra)


def told(response) -> list[tuple[str, str]]:
    """Return what the page says of an opinion, line by line, its state first."""
    page = response.content.decode()
    state = re.findall(r'<h2 id="standing">(.*?)</h2>', page)
    return [*state, *re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)]


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        ("received", ["已收到", ("收到意见", "{day}")]),
        ("taken_up", ["办理中", ("收到意见", "{day}"), ("办理中", "{day}")]),
        (
            "answered",
            ["已答复", ("收到意见", "{day}"), ("已答复", "{day}"), ("答复", "灯已换好。")],
        ),
        ("reopened", ["已转整改", ("收到意见", "{day}"), ("已转整改", "{day}")]),
        (
            "declined",
            [
                "不予受理",
                ("收到意见", "{day}"),
                ("不予受理", "{day}"),
                ("原因", "不属于本街道的事。"),
            ],
        ),
    ],
)
def test_state_and_answer_are_told(client, receipt, brought, today, state, lines):
    brought(OpinionState(state))
    day = f"{today.year}年{today.month}月{today.day}日"
    expected = [
        line if isinstance(line, str) else (line[0], line[1].format(day=day)) for line in lines
    ]
    assert told(asked(client, receipt)) == expected


@pytest.mark.parametrize("state", OpinionState)
def test_page_never_shows_what_was_written(client, receipt, brought, officer, state):
    brought(state)
    page = asked(client, receipt).content.decode()
    secrets = [TEXT, CONTACT, "灯又不亮了", "楼道灯不亮", officer.get_full_name()]
    assert [secret for secret in secrets if secret in page] == []


def test_former_answer_is_not_told_while_the_matter_is_taken_up_again(
    client, receipt, brought, officer
):
    opinion = brought(OpinionState.ANSWERED)
    opinions.take_step(opinion, OpinionStepName.RESUME, by=officer, note="答复写错了。")
    assert told(asked(client, receipt))[0] == "办理中"
    assert asked(client, receipt).content.decode().count("灯已换好") == 0
    opinions.take_step(opinion, OpinionStepName.ANSWER, by=officer, note="灯又换了一次。")
    assert told(asked(client, receipt))[-1] == ("答复", "灯又换了一次。")


def test_answer_is_told_after_what_was_written_is_erased(client, receipt, brought, officer):
    opinions.take_step(brought(OpinionState.ANSWERED), OpinionStepName.ERASE, by=officer)
    assert told(asked(client, receipt))[-1] == ("答复", "灯已换好。")


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.lower,
        lambda receipt: receipt.replace("-", ""),
        lambda receipt: f"  {receipt.replace('-', ' ')}\t",
        lambda receipt: "".join(chr(ord(one) + 0xFEE0) for one in receipt),
    ],
)
def test_number_is_known_however_it_is_written(client, receipt, write):
    assert told(asked(client, write(receipt)))[0] == "已收到"


@pytest.mark.parametrize(
    "number", ["3333-3333-3333", "3333-3333-333", "0000-0000-0000", "没有", "%", "1", "\U0001d7d8"]
)
def test_unknown_number_is_one_sentence(client, receipt, number):
    response = asked(client, number)
    assert (response.status_code, response.context["form"].errors) == (200, {"receipt": UNKNOWN})


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "请填写回执号。"),
        ("3" * 61, "回执号只有 12 个字母和数字，请检查后再查。"),
    ],
)
def test_what_can_be_no_number(client, db, number, sentence):
    assert asked(client, number).context["form"].errors == {"receipt": [sentence]}


def test_number_in_the_address_is_not_looked_at(client, receipt):
    assert told(client.get(LOOK_UP, {"receipt": receipt})) == []


def test_looking_up_is_limited_by_address(client, receipt, open_round, at):
    at(14, 59)
    for _ in range(30):
        assert asked(client, "3333-3333-3333").status_code == 200
    refused = asked(client, receipt)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert told(refused) == []
    page = refused.content.decode()
    assert page.count("从您现在的网络查询得太频繁，请在 15:00 以后再查。") == 1
    assert page.count(f"<li>{open_round.name}：022-66706531</li>") == 1
    assert asked(client, receipt, REMOTE_ADDR="10.0.0.2").status_code == 200
    at(15)
    assert told(asked(client, receipt))[0] == "已收到"


def test_looking_up_costs_a_fixed_number_of_queries(client, receipt):
    with CaptureQueriesContext(connection) as queries:
        asked(client, receipt)
    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len([sql for sql in reads if "rectify_opinion" in sql]) == 2


# --- The number itself -----------------------------------------------------------------------


def test_number_is_in_groups_of_an_alphabet_that_is_read_without_mistakes():
    receipt = receipt_of(SENDING)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", receipt)
    # Of each pair that is mistaken for one another at most one is there.
    pairs = ["0O", "OQ", "0Q", "1I", "1L", "IL", "2Z", "5S", "8B", "UV"]
    assert [pair for pair in pairs if set(pair) <= set(ALPHABET)] == []
    assert len(set(ALPHABET)) == len(ALPHABET) == 25


def test_number_follows_from_the_sending_and_a_key_alone(settings):
    assert receipt_of(SENDING) == receipt_of(SENDING)
    before = receipt_of(SENDING)
    settings.SECRET_KEY = "another" * 10
    assert receipt_of(SENDING) != before


@pytest.mark.parametrize("number", ["", "3333-3333-333", "3333-3333-33333", "3333-3333-333O"])
def test_what_can_be_no_number_has_no_hash(number):
    assert hash_of(number) == ""
