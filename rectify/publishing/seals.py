"""Digests by which anybody can tell that an edition is what was approved and published.

A digest is the SHA-256 of a canonical form: JSON with sorted keys, no spaces, texts as they
are (not escaped), in UTF-8. Every seal covers the seal of the edition before it, so that
none can be changed or taken out of the row unnoticed.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from rectify.models import AuditEntry, Publication
from rectify.models.audit import AuditKind
from rectify.steps import Stage, StepName

# What else of a published row is looked at: all that the row says beside its content.
OF_DEED = ["by_id", "by_name", "source"]
OF_STEP = [*OF_DEED, "name", "note", "digest"]
OF_ACKNOWLEDGEMENT = [*OF_DEED, "key", "code", "place", "quotation", "said", "reason"]


def canonical(value) -> bytes:
    """Return the canonical form of plain values."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(value) -> str:
    """Return the SHA-256 of plain values in their canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def seal_of(publication: Publication, previous: str) -> str:
    """Return the seal of an edition that has its number and its time of publication.

    `previous` is the seal of the edition before it, "" for the first.
    """
    return digest_of(
        {
            "round": publication.round_id,
            "edition": publication.edition,
            "number": publication.number,
            "correction": publication.correction,
            "published_at": _moment(publication.published_at),
            "digest": publication.digest,
            "previous": previous,
            "steps": [_deed(step, OF_STEP) for step in publication.steps.all()],
            "acknowledgements": [
                _deed(one, OF_ACKNOWLEDGEMENT) for one in publication.acknowledgements.all()
            ],
        }
    )


def _deed(row, names: list[str]) -> dict:
    return {"at": _moment(row.at)} | {name: getattr(row, name) for name in names}


def _moment(at) -> str:
    return at and at.astimezone(UTC).isoformat(timespec="microseconds")


def seen_of(publication: Publication) -> str:
    """Return the digest of all that is judged of an edition: content, correction and reasons."""
    reasons = publication.acknowledgements.values_list("key", "reason")
    return digest_of([publication.digest, publication.correction, *map(list, reasons)])


def recorded_as(publication: Publication) -> str:
    """Return how the audit record names an edition that was published."""
    return f"{publication.seal} #{publication.round_id} {publication}"


def mismatches(rounds) -> list[str]:
    """Return what is wrong with the published editions of rounds, as sentences, or [].

    `rounds` is a queryset. Every row is computed anew, whole.
    """
    published = Publication.objects.filter(round__in=rounds, stage=Stage.PUBLISHED)
    problems = []
    before: dict[tuple, Publication] = {}
    for one in (
        published.order_by("round_id", "edition", "number")
        .select_related("round")
        .prefetch_related("steps", "acknowledgements", "communities")
    ):
        last = before.get((one.round_id, one.edition))
        problems += [f"{one}：{problem}" for problem in _mismatches_of(one, last)]
        before[one.round_id, one.edition] = one
    return problems + list(_gone(rounds))


def _gone(rounds) -> Iterator[str]:
    """Yield the editions that the audit record tells of and that are there no more.

    The chain of seals tells of one that is missing before another, not of the last ones.
    """
    keys = {f"#{pk}" for pk in rounds.values_list("pk", flat=True)}
    of_round = Publication.objects.filter(round__in=rounds)
    seals = set(of_round.filter(stage=Stage.PUBLISHED).values_list("seal", flat=True))
    # So does the last step of one that is said not to be published.
    implemented = of_round.exclude(stage=Stage.PUBLISHED).filter(steps__name=StepName.IMPLEMENT)
    for one in implemented.select_related("round").distinct():
        yield f"{one}：已经办过“实施”，进度却不是已公布：公布以后被改过。"
    told = AuditEntry.objects.filter(kind=AuditKind.PUBLISHED).order_by("at", "pk")
    for subject in told.values_list("subject", flat=True):
        seal, key, name = subject.split(" ", 2)
        if key in keys and seal not in seals:
            yield f"审计记录里公布过“{name}”，现在没有这一版，或者它的校验值被改过。"


def _mismatches_of(one: Publication, last: Publication | None):
    expected = last.number + 1 if last else 1
    if one.number != expected:
        yield f"版次应当是第 {expected} 版：前面有版本缺失，或者版次被改过。"
    if digest_of(one.content) != one.digest:
        yield "内容和公布时的校验值不符：内容在公布以后被改过。"
    elif one.content["edition"] != one.edition:
        yield "版本种类和内容里写的不符。"
    elif _digests_of_lists(one) != _digests_told(one):
        yield "各社区公布的问题和公布时的校验值不符：在公布以后被改过，或者缺了、多了。"
    unlike = [step for step in _standing(one) if step.digest != one.digest]
    if unlike:
        yield f"“{unlike[0].get_name_display()}”时看到的内容和公布的内容不是同一个。"
    if seal_of(one, last.seal if last else "") != one.seal:
        yield "整版的校验值不符：版次、时间、步骤、警告的处理或者前一版在公布以后被改过。"


def _digests_of_lists(one: Publication) -> dict[str, str]:
    return {community.code: digest_of(community.issues) for community in one.communities.all()}


def _digests_told(one: Publication) -> dict[str, str]:
    """Return the digests of the lists that an edition says belong to it."""
    communities = one.content["ledger"]["communities"]
    return {
        community["code"]: community["list_sha256"]
        for community in communities
        if "list_sha256" in community
    }


def _standing(publication: Publication) -> list:
    """Return the steps since the last proposal: those by which it was published."""
    steps = list(publication.steps.all())
    begins = max((i for i, step in enumerate(steps) if step.name == StepName.PROPOSE), default=0)
    return steps[begins:]
