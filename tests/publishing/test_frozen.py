"""What is published stays as it was, whatever is changed afterwards."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from communities.models import Community
from rectify.models import Publication
from rectify.states import Status
from tests.editions import put_out

PAGES = [
    "/",
    "/rounds/hangzhoudao-2022/",
    "/rounds/hangzhoudao-2022/editions/1/",
    "/rounds/hangzhoudao-2022/communities/120116005001/",
    "/rounds/hangzhoudao-2022/editions/1/communities/120116005001/",
    "/rounds/hangzhoudao-2022/progress.json",
    "/rounds/hangzhoudao-2022/progress.csv",
]


def _delete_all(round):
    round.issues.all().delete()


def _rename(row, **names):
    type(row).objects.filter(pk=row.pk).update(**names)


def _rename_round(round):
    type(round).objects.filter(pk=round.pk).update(
        name="改名", notice_title="新标题", publisher="别人", rate_decimals=0, numbering="1."
    )


CHANGES = {
    "a status": lambda r: r.issues.filter(pk=r.issues.first().pk).update(
        status=Status.RECTIFYING, settled_on=None
    ),
    "an entry's text": lambda r: r.issues.update(text="改了"),
    "the ledger deleted": _delete_all,
    "a section": lambda r: r.sections.update(body="改了"),
    "sections deleted": lambda r: r.sections.all().delete(),
    "a finding": lambda r: r.categories.first().findings.update(approach="改了"),
    "a finding's name": lambda r: _rename(r.categories.first().findings.first(), title="改了"),
    "a category": lambda r: _rename(r.categories.first(), title="改了"),
    "names": lambda r: r.official_names.all().delete(),
    "the round": _rename_round,
    "the day": lambda r: type(r).objects.filter(pk=r.pk).update(published_on=None),
    "communities": lambda r: r.communities.clear(),
    "a community's name": lambda r: _rename(Community.objects.first(), name="改名社区"),
    "a planned work finished": lambda r: r.planned_works.update(
        finished_on="2023-10-01", standing="已更换"
    ),
    "communities not told": lambda r: (
        type(r).objects.filter(pk=r.pk).update(community_disclosure="nothing")
    ),
    "planned works": lambda r: r.planned_works.all().delete(),
    "campaigns": lambda r: r.campaigns.all().delete(),
    "withheld": lambda r: r.categories.first().findings.update(
        is_withheld=True, withheld_ground="secret"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_later_change_shows_on_a_published_page(change, client, published):
    before = [client.get(page).content for page in PAGES]
    CHANGES[change](published)
    assert [client.get(page).content for page in PAGES] == before
    call_command("verify_publication", "hangzhoudao-2022", verbosity=0)


@pytest.mark.django_db
def test_verifying_counts_what_it_has_verified(capsys, published):
    put_out(published, "party")
    call_command("verify_publication", "hangzhoudao-2022")
    assert capsys.readouterr().out == "已核对 2 个已公布的版本，全部相符。\n"
    call_command("verify_publication")
    call_command("verify_publication", "sample-in-progress")
    assert capsys.readouterr().out == ("已核对 2 个已公布的版本，全部相符。\n还没有公布的版本。\n")


NAME = "杭州道街道2022年巡察整改（社会公开，第 1 版）"
LISTS = f"{NAME}：各社区公布的问题和公布时的校验值不符：在公布以后被改过，或者缺了、多了。"
SEAL = f"{NAME}：整版的校验值不符：版次、时间、步骤、警告的处理或者前一版在公布以后被改过。"

# Column by column: a statement straight at the database, and what is found.
TAMPERED = {
    "content": (
        "UPDATE rectify_publication SET content = REPLACE(content, '\"done\": 523', '\"done\": 522')",
        [f"{NAME}：内容和公布时的校验值不符：内容在公布以后被改过。"],
    ),
    "digest": (
        "UPDATE rectify_publication SET digest = 'x'",
        [
            f"{NAME}：内容和公布时的校验值不符：内容在公布以后被改过。",
            f"{NAME}：“提出”时看到的内容和公布的内容不是同一个。",
            SEAL,
        ],
    ),
    "seal": ("UPDATE rectify_publication SET seal = 'x'", [SEAL]),
    "correction": ("UPDATE rectify_publication SET correction = 'x'", [SEAL]),
    "time": ("UPDATE rectify_publication SET published_at = '2020-01-01 00:00:00+00'", [SEAL]),
    "step's person": ("UPDATE rectify_publicationstep SET by_name = 'x'", [SEAL]),
    "step's note": ("UPDATE rectify_publicationstep SET note = 'x'", [SEAL]),
    "step's time": (
        "UPDATE rectify_publicationstep SET at = '2020-01-01 00:00:00+00' WHERE name = 'review'",
        [SEAL],
    ),
    "step taken out": ("DELETE FROM rectify_publicationstep WHERE name = 'review'", [SEAL]),
    "reason": ("UPDATE rectify_acknowledgement SET reason = 'x'", [SEAL]),
    "reason taken out": ("DELETE FROM rectify_acknowledgement", [SEAL]),
    "issue of a community": (
        "UPDATE rectify_publishedcommunity SET issues = '[]' WHERE code = '120116005001'",
        [LISTS],
    ),
    "communities changed over": (
        "UPDATE rectify_publishedcommunity SET code = 'x' WHERE code = '120116005001'",
        [LISTS],
    ),
    "community taken out": (
        "DELETE FROM rectify_publishedcommunity WHERE code = '120116005001'",
        [LISTS],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_row_edited_straight_in_the_database_is_found(what, published):
    statement, problems = TAMPERED[what]
    if connection.vendor == "postgresql":
        statement = statement.replace("(content,", "(content::text,").replace(
            "522')", "522')::jsonb"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    with pytest.raises(CommandError) as found:
        call_command("verify_publication", "hangzhoudao-2022")
    assert (str(found.value).split("\n"), found.value.returncode) == (problems, 1)


@pytest.mark.parametrize("number", [1, 2])
def test_edition_taken_out_of_the_row_is_found(number, published):
    for correction in ("一", "二"):
        published.telephone += correction
        published.save()
        put_out(published, correction=correction)
    gone = published.publications.get(number=number)
    with connection.cursor() as cursor:
        for name in ("publicationstep", "acknowledgement", "publishedcommunity"):
            cursor.execute(
                f"DELETE FROM rectify_{name} WHERE publication_id = %s",  # noqa: S608 -- ours
                [gone.pk],
            )
        cursor.execute("DELETE FROM rectify_publication WHERE id = %s", [gone.pk])
    with pytest.raises(CommandError) as found:
        call_command("verify_publication", "hangzhoudao-2022")
    assert (
        str(found.value)
        .split("\n")[0]
        .endswith(f"版次应当是第 {number} 版：前面有版本缺失，或者版次被改过。")
    )


@pytest.mark.parametrize("vanished", ["taken back", "moved"])
def test_edition_that_is_made_out_not_to_be_published_is_found(vanished, published, in_progress):
    with connection.cursor() as cursor:
        if vanished == "taken back":
            cursor.execute(
                "UPDATE rectify_publication SET stage = 'returned', number = NULL,"
                " published_at = NULL, seal = ''"
            )
        else:
            cursor.execute("UPDATE rectify_publication SET round_id = %s", [in_progress.pk])
    with pytest.raises(CommandError) as found:
        call_command("verify_publication")
    sentences = {
        "taken back": (
            "杭州道街道2022年巡察整改（社会公开，已退回）："
            "已经办过“实施”，进度却不是已公布：公布以后被改过。"
        ),
        "moved": SEAL.replace("杭州道街道2022年巡察整改", "示例轮次（正在整改）"),
    }
    assert str(found.value) == sentences[vanished]


def test_last_edition_that_is_taken_out_is_found_by_the_audit_record(published):
    put_out(published, "party")
    later = timezone.now() + timedelta(days=5000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        call_command("audit_record", prune=True, verbosity=0)
    with connection.cursor() as cursor:
        for name in ("publicationstep", "acknowledgement", "publishedcommunity", "publication"):
            cursor.execute(f"DELETE FROM rectify_{name}")  # noqa: S608 -- names of our own
    with pytest.raises(CommandError) as found:
        call_command("verify_publication", "hangzhoudao-2022")
    assert str(found.value) == (
        "审计记录里公布过“杭州道街道2022年巡察整改（党内通报，第 1 版）”，"
        "现在没有这一版，或者它的校验值被改过。"
    )
    call_command("verify_publication", "sample-in-progress", verbosity=0)


@pytest.mark.django_db
def test_verifying_an_unknown_round_names_those_there_are():
    with pytest.raises(CommandError, match=r"^没有网址名为“x”的轮次；现有："):
        call_command("verify_publication", "x")


@pytest.mark.django_db
def test_verifying_costs_the_same_at_any_number_of_editions(published, django_assert_num_queries):
    with django_assert_num_queries(9):
        call_command("verify_publication", verbosity=0)
    for correction in ("一", "二"):
        published.telephone += correction
        published.save()
        put_out(published, correction=correction)
    assert Publication.objects.count() == 3
    with django_assert_num_queries(9):
        call_command("verify_publication", verbosity=0)
