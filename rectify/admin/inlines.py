"""How rows are edited on the page of what they belong to."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms import CheckboxInput

from rectify.admin.keeping import KeepsNotice
from rectify.forms.ledger import RowForm, RowFormSet
from rectify.forms.lines import LinesField

# The stylesheet lets a text grow with what is written in it, where the browser can.
SMALL_TEXT = {
    models.TextField: {
        "widget": AdminTextareaWidget(attrs={"rows": 3}),
        "form_class": LinesField,
    }
}


class ChoicesOnce:
    """Looks up the choices of a field once for all rows, not once for each."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field


class TableInline(ChoicesOnce, admin.TabularInline):
    """Rows with few and short fields, each a line of a table.

    Django names the fields of such a table only by its column headings, which a screen
    reader does not say; here each field carries its name itself, and the column of the rows'
    names its heading.
    """

    template = "admin/rectify/table.html"
    extra = 1
    form = RowForm
    formset = RowFormSet
    formfield_overrides = SMALL_TEXT
    classes = ["collapse"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = field.label
        return field

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.deletion_widget = CheckboxInput(attrs={"aria-label": "删除"})
        return formset


class SheetInline(ChoicesOnce, admin.StackedInline):
    """Rows with long texts, each a sheet of its own with room for them."""

    extra = 1
    form = RowForm
    formset = RowFormSet
    formfield_overrides = SMALL_TEXT
    classes = ["collapse"]


class FoldedInlines(KeepsNotice):
    """A page whose inlines are folded away until they are wanted, or hold an error."""

    def get_inline_formsets(self, *args, **kwargs):
        inlines = super().get_inline_formsets(*args, **kwargs)
        for inline in inlines:
            # Django unfolds for errors of single rows alone, which would hide those that
            # concern several rows, such as two with the same name.
            if inline.formset.is_bound and inline.non_form_errors():
                inline.classes = ""
        return inlines
