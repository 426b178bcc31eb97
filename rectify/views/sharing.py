"""What a public page says of itself to search engines and to whoever shares its address."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from rectify.models import Publication
from rectify.publishing.frozen import Frozen
from rectify.publishing.picture import HEIGHT, WIDTH, draw
from rectify.publishing.words import publisher_of, summary_of, title_of
from rectify.views.conditional import published
from rectify.views.editions import address_of, edition_or_404, revision_of_edition

SITE_NAME = "巡察整改台账"
# What would end the script element, or begin another, inside its data.
ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Sharing:
    """The words of one page's head; addresses are whole ones, without a query.

    `picture` is "" for a page without one, the times are those of the first and of the shown
    edition, and `structured` holds linked data of schema.org. What has been superseded is
    not to be found by search engines.
    """

    title: str
    description: str
    canonical: str
    picture: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    structured: dict | None = None
    is_indexed: bool = True

    site_name = SITE_NAME
    picture_width = WIDTH
    picture_height = HEIGHT

    @property
    def written_structure(self) -> SafeString:
        """The linked data, written so that no text in it can end the element around it."""
        written = json.dumps(self.structured, ensure_ascii=False, separators=(",", ":"))
        return mark_safe(written.translate(ESCAPED))  # noqa: S308 -- escaped right here


def sharing_of(request, publication: Publication, frozen: Frozen, editions) -> Sharing:
    """Return the head of a round's page; `editions` are its public ones, the newest first."""
    slug = frozen.round["slug"]
    is_newest = publication.number == editions[0].number
    address = address_of(slug, None if is_newest else publication.number)
    first, modified = (localtime(one.published_at) for one in (editions[-1], publication))
    title = title_of(frozen.round["name"], publication.number if len(editions) > 1 else None)
    whole = request.build_absolute_uri
    return Sharing(
        title=title,
        description=summary_of(frozen.round, frozen.ledger["issues"]),
        canonical=whole(address),
        picture=whole(reverse("share_picture", args=[slug])) if is_newest else "",
        published_at=first,
        modified_at=modified,
        structured=_structured(whole, title, frozen, first, modified) if is_newest else None,
        is_indexed=is_newest,
    )


def page_of(request, title: str, description: str, *, is_indexed: bool = True) -> Sharing:
    """Return the head of any other public page, such as the list of rounds."""
    address = request.build_absolute_uri(request.path)
    return Sharing(title, description, address, is_indexed=is_indexed)


def _structured(whole, title: str, frozen: Frozen, first: datetime, modified: datetime) -> dict:
    """Describe the figures and the notice by schema.org; `whole` makes an address a whole one."""
    slug = frozen.round["slug"]
    page = whole(address_of(slug))
    told = {
        "name": title,
        "description": summary_of(frozen.round, frozen.ledger["issues"]),
        "url": page,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "datePublished": first.isoformat(timespec="seconds"),
        "dateModified": modified.isoformat(timespec="seconds"),
        "creator": _organisation(frozen),
        "publisher": _organisation(frozen),
    }
    since = frozen.round["inspected_from"]
    span = {"temporalCoverage": f"{since}/{frozen.round['published_on']}"} if since else {}
    dataset = {
        "@type": "Dataset",
        "@id": f"{page}#figures",
        **told,
        **span,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": whole(reverse(name, args=[slug])),
            }
            for name, media_type in (
                ("progress_csv", "text/csv"),
                ("progress_json", "application/json"),
            )
        ],
    }
    report = {
        "@type": "Report",
        "@id": f"{page}#notice",
        **told,
        "headline": title,
        "image": whole(reverse("share_picture", args=[slug])),
        "isBasedOn": {"@id": dataset["@id"]},
    }
    return {"@context": "https://schema.org", "@graph": [dataset, report]}


def _organisation(frozen: Frozen) -> dict[str, str]:
    return {"@type": "Organization", "name": publisher_of(frozen.round)}


@login_not_required
@require_safe
@published(revision_of_edition)
def share_picture(request, slug):
    """Show the picture that goes with a round's address where it is shared."""
    frozen = Frozen(edition_or_404(slug).content)
    return HttpResponse(draw(frozen), content_type="image/png")
