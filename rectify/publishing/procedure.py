"""The one door to publication: 提出 → 审核 → 审批 → 实施, and 退回.

Each function locks the round, looks at things as they are then, and either leaves the step
and what follows from it or raises PublishingError with a sentence. Who has the right to a
step at all is said in permissions.py; that no person judges his own work is said here.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rectify import audit
from rectify.figures import Figures
from rectify.models import (
    Acknowledgement,
    Publication,
    PublicationStep,
    PublishedCommunity,
    Round,
)
from rectify.models.audit import AuditKind
from rectify.notices.checks import Remark, Severity, check
from rectify.notices.compose import NoticeError
from rectify.publishing.content import content_of
from rectify.publishing.lists import lists_of
from rectify.publishing.seals import digest_of, recorded_as, seal_of, seen_of
from rectify.steps import JUDGING, STEPS, Edition, Stage, StepName

# Letters by their class, and yet nothing is seen of them.
FILLERS = "\u115f\u1160"


class PublishingError(ValueError):
    """A step that cannot be taken; its message says why and what to do."""


@dataclass(frozen=True)
class Author:
    """Whose deed it is: an account's, or what a source tells of the time before the system."""

    user: object = None
    source: str = ""

    @property
    def fields(self) -> dict:
        if self.user is None:
            return {"by": None, "by_name": self.source, "source": self.source}
        name = self.user.get_full_name() or self.user.get_username()
        return {"by": self.user, "by_name": name}


def unanswered(remarks: list[Remark], reasons: Mapping[str, str]) -> list[Remark]:
    """Return the warnings that nobody has given a reason for letting stand."""
    return [
        remark
        for remark in remarks
        if remark.severity == Severity.WARNING and not reasons.get(remark.key)
    ]


def reasons_kept(publication: Publication | None) -> dict[str, str]:
    """Return the reasons given for warnings so far, the newest for each."""
    if publication is None:
        return {}
    return dict(publication.acknowledgements.order_by("at", "pk").values_list("key", "reason"))


def open_publication(round: Round, edition: Edition) -> Publication | None:
    """Return the edition of this kind that is on its way, if one is."""
    return round.publications.open().filter(edition=edition).first()


def last_published(round: Round, edition: Edition) -> Publication | None:
    return round.publications.published().filter(edition=edition).first()


@transaction.atomic
def propose(
    round: Round,
    edition: Edition,
    author: Author,
    *,
    reasons: Mapping[str, str] | None = None,
    correction: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Publication:
    """Hand in an edition as the data are now (提出), for the first time or after a return.

    `reasons` says, by the key of each warning, why it is let stand. One given earlier for
    the same edition stands while its key is not among these; one that is given empty is taken
    back, and then the warning is unanswered.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    publication = open_publication(round, edition)
    if publication and publication.stage not in STEPS[StepName.PROPOSE].before:
        raise PublishingError(
            f"这一版已经提出，现在{publication.get_stage_display()}，不用再提出。"
        )
    if edition == Edition.PUBLIC and not round.published_on:
        raise PublishingError("还没有填“公布日期”：请先在轮次的“公布”一栏里填好。")
    before = last_published(round, edition)
    if before and not _says_something(correction):
        raise PublishingError(
            f"第 {before.number} 版已经公布。请在“更正说明”里写明这一版更正了什么、为什么。"
        )
    try:
        content = content_of(round, edition)
    except NoticeError as error:
        raise PublishingError(f"公布正文不能生成：{error}") from None
    digest = digest_of(content)
    if before and before.digest == digest:
        raise PublishingError(f"和已经公布的第 {before.number} 版一字不差，没有要更正的。")
    remarks = check(round, edition, correction=correction.strip())
    _refuse_if_blocked(remarks)
    given = {
        key: reason.strip() if _says_something(reason) else ""
        for key, reason in (reasons or {}).items()
    }
    known = reasons_kept(publication)
    missing = unanswered(remarks, known | given)
    if missing:
        raise PublishingError(
            f"还有 {len(missing)} 条警告没有处理：请改正，或者写明保留的理由。第一条是：{missing[0].reason}"
        )
    at = at or timezone.now()
    if publication is None:
        publication = Publication(round=round, edition=edition)
    publication.stage = Stage.PROPOSED
    publication.content, publication.digest = content, digest
    publication.correction = correction.strip()
    publication.save()
    for remark in remarks:
        reason = given.get(remark.key, "")
        if remark.severity == Severity.WARNING and reason and reason != known.get(remark.key):
            _acknowledge(publication, remark, reason, author, at)
    _leave(publication, StepName.PROPOSE, author, note, at)
    return publication


def _says_something(text: str) -> bool:
    """Tell whether there is anything to read: characters that nobody sees say nothing."""
    return any(one.isalnum() and one not in FILLERS for one in unicodedata.normalize("NFKC", text))


def _acknowledge(publication, remark: Remark, reason: str, author: Author, at: datetime):
    Acknowledgement.objects.create(
        publication=publication,
        key=remark.key,
        code=remark.code,
        place=remark.place,
        quotation=remark.quotation,
        said=remark.reason,
        reason=reason,
        at=at,
        **author.fields,
    )


@transaction.atomic
def take(
    publication: Publication,
    name: StepName,
    author: Author,
    *,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
    request=None,
) -> Publication:
    """Take a step with a proposed edition: 审核, 审批, 实施 or 退回.

    `seen` is of what the person was shown (seals.seen_of): a step is refused when it is no
    longer the same. `request` gives the audit record its address.
    """
    if name not in JUDGING:
        raise PublishingError("没有这个步骤。")
    round = Round.objects.select_for_update().get(pk=publication.round_id)
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    at = at or timezone.now()
    problem = why_not(publication, name, author.user)
    if problem:
        raise PublishingError(problem)
    if seen is not None and seen != seen_of(publication):
        raise PublishingError("您打开这一页以后，这一版又重新提出过，内容变了：请再看一遍。")
    if name == StepName.RETURN:
        if not _says_something(note):
            raise PublishingError("退回要写明原因。")
    else:
        _refuse_if_changed(round, publication)
    publication.stage = STEPS[name].after
    if name != StepName.IMPLEMENT:
        publication.save()
        _leave(publication, name, author, note, at)
        return publication
    _refuse_if_not_to_publish(round, publication, at)
    before = last_published(round, publication.edition)
    _leave(publication, name, author, note, at)
    publication.number = before.number + 1 if before else 1
    publication.published_at = at
    publication.seal = seal_of(publication, before.seal if before else "")
    publication.save()
    PublishedCommunity.objects.bulk_create(
        PublishedCommunity(publication=publication, code=code, issues=issues)
        for code, issues in lists_of(Figures(round, publication.edition)).items()
    )
    audit.record(
        AuditKind.PUBLISHED, request=request, user=author.user, subject=recorded_as(publication)
    )
    return publication


def why_not(publication: Publication, name: StepName, user) -> str:
    """Return why a person may not take a step now, "" if he may; rights apart."""
    rule = STEPS[name]
    if publication.stage not in rule.before:
        return f"这一版现在是“{publication.get_stage_display()}”，不能{name.label}。"
    if user is None:
        return ""
    for earlier in rule.not_by:
        last = publication.steps.filter(name=earlier).order_by("at", "pk").last()
        if last and last.by_id == user.pk:
            return f"这一版是您{earlier.label}的，要由别人{name.label}：四个步骤不能由一个人办。"
    return ""


def _leave(publication: Publication, name: StepName, author: Author, note: str, at: datetime):
    PublicationStep.objects.create(
        publication=publication,
        name=name,
        note=note.strip(),
        digest=publication.digest,
        at=at,
        **author.fields,
    )


def _refuse_if_changed(round: Round, publication: Publication) -> None:
    """Refuse an edition that the data have moved away from since it was proposed."""
    try:
        now = content_of(round, publication.edition)
    except NoticeError as error:
        raise PublishingError(
            f"提出以后有改动，公布正文不能生成了：{error}请退回，改好以后重新提出。"
        ) from None
    if digest_of(now) != publication.digest:
        raise PublishingError(
            "提出以后，台账或者正文有改动，现在的内容和提出的不一样："
            "请看“和现在的内容比较”，退回以后重新提出。"
        )


def _refuse_if_not_to_publish(round: Round, publication: Publication, at: datetime) -> None:
    """Refuse what must not go out, by the check as it is on the day of publication."""
    if publication.edition == Edition.PUBLIC and round.published_on > timezone.localdate(at):
        raise PublishingError("公布日期还没有到；要提前公布，请退回，改好公布日期再提出。")
    remarks = check(round, publication.edition, correction=publication.correction)
    _refuse_if_blocked(remarks)
    missing = unanswered(remarks, reasons_kept(publication))
    if missing:
        raise PublishingError(
            f"提出以后又有 {len(missing)} 条警告没有处理，请退回。第一条是：{missing[0].reason}"
        )


def _refuse_if_blocked(remarks: list[Remark]) -> None:
    blocking = [remark for remark in remarks if remark.severity == Severity.BLOCKING]
    if blocking:
        raise PublishingError(
            f"有 {len(blocking)} 条必须改正，改好以前不能公布。第一条是：{blocking[0].reason}"
        )


@transaction.atomic
def record_earlier(
    round: Round, edition: Edition, *, source: str, reasons: Mapping[str, str] | str, at: datetime
) -> Publication:
    """Write down an edition that was published before this system was used.

    `source` stands in place of the persons; `reasons` says why warnings stood, by the code of
    each rule or one for all; `at` is when it was published. The same door, check and seal as
    ever.
    """
    author = Author(source=source)
    given = {
        remark.key: reasons if isinstance(reasons, str) else reasons.get(remark.code, "")
        for remark in check(round, edition)
    }
    publication = propose(round, edition, author, reasons=given, at=at)
    for name in (StepName.REVIEW, StepName.APPROVE, StepName.IMPLEMENT):
        publication = take(publication, name, author, at=at)
    return publication
