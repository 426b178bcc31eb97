"""What the public pages are made of, in one value each that changes exactly when they would.

A revision is read from what is shown, not kept in a column that every write would have to
raise: no way of writing can forget it, and no two writers wait for each other because of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from rectify.live import Live, live_of
from rectify.models import Publication, PublishedCommunity, Round

# Of their list.
ROUNDS_A_PAGE = 50


@dataclass(frozen=True)
class Revision:
    """`token` is different whenever a page would be; `at` is when what it shows last changed.

    `at` is None where nobody can tell: of live figures that come and go, or of nothing.

    `live` holds the live figures that were read for it, for a page that shows them.
    """

    token: str
    at: datetime | None
    live: Live | None = None


def revision_of(slug: str, number: int | None = None, code: str = "", **_) -> Revision | None:
    """Return the revision of a page of a published round, None when there is no such page.

    That is when the round is not published, has no public edition of the number, or when
    that edition tells nothing of the community with the code. One query; with live figures
    beside the published ones two more, and the minute in which they are read is part of it,
    because the page tells it.
    """
    newest = Publication.objects.for_public().filter(round=OuterRef("pk"))
    shown = newest if number is None else newest.filter(number=number)
    settings = Round.history.filter(id=OuterRef("pk")).order_by("-history_date")
    told = PublishedCommunity.objects.filter(publication=OuterRef("shown"), code=code)
    found = (
        Round.objects.filter(slug=slug)
        .annotate(
            seal=Subquery(newest.values("seal")[:1]),
            published_at=Subquery(newest.values("published_at")[:1]),
            # What the round is set to beside what was published.
            set_at=Subquery(settings.values("history_date")[:1]),
            shown=Subquery(shown.values("pk")[:1]),
        )
        .exclude(shown=None)
        .filter(Exists(told) if code else Q())
        .values_list("pk", "seal", "published_at", "set_at", "takes_opinions", "shows_live")
        .first()
    )
    if found is None:
        return None
    pk, seal, published_at, set_at, takes_opinions, shows_live = found
    if not shows_live:
        # A round that a fixture made has no history.
        changed_at = max(published_at, set_at or published_at)
        # The time is part of the token, so that a page that is as it was before, but later, is
        # not taken for the older one: its Last-Modified would go back.
        return Revision(f"{seal} {takes_opinions} {changed_at}", changed_at)
    live = live_of(pk)
    return Revision(f"{seal} {takes_opinions} {live}", None, live)


def revision_of_all(page: int = 1, **_) -> Revision | None:
    """Return the revision of what tells of all rounds: their list, the feed, the map of pages.

    None for a page of the list beyond its last.
    """
    public = Publication.objects.for_public().order_by()
    known = public.aggregate(
        number=Count("pk"),
        rounds=Count("round", distinct=True),
        last=Max("pk"),
        at=Max("published_at"),
    )
    if page > 1 and known["rounds"] <= (page - 1) * ROUNDS_A_PAGE:
        return None
    return Revision(f"{known['number']} {known['last']}", known["at"])
