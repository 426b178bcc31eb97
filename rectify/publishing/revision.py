"""What the public pages are made of, in one value each that changes exactly when they would.

A revision is read from what is shown, not kept in a column that every write would have to
raise: no way of writing can forget it, and no two writers wait for each other because of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, OuterRef, Subquery

from rectify.live import live_of
from rectify.models import Publication, Round
from rectify.steps import Edition

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Revision:
    """`token` is different whenever a page would be; `at` is when what it shows last changed."""

    token: str
    at: datetime


def revision_of(slug: str, **_) -> Revision | None:
    """Return the revision of all pages of a published round, None when it is not published.

    One query; with live figures beside the published ones two more, and the minute in which
    they are read is part of it, because the page tells it.
    """
    newest = Publication.objects.published().filter(edition=Edition.PUBLIC, round=OuterRef("pk"))
    found = (
        Round.objects.filter(slug=slug)
        .annotate(
            seal=Subquery(newest.values("seal")[:1]),
            at=Subquery(newest.values("published_at")[:1]),
        )
        .exclude(seal=None)
        .values_list("pk", "seal", "at", "takes_opinions", "shows_live")
        .first()
    )
    if found is None:
        return None
    pk, seal, at, takes_opinions, shows_live = found
    if not shows_live:
        return Revision(f"{seal} {takes_opinions}", at)
    live = live_of(pk)
    return Revision(f"{seal} {takes_opinions} {live}", live.at)


def revision_of_all(**_) -> Revision:
    """Return the revision of what tells of all rounds: their list, the feed, the map of pages."""
    public = Publication.objects.published().filter(edition=Edition.PUBLIC).order_by()
    known = public.aggregate(number=Count("pk"), last=Max("pk"), at=Max("published_at"))
    return Revision(f"{known['number']} {known['last']}", known["at"] or NEVER)
