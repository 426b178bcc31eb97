"""What is sealed opens with the present key and the former ones, and with no other."""

import pytest
from django.core.management import CommandError, call_command

from rectify import opinions
from rectify.models import Opinion
from rectify.opinions.encryption import UnreadableError, reseal, seal, unseal
from tests.opinions.conftest import CONTACT, TEXT, send

OLD, NEW = "old-key-" * 8, "new-key-" * 8


@pytest.mark.parametrize("text", ["", "一", "😀\n多行", "字" * 2000])
def test_what_is_sealed_opens(text):
    assert unseal(seal(text)) == text


def test_nothing_is_sealed_twice_alike():
    assert seal("一") != seal("一")


def test_sealing_nothing_leaves_nothing():
    assert (seal(""), reseal("")) == ("", "")


def test_former_key_still_opens(settings):
    settings.SECRET_KEY = OLD
    sealed = seal(TEXT)
    settings.SECRET_KEY = NEW
    with pytest.raises(UnreadableError):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert unseal(sealed) == TEXT


@pytest.mark.parametrize("damage", [lambda sealed: sealed[:-8], lambda sealed: "x", str.lower])
def test_what_is_damaged_does_not_open(damage):
    sealed = damage(seal(TEXT))
    for attempt in (unseal, reseal):
        with pytest.raises(UnreadableError):
            attempt(sealed)


def test_former_key_can_be_given_up_after_resealing(open_round, settings, capsys):
    settings.SECRET_KEY = OLD
    receipt = send(open_round)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    call_command("reseal_opinions")
    assert capsys.readouterr().out == "已用现在的密钥重新加密 1 条监督意见。\n"
    settings.SECRET_KEY_FALLBACKS = []
    content = opinions.content_of(Opinion.objects.get())
    assert (content.text, content.contact) == (TEXT, CONTACT)
    # Numbers outlive the key with which they were made.
    assert opinions.look_up(receipt, address=None).state == "received"


def test_resealing_leaves_alone_and_names_what_no_key_opens(open_round, settings, capsys):
    settings.SECRET_KEY = OLD
    send(open_round)
    lost = Opinion.objects.get()
    settings.SECRET_KEY = NEW
    send(open_round)
    with pytest.raises(CommandError) as refused:
        call_command("reseal_opinions")
    assert str(refused.value) == (
        f"有 1 条读不出来，没有动：监督意见第{lost.pk}号。"
        "请把原来的密钥写进 SECRET_KEY_FALLBACKS 再运行一次。"
    )
    assert capsys.readouterr().out == "已用现在的密钥重新加密 1 条监督意见。\n"
    assert Opinion.objects.get(pk=lost.pk).sealed_text == lost.sealed_text
