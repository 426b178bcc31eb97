"""Rows as they might be, for tests of what must not be."""

import datetime

from communities.models import User
from rectify.models import (
    Acknowledgement,
    Allowance,
    Category,
    Evidence,
    Extension,
    Finding,
    Issue,
    LedgerImport,
    Move,
    Opinion,
    OpinionStep,
    PlannedWork,
    ProgressEntry,
    Publication,
    PublicationStep,
    PublishedCommunity,
    Round,
)

DAY = datetime.date(2023, 1, 1)
NOW = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)


def round_(**fields):
    return Round(slug="new", name="新轮次", inspected_body="示例街道", **fields)


def published():
    return Round.objects.get(slug="hangzhoudao-2022")


def subcategory(title):
    return Category(round=published(), parent=published().categories.first(), title=title)


def finding():
    return Finding.objects.filter(category__round=published()).first()


def issue(**fields):
    one = Issue.objects.filter(round=published()).first()
    one.pk, one.number = None, "新"
    one._state.adding = True
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def somebody():
    return User.objects.get_or_create(username="somebody")[0]


def progress(**fields):
    return ProgressEntry(
        **{"issue": Issue.objects.first(), "by": somebody(), "text": "已办。"} | fields
    )


def move(**fields):
    statuses = {"before": "to_endorse", "after": "to_approve"}
    row = {"issue": Issue.objects.first(), "name": "endorse", "by": somebody()}
    return Move(**row | statuses | fields)


def extension(**fields):
    row = {"issue": Issue.objects.first(), "asked_by": somebody(), "reason": "雨季。"}
    return Extension(**row | {"new_due_on": DAY} | fields)


def ledger_import(**fields):
    row = {"round": published(), "file_name": "台账.xlsx", "size": 1, "sha256": "0" * 64}
    return LedgerImport(**row | {"file": "a"} | fields)


def evidence(**fields):
    entry = progress()
    entry.save()
    row = {"entry": entry, "added_by": somebody(), "name": "照片.jpeg", "kind": "jpeg"}
    return Evidence(**row | {"size": 1, "sha256": "0" * 64, "file": "a"} | fields)


def opinion(**fields):
    row = {"round": published(), "receipt_hash": "0" * 64, "sealed_text": "a"}
    return Opinion(**row | fields)


def opinion_step(**fields):
    one = opinion()
    one.save()
    row = {"opinion": one, "name": "take_up", "before": "received", "after": "taken_up"}
    return OpinionStep(**row | {"by": somebody()} | fields)


def allowance(**fields):
    return Allowance(**{"kind": "sending", "origin": "0" * 64, "ends_at": NOW} | fields)


def publication(**fields):
    row = {"round": published(), "edition": "party", "content": {}, "digest": "0" * 64}
    return Publication(**row | fields)


def publication_step(**fields):
    row = {"publication": published().publications.get(), "name": "review", "by_name": "某人"}
    return PublicationStep(**row | {"by": somebody()} | fields)


def published_community(**fields):
    row = {"publication": published().publications.get(), "code": "1" * 12, "issues": []}
    return PublishedCommunity(**row | fields)


def acknowledgement(**fields):
    row = {"publication": published().publications.get(), "by_name": "某人", "key": "a"}
    return Acknowledgement(
        **row | {"by": somebody(), "said": "警告。", "reason": "理由。"} | fields
    )


def planned_work(**fields):
    return PlannedWork(
        **{"round": published(), "title": "新", "due_on": DAY, "position": 1} | fields
    )
