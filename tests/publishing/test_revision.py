"""What the public pages are made of: a revision changes when they would, and only then."""

from datetime import UTC, datetime

import pytest
from django.db.models import QuerySet

from rectify.models import Publication, Round
from rectify.publishing.revision import ROUNDS_A_PAGE, revision_of, revision_of_all
from rectify.states import Status
from tests.editions import put_out

SLUG = "hangzhoudao-2022"


def set_(round, **fields):
    Round.objects.filter(pk=round.pk).update(**fields)


@pytest.fixture
def live(published):
    set_(published, shows_live=True)
    return published


@pytest.fixture
def at_noon(monkeypatch):
    """A clock that stands still, in the middle of a minute."""
    noon = datetime(2026, 11, 28, 12, 0, 30, tzinfo=UTC)
    monkeypatch.setattr("rectify.live.timezone.now", lambda: noon)
    return noon.replace(second=0)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nowhere", "sample-in-progress"])
def test_round_that_is_not_published_has_no_revision(slug):
    assert revision_of(slug) is None


def test_round_of_which_the_party_alone_was_told_has_no_revision(in_progress):
    put_out(in_progress, "party")
    assert revision_of("sample-in-progress") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        {"number": 2},
        {"code": "999999999999"},
        {"number": 2, "code": "120116005001"},
    ],
)
def test_page_that_is_not_there_has_no_revision(page):
    assert revision_of(SLUG, **page) is None


def test_page_of_an_earlier_edition_changes_with_the_newest(published):
    """It says that it has been superseded."""
    before = revision_of(SLUG, number=1, code="120116005001")
    set_(published, telephone="1", community_disclosure="nothing")
    put_out(published, correction="改电话。")
    assert revision_of(SLUG, number=1, code="120116005001").token != before.token
    assert revision_of(SLUG, code="120116005001") is None


def test_revision_is_of_the_moment_of_publication_or_of_a_later_setting(published):
    QuerySet(Round.history.model).update(history_date=datetime(2023, 1, 1, tzinfo=UTC))
    assert revision_of(SLUG).at == published.publications.get().published_at
    published.takes_opinions = True
    published.save()
    assert revision_of(SLUG).at == published.history.latest().history_date


CHANGES = {
    "another edition": lambda r: (set_(r, telephone="1"), put_out(r, correction="改电话。")),
    "opinions": lambda r: set_(r, takes_opinions=True),
    "live figures": lambda r: set_(r, shows_live=True),
}
OF_THE_LEDGER = {
    "a status": lambda r: r.issues.filter(number="001").update(
        status=Status.RECTIFYING, settled_on=None
    ),
    "an entry gone": lambda r: r.issues.filter(number="001").delete(),
    "a planned work gone": lambda r: r.planned_works.filter(title="楼门亮化").delete(),
    "a planned work done": lambda r: r.planned_works.filter(title="楼门亮化").update(
        finished_on="2024-11-01"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_revision_changes_with_what_is_shown(change, published):
    before = revision_of(SLUG)
    CHANGES[change](published)
    assert revision_of(SLUG).token != before.token


def test_setting_that_is_turned_back_leads_to_a_later_revision(published):
    """A page that is as it was before is not the older one: its Last-Modified would go back."""
    before = revision_of(SLUG)
    for takes_opinions in (True, False):
        published.takes_opinions = takes_opinions
        published.save()
    after = revision_of(SLUG)
    assert (after.token == before.token, after.at > before.at) == (False, True)


@pytest.mark.parametrize("change", OF_THE_LEDGER)
def test_ledger_changes_no_revision_unless_it_is_shown(change, published):
    before = revision_of(SLUG)
    OF_THE_LEDGER[change](published)
    assert revision_of(SLUG) == before


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize("change", OF_THE_LEDGER)
def test_ledger_that_is_shown_changes_the_revision(change, live):
    before = revision_of(SLUG)
    OF_THE_LEDGER[change](live)
    assert revision_of(SLUG).token != before.token


@pytest.mark.usefixtures("at_noon")
def test_live_revision_is_of_no_moment(live):
    """Figures may come back to what they were, and the minute goes on."""
    assert (revision_of(SLUG).at, revision_of(SLUG)) == (None, revision_of(SLUG))


@pytest.mark.parametrize(("shown", "queries"), [(False, 1), (True, 3)])
def test_revision_costs_the_same_at_any_size(shown, queries, published, django_assert_num_queries):
    set_(published, shows_live=shown)
    with django_assert_num_queries(queries):
        revision_of(SLUG)


def test_revision_of_all_changes_with_every_public_edition(published, in_progress):
    before = revision_of_all()
    put_out(in_progress, "party")
    assert revision_of_all() == before
    set_(published, telephone="1")
    put_out(published, correction="改电话。")
    assert revision_of_all().token != before.token


@pytest.mark.django_db
def test_revision_of_nothing(monkeypatch):
    monkeypatch.setattr(Publication.objects, "for_public", Publication.objects.none)
    assert revision_of_all().at is None


@pytest.mark.parametrize(("size", "pages"), [(ROUNDS_A_PAGE, 1), (2, 1), (1, 2)])
def test_page_of_the_list_beyond_the_last_has_no_revision(
    published, in_progress, monkeypatch, size, pages
):
    set_(in_progress, published_on="2026-11-01")
    put_out(in_progress)
    set_(in_progress, telephone="1")
    put_out(in_progress, correction="改了一处。")
    monkeypatch.setattr("rectify.publishing.revision.ROUNDS_A_PAGE", size)
    assert [revision_of_all(page=page) is not None for page in (1, 2, 3)] == [
        number <= pages for number in (1, 2, 3)
    ]
