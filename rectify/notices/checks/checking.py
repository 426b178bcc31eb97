"""Every rule, and the order in which what they say is told."""

from collections.abc import Callable, Iterator

from rectify.models import Round
from rectify.notices.checks import (
    completion,
    composing,
    counts,
    dates,
    figures,
    itemised,
    ledger,
    names,
    odd_ones,
    personal,
    planned,
    punctuation,
    rates,
    tense,
    withheld,
    wording,
)
from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity
from rectify.steps import Edition

Rule = Callable[[Paper], Iterator[Remark]]

# What the notice owes, then its figures and dates, then its words.
RULES: tuple[Rule, ...] = (
    composing.composed,
    personal.personal_data,
    withheld.withheld_words,
    counts.adding_up,
    counts.sentences_adding_up,
    figures.typed_figures,
    rates.typed_rates,
    rates.typed_results,
    completion.all_done_with_work_left,
    completion.says_all_done,
    completion.finding_says_done,
    ledger.closed_without_evidence,
    ledger.settled_before_feedback,
    ledger.settled_after_counting,
    itemised.inspected_but_not_counted,
    itemised.not_itemised,
    planned.done_here_planned_there,
    planned.planned_without_particulars,
    planned.finished_and_still_planned,
    dates.planned_works_overdue,
    dates.results_before_inspection,
    dates.later_than_signature,
    dates.feedback_date_typed,
    dates.round_in_order,
    dates.reversed_spans,
    dates.impossible_dates,
    tense.future_in_finished,
    ledger.no_findings,
    ledger.no_way_to_report,
    dates.unsigned,
    odd_ones.odd_headings,
    odd_ones.odd_measures,
    names.drifting_names,
    names.drifting_terms,
    names.quoted_and_bare,
    wording.wrong_words,
    wording.words_twice,
    wording.mixed_numbers,
    dates.as_of_words,
    punctuation.half_width,
    punctuation.unpaired,
    punctuation.doubled,
    punctuation.unfinished,
)


def check(
    round: Round,
    edition: Edition = Edition.PUBLIC,
    paper: Paper | None = None,
    *,
    correction: str = "",
) -> list[Remark]:
    """Return what there is to say about one edition of a round's notice.

    The worst first; of the same weight, in the order of the document, what concerns no line
    of it last; at one place, in the order of RULES. The same is never said twice. `paper` may
    be given by a caller who has read it already; `correction` is what a correcting edition
    says of itself.
    """
    paper = paper or Paper.read(round, edition, correction)
    remarks = dict.fromkeys(remark for rule in RULES for remark in rule(paper))
    weights = list(Severity)
    return sorted(
        remarks, key=lambda remark: (weights.index(remark.severity), *_position(paper, remark))
    )


def _position(paper: Paper, remark: Remark) -> tuple[int, int]:
    """Return the line in which a remark's words stand, and where in it."""
    same_place = [
        (index, passage)
        for index, passage in enumerate(paper.passages)
        if passage.place == remark.place
    ]
    for index, passage in same_place:
        at = str(passage.text).find(remark.quotation)
        if at >= 0:
            return index, at
    return (same_place[0][0], 0) if same_place else (len(paper.passages), 0)
