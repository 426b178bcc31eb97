"""What a community is not told of its own entry: why it is withheld, the office's notes."""

import pytest
from django.urls import reverse

from rectify.forms.once import OvertakenError, refuse_if_overtaken
from rectify.permissions import HIDDEN_FROM_COMMUNITIES
from tests.timeline.events import save

HIDDEN = {"is_withheld": True, "withheld_ground": "investigation", "remark": "纪委在查，勿外传。"}


def test_history_of_an_entry_keeps_the_offices_secrets(client, east_secretary, east_issue, officer):
    save(east_issue, officer, goal="修好楼道灯。", **HIDDEN)
    client.force_login(east_secretary)
    page = client.get(reverse("my_issue", args=[east_issue.pk])).content.decode()
    found = {words: page.count(words) for words in ("初核", "不公开", "勿外传", "修好楼道灯。")}
    assert found == {"初核": 0, "不公开": 0, "勿外传": 0, "修好楼道灯。": 2}


def test_what_a_community_is_not_shown_does_not_overtake_it(east_issue, officer):
    seen = east_issue.version
    save(east_issue, officer, **HIDDEN)
    refuse_if_overtaken(east_issue, seen, hidden=HIDDEN_FROM_COMMUNITIES)
    save(east_issue, officer, goal="修好楼道灯。")
    with pytest.raises(OvertakenError) as overtaken:
        refuse_if_overtaken(east_issue, seen, hidden=HIDDEN_FROM_COMMUNITIES)
    assert [change.label for change in overtaken.value.changes] == ["整改目标"]
