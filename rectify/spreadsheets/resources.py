"""How rows of the ledger become entries; the one way in for facts in bulk.

django-import-export goes through the rows, keeps errors with their rows and writes in
batches. What is ours: rows are judged without a query for each, nothing of the workflow is
touched, every write is in the history, and a row that somebody changed meanwhile is refused.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource

from rectify import permissions
from rectify.models import Issue
from rectify.models.conditions import broken_constraints
from rectify.spreadsheets import beside, writing
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.conflicts import differing, shown, why_conflict
from rectify.spreadsheets.directory import Directory
from rectify.spreadsheets.existing import ExistingIssues
from rectify.spreadsheets.facts import FACTS, KEY_OF
from rectify.spreadsheets.judgements import JudgedRow, JudgedRows, Judgement, RefusedRowError
from rectify.spreadsheets.left_alone import REPORTED, left_alone
from rectify.spreadsheets.numbers import Numbers
from rectify.spreadsheets.quoting import kept, quoted
from rectify.spreadsheets.safe import was_cut
from rectify.spreadsheets.values import one_line_end
from rectify.spreadsheets.widgets import (
    DeadlineWidget,
    FindingWidget,
    GroundWidget,
    NameWidget,
    OwnerWidget,
    SettledWidget,
    StatusWidget,
    TextWidget,
    is_public,
)
from rectify.spreadsheets.writing import Deed

# Columns that say something about others, and are read together with them.
BESIDE = {"category", "is_public", "version"}
# What the workflow alone changes of an entry that is there.
OF_WORKFLOW = {"due_on", "due_wording", "status", "settled_on"}
NEEDED = ("community", "finding", "text", "department")

EXCEL_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
NOT_YOURS = "您不能新增或修改这一项；请把表格交给街道管理员导入。"


def _field(key: str) -> str:
    """Return the field of an entry that a column fills."""
    return FACTS.get(key, key)


def _text(key):
    return Field(attribute=_field(key), column_name=key, widget=TextWidget())


class IssueResource(ModelResource):
    """The ledger of one round, a row for each entry, matched by number.

    Rows have the keys of `columns.COLUMNS`; a column that is not there leaves the entry as it
    is, an empty cell empties it. `user` is the person whose rights hold, None for a command
    at the server, which may do everything; `reason` stands beside each row's history.
    """

    number = _text("number")
    community = Field(attribute="community", column_name="community")
    finding = Field(attribute="finding", column_name="finding")
    text = _text("text")
    measures = _text("measures")
    goal = _text("goal")
    leader = _text("leader")
    department = Field(attribute="department", column_name="department")
    owner = Field(attribute="owner", column_name="owner")
    status = Field(attribute="status", column_name="status", widget=StatusWidget())
    due_on = Field(attribute="due_on", column_name="due_on")
    due_wording = _text("due_wording")
    settled_on = Field(attribute="settled_on", column_name="settled_on")
    progress = _text("progress")
    evidence = _text("evidence")
    withheld_ground = Field(
        attribute="withheld_ground", column_name="withheld_ground", widget=GroundWidget()
    )
    remark = _text("remark")

    class Meta:
        model = Issue
        instance_loader_class = ExistingIssues
        import_id_fields = ["number"]
        # In the ledger's order: an owner is looked for in the community, a wording follows its
        # day. The status comes first, as it does in what is told of differences.
        fields = ["status", *(key for key in OF_KEY if key not in {"status", *BESIDE})]
        use_bulk = True
        use_transactions = True
        batch_size = writing.BATCH
        # Comparing copies of whole entries takes longer than judging them; see `skip_row`.
        skip_diff = True
        skip_unchanged = True

    def __init__(self, round, *, user=None, reason="", ledger_import=None, advance=None, **kwargs):
        super().__init__(**kwargs)
        self.round = round
        self.deed = Deed(user, timezone.now(), reason, ledger_import)
        self.today = timezone.localdate()
        self.advance = advance or (lambda: None)
        self.directory = directory = Directory(round)
        self.may_enter = user is None or permissions.may_enter(user)
        since = round.fed_back_on or round.inspected_to or round.inspected_from
        for key, widget in {
            "community": NameWidget(lambda: directory.communities),
            "finding": FindingWidget(directory),
            "department": NameWidget(lambda: directory.departments),
            "owner": OwnerWidget(directory),
            "due_on": DeadlineWidget(since),
            "settled_on": SettledWidget(since),
        }.items():
            self.fields[key].widget = widget

    def get_result_class(self):
        return JudgedRows

    def get_row_result_class(self):
        return JudgedRow

    def get_queryset(self):
        return Issue.objects.filter(round=self.round)

    def import_data(self, dataset, dry_run=False, *, take, **kwargs):
        """Judge the rows of a ledger, and write them unless it is a dry run.

        `take` is called with each and with what was found of it, which nobody keeps.
        """
        self.writes = not dry_run
        self.rows, self.take = dataset.rows, take
        result = super().import_data(dataset, dry_run=dry_run, **kwargs)
        for error in result.base_errors:
            raise error.error
        return result

    def before_import(self, dataset, **kwargs):
        several = len({row.sheet for row in self.rows}) > 1
        places = (row.place(with_sheet=several) for row in self.rows)
        self.numbers = Numbers(self.round, zip(dataset["number"], places, strict=True))

    def after_import(self, dataset, result, **kwargs):
        """Leave the database's counter of keys alone, since no key comes from a file.

        The library would set it back to the last key that it can see, while somebody else is
        writing rows that it cannot see yet.
        """

    # --- One row -------------------------------------------------------------------------

    def before_import_row(self, row, **kwargs):
        for key in [key for key, value in row.items() if value is None]:
            del row[key]
        self.told = row

    def get_instance(self, instance_loader, row):
        self.existing = instance_loader
        return instance_loader.get_instance(row)

    def init_instance(self, row=None):
        issue = Issue(round=self.round)
        issue.number = row["number"]
        return issue

    def after_init_instance(self, instance, new, row, **kwargs):
        self.judgement = Judgement()
        if not self.may_enter:
            # Of an entry that is there no more is told than of one that is not.
            raise RefusedRowError({"number": [NOT_YOURS]})
        if not new:
            self.directory.place(instance)
            self.judgement.before = {
                key: getattr(instance, attribute) for key, attribute in FACTS.items()
            }

    def import_instance(self, instance, row, *, row_number, **kwargs):
        told = self.rows[row_number - 1]
        self.errors = errors = {key: [sentence] for key, sentence in told.amiss}
        row.update(dict.fromkeys(errors.keys() - {"number"}, ""))
        for key in self._meta.fields:
            # An owner is one of the community's, so without that nothing can be said of it.
            if key not in row or key in errors:
                continue
            if key != "owner" or instance.community_id in self.directory.inspected:
                try:
                    self._take(key, instance, row)
                except ValueError as refusal:
                    errors[key] = [str(refusal)]
        if "number" not in errors and (
            why := self.numbers.why_not(row["number"], is_new=not instance.pk)
        ):
            errors["number"] = [why]
        for problems in (
            self._openness(instance, row, errors),
            self._needs(instance, row, errors, told.sheet),
            {} if errors else self._conflict(instance, row),
        ):
            for key, sentences in problems.items():
                errors.setdefault(key, []).extend(sentences)

    def _take(self, key, instance, row) -> None:
        """Take one cell, unless the workflow alone changes what it says of an entry.

        A new entry comes in as it is, a fact of the past; one that is there already is moved,
        and its deadline changed, by people. Raises ValueError.
        """
        if row[key] in EXCEL_ERRORS:
            raise ValueError(f"这一格的公式出错了（{row[key]}），请改成文字、数字或日期。")
        value = self.fields[key].clean(row, entry=instance)
        if key == "number":
            return
        if instance.pk and (key in OF_WORKFLOW or self._is_reported(key, instance)):
            self.judgement.notes += left_alone(key, instance, row, value, self.existing)
        elif key == "due_on":
            instance.due_on, instance.due_wording = (
                (value.day, value.wording) if value else (None, "")
            )
        elif key == "due_wording" and not value:
            # The deadline itself has said how it is worded.
            return
        elif isinstance(value, str) and _says_the_same(value, getattr(instance, _field(key))):
            # Kept as it is stored, with the ends of lines that browsers send.
            return
        elif isinstance(value, str) and was_cut(value):
            self._refuse_cut(bool(instance.pk))
        else:
            setattr(instance, _field(key), value)

    def _is_reported(self, key, instance) -> bool:
        return key in REPORTED and self.existing.told(key, instance) is not None

    @staticmethod
    def _refuse_cut(exists: bool) -> None:
        """Leave a text alone that did not fit into its cell; a new entry needs the whole."""
        if not exists:
            raise ValueError("这一格的文字没有放全，不能导入；请把全文贴进来。")

    def _openness(self, instance, row, errors) -> dict[str, list[str]]:
        """Withhold the entry on its ground, or make it public, as the row says."""
        if "is_public" in errors:
            return {}
        try:
            public = is_public(row.get("is_public"))
        except ValueError as refusal:
            return {"is_public": [str(refusal)]}
        if public is None and "withheld_ground" in row:
            public = not instance.withheld_ground
        if public is None or "withheld_ground" in errors:
            return {}
        if "withheld_ground" not in row and public:
            instance.withheld_ground = ""
        instance.is_withheld = not public
        return {}

    def _needs(self, instance, row, errors, sheet: str) -> dict[str, list[str]]:
        """Return what a new entry lacks, and what must not be emptied of one that is there."""
        problems = {}
        for key in NEEDED:
            name = OF_KEY[key].name
            if key in errors:
                continue
            if key in row:
                if not row[key]:
                    problems[key] = [f"{name}不能空着。"]
            elif not instance.pk:
                lacking = f"新增的问题要有{name}，这张表里没有“{name}”这一列"
                if key == "community" and sheet:
                    lacking += f"，工作表的名称{quoted(sheet)}也不是社区：请加上这一列，或把工作表改成社区的名称"
                problems[key] = [f"{lacking}。"]
        return problems

    def _conflict(self, instance, row) -> dict[str, list[str]]:
        before = self.judgement.before
        version = kept(row.get("version") or "")
        sentence = why_conflict(instance, version, before, self.existing)
        return {"version": [sentence]} if sentence else {}

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if self.errors or not instance.pk:
            return False
        before = self.judgement.before
        self.judgement.changes = [
            (OF_KEY[key].name, shown(key, before[key]), shown(key, getattr(instance, FACTS[key])))
            for key in differing(instance, before)
        ]
        return not self.judgement.changes

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Judge an entry by the model's own rules, without a query for each."""
        errors = self.errors
        relations = {one.name for one in Issue._meta.fields if one.is_relation}
        # An empty text was told of in the words of the sheet.
        attributes = {_field(key) for key in errors}
        try:
            instance.clean_fields(exclude=relations | attributes)
        except ValidationError as refusal:
            for name, problems in refusal.error_dict.items():
                key = KEY_OF.get(name, name)
                errors.setdefault(key, []).extend(_told(key, one) for one in problems)
        if not {"community", "finding", "owner"} & set(errors):
            misplaced = instance.misplacements(
                inspected=self.directory.inspected, begun_in=self.existing.begun_in(instance)
            )
            for key, sentences in misplaced.items():
                if key == "owner" and key not in self.told:
                    key, sentences = "community", [self._left_behind(instance)]
                errors.setdefault(key, []).extend(sentences)
        if not instance.pk and instance.settled_on and instance.settled_on > self.today:
            errors.setdefault("settled_on", []).append(
                f"完成时间“{instance.settled_on}”还没有到；还没有完成的，请改整改状态，把完成时间留空。"
            )
        for constraint in broken_constraints(instance):
            if constraint.name in beside.SENTENCE_OF:
                key, sentence = beside.SENTENCE_OF[constraint.name](instance, self.told)
                if key not in errors and not (key == "settled_on" and "status" in errors):
                    errors[key] = [sentence]
        if errors:
            raise RefusedRowError(errors)

    @staticmethod
    def _left_behind(instance) -> str:
        return (
            f"社区换成{instance.community}以后，原来的责任人“{instance.owner}”不是这个社区的；"
            "请加上“责任人”这一列，一起改。"
        )

    def after_import_row(self, row, row_result, **kwargs):
        row_result.judgement = self.judgement

    def import_row(self, row, instance_loader, *, row_number, **kwargs):
        told = super().import_row(row, instance_loader, row_number=row_number, **kwargs)
        for error in told.errors:
            raise error.error
        if told.validation_error:
            told.let_go()
        self.take(self.rows[row_number - 1], told)
        self.advance()
        return told

    # --- All rows ------------------------------------------------------------------------

    def save_instance(self, instance, is_create, row, **kwargs):
        if is_create:
            self.judgement.placed = (
                instance.community_id,
                instance.finding_id,
                instance.department_id,
                instance.owner_id,
            )
        if not self.writes:
            return
        (self.create_instances if is_create else self.update_instances).append(instance)

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        if self.create_instances:
            writing.add(self.create_instances, self.deed)
            self.create_instances.clear()

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        if self.update_instances:
            writing.change(self.update_instances, self.deed)
            self.update_instances.clear()


def _told(key: str, problem: ValidationError) -> str:
    """Return a refusal of Django's in the office's words."""
    if problem.code == "max_length":
        most, length = (problem.params[name] for name in ("limit_value", "show_value"))
        return f"{OF_KEY[key].name}最多 {most} 个字，这里有 {length} 个字，请写短一些。"
    return problem.messages[0]


def _says_the_same(told: str, stored) -> bool:
    """Tell whether a cell holds a stored text, as far as a cell can."""
    return isinstance(stored, str) and told == one_line_end(stored).strip()
