"""Editions from before the system are written down by the same door."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import QuerySet

from rectify.models import Acknowledgement, Publication, PublicationStep, PublishedCommunity
from rectify.steps import Edition


@pytest.fixture
def earlier(in_progress):
    """A round that was published elsewhere before."""
    in_progress.published_on = in_progress.fed_back_on
    in_progress.save()
    return in_progress


def test_edition_is_written_down_with_its_source(client, earlier, capsys):
    call_command("record_publication", earlier.slug, source="已在区政府网站公布")
    assert capsys.readouterr().out == "已补记：示例轮次（正在整改）（社会公开，第 1 版）。\n"
    publication = earlier.publications.get()
    assert {(step.by, step.by_name, step.source) for step in publication.steps.all()} == {
        (None, "已在区政府网站公布", "已在区政府网站公布")
    }
    assert {one.reason for one in publication.acknowledgements.all()} == {"已在区政府网站公布"}
    assert client.get(f"/rounds/{earlier.slug}/").status_code == 200
    with pytest.raises(CommandError, match=r"已有公布的版本；更正请在后台提出。$"):
        call_command("record_publication", earlier.slug, source="再记一次")


def test_source_has_its_length(earlier):
    with pytest.raises(CommandError, match=r"^依据最多 100 个字，请写短一些。$"):
        call_command("record_publication", earlier.slug, source="长" * 101)


def without_editions():
    """Bring the sample back to what it was before there were editions."""
    for model in (PublicationStep, Acknowledgement, PublishedCommunity, Publication):
        QuerySet(model).delete()


@pytest.mark.django_db
def test_sample_that_is_older_than_editions_gets_its_edition(client, capsys):
    without_editions()
    assert client.get("/rounds/hangzhoudao-2022/").status_code == 404
    call_command("load_sample", "--if-empty")
    call_command("load_sample", "--if-empty")
    assert capsys.readouterr().out == (
        "已补记示例的公布版本：杭州道街道2022年巡察整改（社会公开，第 1 版）。\n"
        "数据库里已有数据，示例不再装入。\n"
    )
    assert client.get("/rounds/hangzhoudao-2022/").status_code == 200


def test_sample_that_was_changed_is_left_and_told(published, capsys):
    without_editions()
    published.official_names.all().delete()
    call_command("load_sample", "--if-empty")
    assert capsys.readouterr().out.startswith("示例轮次改过，公布版本没有补记：公布正文不能生成：")
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("edition", Edition.values)
def test_edition_without_its_day_is_not_written_down(in_progress, edition):
    with pytest.raises(CommandError, match=r"^轮次的公布日期没有填，或者还没有到。$"):
        call_command("record_publication", in_progress.slug, source="x", edition=edition)


def test_notice_that_cannot_be_composed_is_not_written_down(earlier):
    earlier.official_names.all().delete()
    with pytest.raises(CommandError, match=r"^公布正文不能生成："):
        call_command("record_publication", earlier.slug, source="x")
    assert earlier.publications.count() == 0
