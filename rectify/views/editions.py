"""A published edition as the public asks for it: by its round, and perhaps by its number."""

from django.http import Http404
from django.urls import reverse

from rectify.models import Publication
from rectify.publishing.revision import Revision


def edition_or_404(slug: str, number: int | None = None) -> Publication:
    """Return a round's newest public edition, or the one with the number."""
    publication = editions_of(slug, number).first()
    if publication is None:
        raise Http404
    return publication


def revision_of_edition(slug: str, number: int | None = None, **_) -> Revision | None:
    """Return the revision of what is made from one edition alone, for it never changes.

    What the office writes meanwhile, and the figures of this minute, are no part of it.
    """
    found = editions_of(slug, number).values_list("seal", "published_at").first()
    return found and Revision(*found)


def editions_of(slug: str, number: int | None = None):
    """Return a round's public editions, the newest first, or the one with the number."""
    editions = Publication.objects.public_editions(slug)
    return editions if number is None else editions.filter(number=number)


def address_of(slug: str, number: int | None = None) -> str:
    """Return the path of a round's page, or of its edition with the number."""
    if number is None:
        return reverse("round_detail", args=[slug])
    return reverse("round_edition", args=[slug, number])
