"""Forms of the admin that do more than repeat their model."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count

from rectify.models import Category, Finding, Issue, Round, Section
from rectify.texts import variables_in


class RowFormSet(forms.BaseInlineFormSet):
    """Rows edited on the page of what they belong to, each with a name of its own there.

    Rows are saved one after the other, so a name that another row still holds cannot be
    taken in the same save, even if that row gives it up.
    """

    def get_unique_error_message(self, unique_check):
        labels = "、".join(
            str(self.model._meta.get_field(name).verbose_name)
            for name in unique_check
            if name != self.fk.name
        )
        return f"有两行的“{labels}”相同，请改成不同的。"

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for name in self.names_of_their_own():
            held = {form.initial[name]: form for form in self.initial_forms}
            for form in self.initial_forms:
                wanted = form.cleaned_data[name]
                if name in form.changed_data and held.get(wanted, form) is not form:
                    form.add_error(
                        name, f"“{wanted}”现在是另一行的；请先改那一行并保存，再改这一行。"
                    )

    def names_of_their_own(self) -> list[str]:
        """Return the fields that the database keeps apart among these rows."""
        return [
            name
            for constraint in self.model._meta.total_unique_constraints
            for name in constraint.fields
            if name != self.fk.name
        ]


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
            form.instance.key: str(form.instance)
            for form in self.forms
            if form.instance.key and form not in self.deleted_forms
        }
        gone = before.keys() - self.instance.names.keys()
        used = [
            f"称谓“{name}”还用在{place}，请先改掉那里再删。"
            for place, text, _ in self.instance.texts_of_findings()
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
        kind = Section.Kind.FINDINGS
        kept = [form for form in self.forms if form not in self.deleted_forms]
        chosen = [form for form in kept if form.cleaned_data.get("kind") == kind]
        stored = [form for form in self.initial_forms if form.initial["kind"] == kind]
        if len(chosen) > 1:
            raise ValidationError("一个轮次只能有一个“反馈问题及整改落实情况”栏目。")
        if chosen and stored and chosen != stored:
            raise ValidationError(
                "“反馈问题及整改落实情况”要换到另一个栏目：请先把原来的栏目改掉或删去并保存，再改这一个。"
            )


class RoundForm(forms.ModelForm):
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


class RowForm(forms.ModelForm):
    """A row shown with some of its fields only; what is wrong with others is said of the row.

    Django would answer an error at a field that is not there with a server error.
    """

    def add_error(self, field, error):
        for name in [*getattr(error, "error_dict", [])]:
            if name not in self.fields:
                label = self._meta.model._meta.get_field(name).verbose_name
                for sentence in ValidationError(error.error_dict.pop(name)).messages:
                    super().add_error(None, f"{label}：{sentence}")
        super().add_error(field, error)


class FindingChoiceField(forms.ModelChoiceField):
    """Findings of several rounds may have the same title, so each is shown with its round."""

    def label_from_instance(self, finding):
        return f"{finding.category.round}｜{finding.category.title[:16]}｜{finding.title}"


class IssueForm(forms.ModelForm):
    """One ledger entry; an existing one chooses only among its round's findings and communities."""

    finding = FindingChoiceField(
        label="反馈问题", queryset=Finding.objects.select_related("category__round")
    )

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

    def _get_validation_exclusions(self):
        # An existing entry's round is shown and not asked for; numbers are still its own.
        return super()._get_validation_exclusions() - {"round"}


class CategoryForm(forms.ModelForm):
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
