"""What anyone may read: the rounds that are published, each as an edition froze it."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import Error as DatabaseFault
from django.db.models import F
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rectify.live import Live
from rectify.models import Publication, PublishedCommunity, Round
from rectify.notices import html
from rectify.publishing.course import Course
from rectify.publishing.frozen import Frozen, PlannedRow, day_of, tally_of
from rectify.publishing.revision import ROUNDS_A_PAGE, Revision, revision_of, revision_of_all
from rectify.publishing.words import answer_of, title_of
from rectify.states import Outcome
from rectify.views.conditional import published
from rectify.views.downloads import files_offered
from rectify.views.editions import editions_of
from rectify.views.sharing import page_of, sharing_of

LIST_TITLE = "巡察整改进展情况公布"
ISSUES_A_PAGE = 100
# By which a round says how to be reached.
WAYS = ["telephone", "email", "address"]


@login_not_required
@require_safe
@published(revision_of_all)
def round_list(request, page=1):
    """List the published rounds, what was published last first."""
    known = Publication.objects.newest_public().values_list(
        "round__slug", "content__round", "content__ledger__issues"
    )
    shown = _page_of(known, ROUNDS_A_PAGE, page)
    rounds = [
        {
            **facts,
            "slug": slug,
            "published_on": day_of(facts["published_on"]),
            "issues": tally_of(counts),
        }
        for slug, facts, counts in shown
    ]
    sharing = page_of(
        request, LIST_TITLE, "各轮巡察整改的进展情况：多少项问题，完成了多少，公布正文。"
    )
    context = {"rounds": rounds, "shown": shown, "sharing": sharing, "title": LIST_TITLE}
    return render(request, "rounds/round_list.html", context)


@login_not_required
@require_safe
@published(revision_of)
def round_detail(request, slug, number=None):
    """Show a round as last published, or as an earlier edition of the given number had it.

    Before anything is published the address does not exist.
    """
    editions = _editions(slug)
    publication = _edition(editions, number)
    frozen = Frozen(publication.content)
    is_newest = publication == editions[0]
    live = request.revision.live if is_newest else None
    context = {
        **_common(slug, frozen, publication, editions),
        "course": Course(frozen),
        "contents": html.contents(frozen.blocks),
        "notice": html.render(frozen.blocks, top=3, anchored=True),
        "live": live,
        "works": [_work(work, live) for work in frozen.planned_works],
        "untold_works": frozen.planned_work_count - len(frozen.planned_works),
        "has_ways": any(frozen.round[way] for way in WAYS) or publication.takes_opinions,
        "files": files_offered(slug, None if is_newest else publication.number),
        "sharing": sharing_of(request, publication, frozen, editions),
    }
    return render(request, "rounds/round_detail.html", context)


def _revision_of_community(slug, code, number=None, page=1) -> Revision | None:
    """Return the revision of a page of a community's issues, None beyond its last.

    Only of the pages after the first is it asked, by one query more, how many there are.
    """
    found = revision_of(slug, number, code)
    if found is None or page == 1:
        return found
    shown = editions_of(slug, number).values("pk")[:1]
    told = PublishedCommunity.objects.get(publication=shown, code=code)
    return found if len(told.issues) > (page - 1) * ISSUES_A_PAGE else None


@login_not_required
@require_safe
@published(_revision_of_community)
def round_community(request, slug, code, number=None, page=1):
    """Show what an edition tells of one community: its figures and its issues."""
    editions = _editions(slug)
    publication = _edition(editions, number)
    frozen = Frozen(publication.content)
    community = frozen.community(code)
    if community is None:
        raise Http404
    told = PublishedCommunity.objects.get(publication=publication, code=code)
    labels = dict(Outcome.choices)
    issues = [
        {**issue, "label": labels[issue["outcome"]], "settled_on": day_of(issue["settled_on"])}
        for issue in told.issues
    ]
    context = {
        **_common(slug, frozen, publication, editions),
        "community": community,
        "untold": community.issues.total - community.told,
        "shown": _page_of(issues, ISSUES_A_PAGE, page),
        "sharing": page_of(
            request,
            f"{community.title}{f'（第 {page} 页）' if page > 1 else ''} · "
            f"{title_of(frozen.round['name'])}",
            f"{'示例数据。' if frozen.round['is_sample'] else ''}{community.title}："
            f"{answer_of(community.issues, frozen.decimals)}",
            is_indexed=publication == editions[0],
        ),
    }
    return render(request, "rounds/round_community.html", context)


def _editions(slug: str) -> list[Publication]:
    """Return a round's editions for the public, the newest first, without what they say."""
    public = editions_of(slug).defer("content")
    # What the round is set to at this moment is no part of what was published.
    return list(public.annotate(takes_opinions=F("round__takes_opinions")))


def _edition(editions: list[Publication], number: int | None) -> Publication:
    shown = [one for one in editions if number in (None, one.number)]
    if not shown:
        raise Http404
    return shown[0]


def _work(work: PlannedRow, live: Live | None) -> dict:
    """Return a planned work as published, and what is known of it now if that is shown.

    Its title is the published one: what the office calls it meanwhile nobody has approved.
    """
    is_known = live is not None and work.title in live.finished
    return {"published": work, "is_known": is_known, "now": is_known and live.finished[work.title]}


def _common(slug: str, frozen: Frozen, publication: Publication, editions) -> dict:
    return {
        "round": {**frozen.round, "slug": slug},
        "figures": frozen,
        "publication": publication,
        "editions": editions,
        "newest": editions[0],
    }


def _page_of(rows, size: int, number: int):
    pages = Paginator(rows, size)
    if not 1 <= number <= pages.num_pages:
        raise Http404
    return pages.page(number)


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """Answer for the application and its database: 200 when both work, else 503."""
    try:
        Round.objects.exists()
    except DatabaseFault:
        return JsonResponse({"application": "ok", "database": "unavailable"}, status=503)
    return JsonResponse({"application": "ok", "database": "ok"})
