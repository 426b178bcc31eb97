"""The ledger, its rounds and their texts in the admin."""

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Count
from django.utils.functional import cached_property

from rectify.forms.sending import INCOMPLETE
from rectify.forms.versions import VersionedForm
from rectify.models import Category, Finding, Issue, Round
from rectify.models.notice import SectionKind
from rectify.texts import variables_in

# The name, in a formset's management form, of what its rows were when it was opened.
OPENED = "OPENED"


class RowForm(forms.ModelForm):
    """A row of the admin, shown with all or some of its fields.

    `refusal` is why saving the same form was taken back a moment ago, if it was.
    """

    refusal = ""

    def __init__(self, *args, **kwargs):
        # Django's Chinese puts a half-width colon behind labels.
        super().__init__(*args, **{"label_suffix": "：", **kwargs})

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    def add_error(self, field, error):
        """Say of the row what is wrong with a field that is not shown.

        Django would answer an error at a field that is not there with a server error.
        """
        for name in [*getattr(error, "error_dict", [])]:
            if name not in self.fields and name != NON_FIELD_ERRORS:
                label = self._meta.model._meta.get_field(name).verbose_name
                for sentence in ValidationError(error.error_dict.pop(name)).messages:
                    super().add_error(None, f"{label}：{sentence}")
        super().add_error(field, error)

    def _get_validation_exclusions(self):
        # The round of an existing row is shown and not asked for; the row's name is still
        # its own in that round.
        return super()._get_validation_exclusions() - {"round"}


class RowGoneError(Exception):
    """A row of the form was deleted by somebody else after the form had been opened."""


class RowFormSet(forms.BaseInlineFormSet):
    """Rows edited on the page of what they belong to, each with a name of its own there.

    Rows are saved one after the other, so a name that another row still holds cannot be
    taken in the same save, even if that row gives it up.

    Rows whose model has no history are carried by the form as they were when it was opened:
    nothing else can tell later what the person has changed and what somebody else.
    """

    @cached_property
    def management_form(self):
        form = super().management_form
        if self.is_carrying:
            initial = "" if self.is_bound else self.carried(self.get_queryset())
            form.fields[OPENED] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=initial
            )
        return form

    @property
    def is_carrying(self) -> bool:
        return not hasattr(self.model, "history")

    def carried(self, rows) -> str:
        """Return what the form carries of rows as they are now."""
        held = {
            row.pk: {
                one.name: None if one.value_from_object(row) is None else one.value_to_string(row)
                for one in self._carried_fields()
            }
            for row in rows
        }
        return signing.dumps(held, salt=self._salt, compress=True)

    @cached_property
    def opened(self) -> dict:
        """The rows by key as they were when the form was opened, as far as it carries them."""
        try:
            held = signing.loads(self.data.get(self.add_prefix(OPENED), ""), salt=self._salt)
        except signing.BadSignature:
            return {}
        return {int(key): self._opened_row(int(key), values) for key, values in held.items()}

    def _opened_row(self, key: int, values: dict):
        row = self.model(pk=key, **{self.fk.attname: self.instance.pk})
        for one in self._carried_fields():
            if one.name in values:
                setattr(row, one.attname, one.to_python(values[one.name]))
        return row

    @property
    def _salt(self) -> str:
        return f"{OPENED}.{self.model._meta.label}"

    def _carried_fields(self) -> list:
        fields = self.model._meta.concrete_fields
        return [one for one in fields if one.name in self.form.base_fields]

    def validate_unique(self):
        """Leave it to `clean`, which knows the rows' names and says so in the office's words."""

    def clean(self):
        """Raise RowGoneError for a row that is not there any more, unless it is to be deleted."""
        super().clean()
        if any("id" in form.errors for form in self.extra_forms):
            raise ValidationError(INCOMPLETE)  # Nobody's browser gives a new row a key.
        kept = [form for form in self.initial_forms if not self._should_delete_form(form)]
        # A row that belongs elsewhere is found by Django, and then passed over in silence.
        if any("id" in form.errors or form.instance.pk is None for form in kept):
            raise RowGoneError
        if any(self.errors):
            return
        name = getattr(self.model, "name_field", None)
        if not name:
            return
        # Asked of the database, not of the form: someone may have added a row since.
        held = {row.identity: row.pk for row in self.stored()}
        seen = set()
        for form in self.kept_forms():
            row = form.instance
            if getattr(row, name) and row.identity in seen:
                form.add_error(name, f"有两行都是“{getattr(row, name)}”，请改成不同的。")
            elif held.get(row.identity, row.pk) != row.pk:
                form.add_error(
                    name,
                    f"“{getattr(row, name)}”现在是另一行的；请先改那一行并保存，再改这一行。",
                )
            seen.add(row.identity)

    def stored(self):
        """Return the rows as the database has them now."""
        return self.model._default_manager.filter(**{self.fk.name: self.instance})

    def kept_forms(self) -> list:
        """Return the forms of rows that will be there after saving."""
        return [form for form in self.forms if form not in self.deleted_forms]


class OfficialNameFormSet(RowFormSet):
    """The dictionary of names, edited together with the sections that use it.

    The names as they will be are handed to the round, so that a section in the same form
    may use a new name, and is refused one that is being removed.
    """

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        before = self.instance.names
        self.instance.names = {
            form.instance.key: str(form.instance) for form in self.kept_forms() if form.instance.key
        }
        gone = before.keys() - self.instance.names.keys()
        used = [
            f"称谓“{name}”还用在{place}，请先改掉那里再删。"
            for place, text in self.instance.texts_elsewhere()
            for name in gone.intersection(variables_in(text))
        ]
        if used:
            raise ValidationError(used)


class SectionFormSet(RowFormSet):
    """The sections of a round, of which one at most lists the findings.

    Django leaves the round out when it checks the constraints of rows on the round's page,
    and rows are saved one after the other, so the old one has to give way in a save before.
    """

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kind = SectionKind.FINDINGS
        chosen = [form for form in self.kept_forms() if form.cleaned_data.get("kind") == kind]
        stored = set(self.stored().filter(kind=kind).values_list("pk", flat=True))
        if len(chosen) > 1:
            raise ValidationError("一个轮次只能有一个“反馈问题及整改落实情况”栏目。")
        if chosen and stored - {chosen[0].instance.pk}:
            raise ValidationError(
                "“反馈问题及整改落实情况”要换到另一个栏目：请先把原来的栏目改掉或删去并保存，再改这一个。"
            )


class RoundForm(RowForm):
    """A round; a community that still has entries in it cannot be taken out.

    Otherwise the figures by community would no longer add up to the total.
    """

    class Meta:
        model = Round
        fields = "__all__"  # noqa: DJ007 -- the admin's fieldsets name the fields

    def clean_communities(self):
        chosen = self.cleaned_data["communities"]
        left = (
            self.instance.issues.exclude(community__in=chosen)
            .values_list("community__name")
            .annotate(count=Count("pk"))
            .order_by("community__code")
            if self.instance.pk
            else []
        )
        if left:
            raise ValidationError(
                [
                    f"{name}还有 {count} 项整改问题，不能移出本轮次；请先改这些问题的社区。"
                    for name, count in left
                ]
            )
        return chosen


class FindingChoiceField(forms.ModelChoiceField):
    """Findings of several rounds may have the same title, so each is shown with its round."""

    def label_from_instance(self, finding):
        return f"{finding.category.round}｜{finding.category.title[:16]}｜{finding.title}"


class IssueForm(VersionedForm, RowForm):
    """One ledger entry.

    An existing one chooses only among its round's findings and communities, and among its
    community's owners.
    """

    class Meta:
        model = Issue
        fields = "__all__"  # noqa: DJ007 -- the admin's fieldsets name the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        round = self.instance.round if self.instance.pk else None
        if round and "finding" in self.fields:
            self.fields["finding"].queryset = self.fields["finding"].queryset.filter(
                category__round=round
            )
        if round and "community" in self.fields:
            self.fields["community"].queryset = round.communities.all()
        if round and "owner" in self.fields:
            owner = self.fields["owner"]
            owner.queryset = owner.queryset.filter(community=self.instance.community_id)
            owner.help_text = "只列出本社区的。要换社区的，先留空保存，再选新社区的责任人。"


class CategoryChoiceField(forms.ModelChoiceField):
    """Categories of several rounds may have the same title, so each is shown with its round."""

    def label_from_instance(self, category):
        above = f"{category.parent.title[:16]}｜" if category.parent else ""
        return f"{category.round}｜{above}{category.title}"


class FindingForm(RowForm):
    """A finding; an existing one chooses only among the categories of its round."""

    category = CategoryChoiceField(
        label="类别", queryset=Category.objects.select_related("round", "parent")
    )

    class Meta:
        model = Finding
        fields = "__all__"  # noqa: DJ007 -- the admin names the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "category" in self.fields:
            self.fields["category"].queryset = self.fields["category"].queryset.filter(
                round=self.instance.round
            )


class CategoryForm(RowForm):
    """A category; only those of the first level of its own round can be above it."""

    class Meta:
        model = Category
        fields = "__all__"  # noqa: DJ007 -- the admin names the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            choices = Category.objects.filter(parent=None).exclude(pk=self.instance.pk)
            if self.instance.round_id:
                choices = choices.filter(round=self.instance.round_id)
            self.fields["parent"].queryset = choices
