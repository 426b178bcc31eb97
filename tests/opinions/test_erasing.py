"""The command that erases what is no longer needed."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from rectify.models import Allowance, Opinion
from rectify.models.opinion import OpinionState

DAY = datetime.timedelta(1)


@pytest.mark.parametrize(
    ("state", "age", "erased"),
    [
        ("answered", 31, 1),
        ("reopened", 31, 1),
        ("declined", 31, 1),
        ("answered", 29, 0),
        ("received", 31, 0),
        ("taken_up", 31, 0),
    ],
)
def test_old_and_settled_ones_are_erased(brought, capsys, state, age, erased):
    opinion = brought(OpinionState(state))
    Opinion.objects.update(state_since=timezone.now() - age * DAY)
    for count in (erased, 0):
        call_command("erase_opinions", "--days", "30")
        assert capsys.readouterr().out == f"已删去 {count} 条监督意见的内容和联系方式。\n"
    opinion.refresh_from_db()
    assert (opinion.sealed_text == "", opinion.erased_at is not None) == (bool(erased),) * 2
    steps = opinion.steps.filter(name="erase").values_list("by", "before", "after")
    assert [*steps] == [(None, state, state)] * erased


def test_counts_whose_time_is_over_go_too(receipt, capsys):
    Allowance.objects.update(ends_at=timezone.now() - DAY)
    call_command("erase_opinions", "--days", "30")
    assert Allowance.objects.count() == 0


@pytest.mark.parametrize("days", ["-1", "36501"])
def test_days_beyond_reason(days, db):
    with pytest.raises(CommandError) as refused:
        call_command("erase_opinions", "--days", days)
    assert str(refused.value) == f"天数应为 0 到 36500 之间的整数，现在是 {days}。"
