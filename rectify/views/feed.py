"""The feed of publications (Atom), for whoever wants to be told of a new edition."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from rectify.models import Publication
from rectify.publishing.revision import revision_of_all
from rectify.publishing.words import publisher_of, summary_of, title_of
from rectify.views.conditional import published
from rectify.views.editions import address_of

MOST = 50


@login_not_required
@require_safe
@published(revision_of_all)
def feed(request):
    """Give the public editions of all rounds, the newest first."""
    return PublicationFeed()(request)


class PublicationFeed(Feed):
    """An entry for each edition, made from the few frozen facts that it tells."""

    feed_type = Atom1Feed
    title = "整改进展情况公布 · 巡察整改台账"
    subtitle = "巡察整改进展情况的每一次公布和更正"
    link = reverse_lazy("round_list")
    feed_url = reverse_lazy("feed")
    language = "zh-Hans"

    def items(self):
        editions = Publication.objects.for_public()
        newer = editions.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
        return (
            editions.annotate(is_superseded=Exists(newer))
            .order_by("-published_at", "-pk")
            .values(
                "round__slug",
                "number",
                "seal",
                "published_at",
                "correction",
                "is_superseded",
                "content__round",
                "content__ledger__issues",
            )[:MOST]
        )

    def item_title(self, item):
        return title_of(item["content__round"]["name"], item["number"])

    def item_description(self, item):
        """Return the answer and the correction, as the HTML that a summary is read as."""
        said = summary_of(item["content__round"], item["content__ledger__issues"])
        if item["correction"]:
            said += f"本版更正：{item['correction']}"
        return escape(said)

    def item_link(self, item):
        return address_of(item["round__slug"], item["number"] if item["is_superseded"] else None)

    def item_guid(self, item):
        """Return a name that stays when the site moves and when another edition follows."""
        return uuid.uuid5(uuid.NAMESPACE_OID, item["seal"]).urn

    def item_author_name(self, item):
        return publisher_of(item["content__round"])

    def item_pubdate(self, item):
        return item["published_at"]

    item_updateddate = item_pubdate
