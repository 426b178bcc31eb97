"""How often is too often, and what is kept for counting."""

import pytest

from rectify.models import Allowance, Opinion
from rectify.opinions import TooManyError, limits
from tests.opinions.conftest import send


def test_addresses_are_counted_apart(open_round, at):
    at(14)
    for number in range(10):
        send(open_round, address=f"10.0.0.{number % 2}")
    for address in ("10.0.0.0", "10.0.0.1"):
        with pytest.raises(TooManyError):
            send(open_round, address=address)
    assert Opinion.objects.count() == 10


def test_unknown_addresses_are_counted_together(open_round, at):
    at(14)
    for _ in range(5):
        send(open_round, address=None)
    with pytest.raises(TooManyError):
        send(open_round, address=None)


def test_round_that_is_full_for_the_day(open_round, at, monkeypatch):
    monkeypatch.setattr(limits, "OPINIONS_A_DAY", 3)
    at(23, 50)
    for number in range(3):
        send(open_round, address=f"10.0.0.{number}")
    with pytest.raises(TooManyError) as refused:
        send(open_round, address="10.0.0.9")
    assert str(refused.value) == "今天网上收到的意见已经满了，请明天再提交。"
    # What was refused counts for nothing.
    assert Opinion.objects.count() == 3
    assert Allowance.objects.filter(kind="sending").count() == 3
    at(0, days=1)
    send(open_round, address="10.0.0.9")
    assert Opinion.objects.count() == 4


def test_what_was_counted_goes_when_its_time_is_over(open_round, at):
    at(14)
    send(open_round)
    limits.take_look_up("10.0.0.1")
    assert sorted(Allowance.objects.values_list("kind", flat=True)) == [
        "looking_up",
        "round",
        "sending",
    ]
    at(15)
    limits.clear()
    assert [*Allowance.objects.values_list("kind", flat=True)] == ["round"]
    at(0, days=1)
    limits.clear()
    assert Allowance.objects.count() == 0


def test_origin_is_another_on_another_day_and_with_another_key(at, settings, db):
    at(14)
    origins = [limits._origin("10.0.0.1"), limits._origin("10.0.0.2")]
    at(14, days=1)
    origins.append(limits._origin("10.0.0.1"))
    settings.SECRET_KEY = "another" * 10
    origins.append(limits._origin("10.0.0.1"))
    assert len(set(origins)) == 4
    assert [one for one in origins if "10.0" in one] == []
