"""The four steps: who takes them, from where, and what keeps them from being taken."""

import datetime
import itertools

import pytest
from django.utils import timezone

from rectify.models import AuditEntry, Publication, PublicationStep
from rectify.models.append_only import WrittenOnceError
from rectify.publishing import procedure
from rectify.publishing.procedure import Author, PublishingError
from rectify.publishing.seals import seen_of
from rectify.steps import STEPS, Edition, Stage, StepName
from tests.editions import put_out, reasons

JUDGEMENTS = [StepName.REVIEW, StepName.APPROVE, StepName.IMPLEMENT, StepName.RETURN]
TO = {
    Stage.PROPOSED: [],
    Stage.REVIEWED: ["examiner"],
    Stage.APPROVED: ["examiner", "leader"],
}


@pytest.fixture
def people(officer, examiner, leader):
    return {"officer": officer, "examiner": examiner, "leader": leader}


@pytest.fixture
def corrected(published):
    """The published round with something to correct."""
    published.telephone = "（022）66596007"
    published.save()
    return published


def proposed(round, officer, edition=Edition.PUBLIC, correction="更正电话。"):
    return procedure.propose(
        round, edition, Author(officer), reasons=reasons(round, edition), correction=correction
    )


def brought_to(stage, round, people) -> Publication:
    """Return an edition at a stage, each step by another person."""
    publication = proposed(round, people["officer"])
    if stage == Stage.RETURNED:
        return procedure.take(
            publication, StepName.RETURN, Author(people["leader"]), note="再核对电话。"
        )
    names = [StepName.REVIEW, StepName.APPROVE]
    for name, who in zip(names, TO.get(stage, ["examiner", "leader"]), strict=False):
        publication = procedure.take(publication, name, Author(people[who]))
    if stage == Stage.PUBLISHED:
        publication = procedure.take(publication, StepName.IMPLEMENT, Author(people["officer"]))
    return publication


def test_four_steps_by_three_people_publish_the_second_edition(corrected, people):
    publication = brought_to(Stage.PUBLISHED, corrected, people)
    assert (publication.stage, publication.number, publication.correction) == (
        Stage.PUBLISHED,
        2,
        "更正电话。",
    )
    steps = publication.steps.values_list("name", "by__username", "digest")
    digest = publication.digest
    assert list(steps) == [
        ("propose", "officer", digest),
        ("review", "examiner", digest),
        ("approve", "leader", digest),
        ("implement", "officer", digest),
    ]
    record = AuditEntry.objects.filter(kind="published").first()
    assert (record.username, record.subject) == (
        "officer",
        f"{publication.seal} #{corrected.pk} 杭州道街道2022年巡察整改（社会公开，第 2 版）",
    )


@pytest.mark.parametrize(("stage", "name"), [*itertools.product(Stage, JUDGEMENTS)])
def test_step_is_taken_from_its_stages_alone(stage, name, corrected, people, admin_user):
    publication = brought_to(stage, corrected, people)
    taken = {"note": "原因", "seen": seen_of(publication)}
    if stage in STEPS[name].before:
        after = procedure.take(publication, name, Author(admin_user), **taken)
        assert after.stage == STEPS[name].after
    else:
        with pytest.raises(PublishingError) as refusal:
            procedure.take(publication, name, Author(admin_user), **taken)
        assert str(refusal.value) == f"这一版现在是“{stage.label}”，不能{name.label}。"
        assert Publication.objects.get(pk=publication.pk).stage == stage


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.REVIEWED, Stage.APPROVED])
def test_what_is_under_way_is_not_proposed_again(stage, corrected, people):
    brought_to(stage, corrected, people)
    with pytest.raises(PublishingError) as refusal:
        proposed(corrected, people["officer"])
    assert str(refusal.value) == f"这一版已经提出，现在{stage.label}，不用再提出。"


@pytest.mark.parametrize(
    ("stage", "name", "who", "refused"),
    [
        (Stage.PROPOSED, StepName.REVIEW, "officer", "提出的，要由别人审核"),
        (Stage.REVIEWED, StepName.APPROVE, "officer", "提出的，要由别人审批"),
        (Stage.REVIEWED, StepName.APPROVE, "examiner", "审核的，要由别人审批"),
    ],
)
def test_nobody_judges_what_is_his_own(stage, name, who, refused, corrected, people):
    publication = brought_to(stage, corrected, people)
    with pytest.raises(PublishingError) as refusal:
        procedure.take(publication, name, Author(people[who]))
    assert str(refusal.value) == f"这一版是您{refused}：四个步骤不能由一个人办。"


@pytest.mark.parametrize("who", ["officer", "examiner", "leader"])
def test_anyone_of_them_may_implement_and_return(who, corrected, people):
    publication = brought_to(Stage.APPROVED, corrected, people)
    assert procedure.why_not(publication, StepName.IMPLEMENT, people[who]) == ""
    assert procedure.why_not(publication, StepName.RETURN, people[who]) == ""


def test_returned_edition_is_proposed_again_and_judged_anew(corrected, people):
    brought_to(Stage.RETURNED, corrected, people)
    again = proposed(corrected, people["examiner"])
    with pytest.raises(PublishingError):
        procedure.take(again, StepName.REVIEW, Author(people["examiner"]))
    # The one who proposed it before may examine it now.
    reviewed = procedure.take(again, StepName.REVIEW, Author(people["officer"]))
    assert reviewed.stage == Stage.REVIEWED
    names = list(reviewed.steps.values_list("name", flat=True))
    assert names == ["propose", "return", "propose", "review"]
    assert Publication.objects.open().count() == 1


@pytest.mark.parametrize("note", ["", "  \n", "\u200b"])
def test_return_without_a_reason_is_refused(note, corrected, people):
    publication = brought_to(Stage.PROPOSED, corrected, people)
    with pytest.raises(PublishingError, match=r"^退回要写明原因。$"):
        procedure.take(publication, StepName.RETURN, Author(people["leader"]), note=note)


@pytest.mark.parametrize("name", [StepName.REVIEW, StepName.APPROVE, StepName.IMPLEMENT])
@pytest.mark.parametrize("what", ["text", "ledger", "broken"])
def test_what_has_changed_since_the_proposal_goes_no_further(name, what, corrected, people):
    stage = STEPS[name].before[0]
    publication = brought_to(stage, corrected, people)
    if what == "text":
        corrected.sections.filter(kind="text").exclude(body="").first().delete()
    elif what == "ledger":
        corrected.issues.first().delete()
    else:
        corrected.official_names.all().delete()
    who = {"review": "examiner", "approve": "leader", "implement": "officer"}[name]
    with pytest.raises(PublishingError) as refusal:
        procedure.take(publication, name, Author(people[who]))
    begins = (
        "提出以后有改动，公布正文不能生成了："
        if what == "broken"
        else ("提出以后，台账或者正文有改动，现在的内容和提出的不一样：")
    )
    assert str(refusal.value).startswith(begins)
    assert Publication.objects.get(pk=publication.pk).stage == stage
    # What cannot go on can be sent back.
    procedure.take(publication, StepName.RETURN, Author(people["leader"]), note="有改动")


def test_step_with_an_older_content_is_refused(corrected, people):
    publication = brought_to(Stage.RETURNED, corrected, people)
    seen = seen_of(publication)
    corrected.telephone = "（022）66596008"
    corrected.save()
    proposed(corrected, people["officer"])
    with pytest.raises(PublishingError) as refusal:
        procedure.take(publication, StepName.REVIEW, Author(people["examiner"]), seen=seen)
    assert str(refusal.value) == "您打开这一页以后，这一版又重新提出过，内容变了：请再看一遍。"


def test_step_with_another_correction_is_refused(corrected, people):
    publication = brought_to(Stage.RETURNED, corrected, people)
    seen = seen_of(publication)
    again = proposed(corrected, people["officer"], correction="另一种说法。")
    assert again.digest == publication.digest
    with pytest.raises(PublishingError, match=r"^您打开这一页以后"):
        procedure.take(again, StepName.REVIEW, Author(people["examiner"]), seen=seen)


@pytest.mark.parametrize(
    ("correction", "refusal"),
    [
        ("居民电话13712345678反映有误。", "这像是一个手机号码"),
        ("删去了“党建政治引领不够充分”。", "反馈问题“党建政治引领不够充分”不公开"),
    ],
)
def test_correction_is_checked_as_the_notice_is(correction, refusal, corrected, officer):
    finding = corrected.categories.first().findings.get(title="党建政治引领不够充分")
    type(finding).objects.filter(pk=finding.pk).update(is_withheld=True, withheld_ground="secret")
    with pytest.raises(PublishingError) as refused:
        proposed(corrected, officer, correction=correction)
    assert str(refused.value).startswith(f"有 1 条必须改正，改好以前不能公布。第一条是：{refusal}")


def test_names_that_are_only_counted_are_checked_too(corrected, officer):
    corrected.campaigns.create(name="张三13812345678专项整治")
    with pytest.raises(PublishingError, match=r"^有 1 条必须改正"):
        proposed(corrected, officer)


def test_public_edition_needs_its_day_and_the_party_edition_does_not(in_progress, officer):
    with pytest.raises(PublishingError, match=r"^还没有填“公布日期”"):
        proposed(in_progress, officer)
    assert proposed(in_progress, officer, Edition.PARTY).stage == Stage.PROPOSED


@pytest.mark.parametrize("days", [1, 400])
def test_nothing_goes_out_before_its_day(days, in_progress, people):
    in_progress.published_on = timezone.localdate() + datetime.timedelta(days=days)
    in_progress.save()
    publication = brought_to(Stage.APPROVED, in_progress, people)
    with pytest.raises(PublishingError) as refusal:
        procedure.take(publication, StepName.IMPLEMENT, Author(people["leader"]))
    assert str(refusal.value) == "公布日期还没有到；要提前公布，请退回，改好公布日期再提出。"
    assert Publication.objects.get(pk=publication.pk).stage == Stage.APPROVED


@pytest.mark.parametrize("days", [0, -1])
def test_it_goes_out_on_its_day_and_later(days, in_progress, people):
    in_progress.published_on = timezone.localdate() + datetime.timedelta(days=days)
    in_progress.save()
    assert brought_to(Stage.PUBLISHED, in_progress, people).number == 1


@pytest.mark.parametrize("correction", [" ", "\u200b\ufeff"])
def test_correction_says_what_it_corrects(correction, corrected, officer):
    with pytest.raises(PublishingError) as refusal:
        proposed(corrected, officer, correction=correction)
    assert str(refusal.value) == ("第 1 版已经公布。请在“更正说明”里写明这一版更正了什么、为什么。")


def test_edition_without_a_difference_is_refused(published, officer):
    with pytest.raises(PublishingError, match=r"^和已经公布的第 1 版一字不差，没有要更正的。$"):
        proposed(published, officer)


def test_notice_that_cannot_be_composed_is_not_proposed(published, officer):
    published.official_names.all().delete()
    with pytest.raises(PublishingError, match=r"^公布正文不能生成：.*没有名为"):
        procedure.propose(published, Edition.PARTY, Author(officer))


def test_warnings_need_a_reason_each_and_keep_it(corrected, officer, examiner):
    given = reasons(corrected)
    with pytest.raises(PublishingError) as refusal:
        procedure.propose(corrected, Edition.PUBLIC, Author(officer), correction="更正电话。")
    assert str(refusal.value).startswith("还有 ")
    assert PublicationStep.objects.filter(publication__number=None).count() == 0
    publication = proposed(corrected, officer)
    kept = dict(publication.acknowledgements.values_list("key", "reason"))
    assert kept == {key: given[key] for key in kept}
    assert set(kept) == set(procedure.reasons_kept(publication)) != set()
    # After a return they need not be given again.
    procedure.take(publication, StepName.RETURN, Author(examiner), note="再看")
    again = procedure.propose(corrected, Edition.PUBLIC, Author(officer), correction="更正电话。")
    assert again.acknowledgements.count() == len(kept)


@pytest.mark.parametrize("reason", ["", " \n", "\u200b", "\u3164\u2060", "\u2800", "。"])
def test_reason_that_says_nothing_is_none_and_takes_back_the_old_one(
    reason, corrected, officer, examiner
):
    publication = proposed(corrected, officer)
    key = next(iter(procedure.reasons_kept(publication)))
    procedure.take(publication, StepName.RETURN, Author(examiner), note="再看")
    again = {"author": Author(officer), "correction": "更正电话。"}
    with pytest.raises(PublishingError, match=r"^还有 1 条警告没有处理："):
        procedure.propose(corrected, Edition.PUBLIC, **again, reasons={key: reason})
    answered = procedure.propose(corrected, Edition.PUBLIC, **again, reasons={key: "已核实 2。"})
    assert procedure.reasons_kept(answered)[key] == "已核实 2。"


def test_personal_data_stop_a_proposal(corrected, officer):
    section = corrected.sections.filter(kind="text").exclude(body="").first()
    section.body += "联系人手机13812345678。"
    section.save()
    with pytest.raises(PublishingError, match=r"^有 1 条必须改正，改好以前不能公布。"):
        proposed(corrected, officer)


def test_editions_and_their_steps_are_neither_changed_nor_deleted(published):
    publication = published.publications.get()
    for deed in (
        publication.delete,
        Publication.objects.all().delete,
        publication.steps.first().delete,
        publication.steps.first().save,
        lambda: publication.steps.update(note="x"),
        lambda: publication.acknowledgements.update(reason="x"),
    ):
        with pytest.raises(WrittenOnceError):
            deed()


def test_party_and_public_editions_are_numbered_apart(corrected):
    assert put_out(corrected, correction="更正电话。").number == 2
    assert put_out(corrected, Edition.PARTY).number == 1
