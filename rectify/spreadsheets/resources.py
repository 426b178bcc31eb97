"""How rows of the ledger become entries; the one way in for facts in bulk."""

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CharWidget

from communities.models import Community, Department, Owner
from rectify.models import Finding, Issue
from rectify.models.issue import WithholdingGround
from rectify.spreadsheets.widgets import ChoiceWidget, DayWidget, LookupWidget, WithinWidget
from rectify.states import Status
from rectify.workflow.door import lock

OF_THE_WORKFLOW = {"status", "settled_on", "due_on", "due_wording"}


def _by_name(noun, model):
    return LookupWidget(noun, model.objects.all, key=lambda row: row.name)


class IssueResource(ModelResource):
    """The ledger of one round, a row for each entry, matched by number.

    Every row meets the model's own rules; one bad row keeps all of them out.
    """

    number = Field(attribute="number", column_name="问题编号", widget=CharWidget())
    community = Field(attribute="community", column_name="社区")
    finding = Field(attribute="finding", column_name="反馈问题")
    text = Field(attribute="text", column_name="具体问题", widget=CharWidget())
    measures = Field(attribute="measures", column_name="整改措施", widget=CharWidget())
    goal = Field(attribute="goal", column_name="整改目标", widget=CharWidget())
    leader = Field(attribute="leader", column_name="责任领导", widget=CharWidget())
    department = Field(attribute="department", column_name="责任科室")
    owner = Field(attribute="owner", column_name="责任人")
    due_on = Field(attribute="due_on", column_name="整改时限", widget=DayWidget())
    due_wording = Field(attribute="due_wording", column_name="时限原文", widget=CharWidget())
    status = Field(
        attribute="status", column_name="整改状态", widget=ChoiceWidget("整改状态", Status)
    )
    settled_on = Field(attribute="settled_on", column_name="完成时间", widget=DayWidget())
    withheld_ground = Field(
        attribute="withheld_ground",
        column_name="不公开理由",
        widget=ChoiceWidget("不公开理由", WithholdingGround),
    )
    remark = Field(attribute="remark", column_name="备注", widget=CharWidget())

    class Meta:
        model = Issue
        import_id_fields = ["number"]
        fields = [
            "number",
            "community",
            "finding",
            "text",
            "measures",
            "goal",
            "leader",
            "department",
            "owner",
            "due_on",
            "due_wording",
            "status",
            "settled_on",
            "withheld_ground",
            "remark",
        ]
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True

    def __init__(self, round, *, source="导入", **kwargs):
        """`source` stands beside each row's history: where the facts came from.

        Importing with `file_name` and `user`, as the library's admin does, adds the one to
        it and records the other.
        """
        super().__init__(**kwargs)
        self.round = round
        self.source = source
        self.fields["community"].widget = _by_name("社区", Community)
        self.fields["department"].widget = _by_name("责任科室", Department)
        self.fields["owner"].widget = WithinWidget(
            "责任人",
            lambda: Owner.objects.select_related("community"),
            key=lambda owner: (owner.community.name, owner.post),
            outer="社区",
        )
        self.fields["finding"].widget = WithinWidget(
            "反馈问题",
            lambda: Finding.objects.filter(category__round=round).select_related("category__round"),
            key=lambda finding: (finding.category.title, finding.title),
            outer="问题类别",
        )

    def get_queryset(self):
        return super().get_queryset().filter(round=self.round)

    def get_instance(self, instance_loader, row):
        """Return the row's entry as it is now, kept from others until the import is done."""
        found = super().get_instance(instance_loader, row)
        return found and lock(found)

    def init_instance(self, row=None):
        return Issue(round=self.round)

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        instance._change_reason = f"{self.source} {kwargs.get('file_name') or ''}".strip()
        if kwargs.get("user"):
            instance._history_user = kwargs["user"]

    def import_field(self, field, instance, row, **kwargs):
        """Take a cell, unless the workflow alone may change what it says of an entry.

        A new entry comes in as it is, a fact of the past; one that is there already is moved,
        and its deadline changed, by people.
        """
        if instance.pk and field.attribute in OF_THE_WORKFLOW:
            return
        super().import_field(field, instance, row, **kwargs)

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        instance.is_withheld = bool(instance.withheld_ground)
