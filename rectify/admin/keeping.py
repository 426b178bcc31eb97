"""Saving the rows that show in a notice: once, not over somebody else, and telling what it lacks."""

import uuid
from contextlib import suppress

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from rectify.forms.ledger import RowForm, RowGoneError
from rectify.forms.sending import sending_of
from rectify.models import Round, Submission
from rectify.models.history import BULK, because
from rectify.notices.compose import NoticeError, compose


class OvertakenError(Exception):
    """Somebody has changed the row since the form was opened: what was saved is taken back."""


class SentTwiceError(Exception):
    """The same form came a second time; the first time it was saved."""


def problem_of(pk: int) -> str:
    """Return why the notice of a round cannot be composed, or "" when it can."""
    try:
        compose(Round.objects.with_counts().get(pk=pk))
    except NoticeError as error:
        return str(error)
    except Round.DoesNotExist:
        return ""
    return ""


def sending_in(request) -> uuid.UUID | None:
    """Return the name of the sending that a request carries, if its form has a key."""
    try:
        return sending_of(uuid.UUID(request.POST.get("sending", "")), request.POST)
    except ValueError:
        return None


def differs(row) -> bool:
    """Tell whether an existing row differs from the one in the database.

    A form sent back as it came changes nothing, and is no event of the row's history. The
    form cannot tell: it also holds the version seen, and what somebody else has written.
    """
    stored = type(row)._default_manager.get(pk=row.pk)
    columns = [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, column) != getattr(stored, column) for column in columns)


class KeepsNotice(admin.ModelAdmin):
    """The page of a row that shows in a notice.

    What is published is frozen and does not change with the row. Of the notice as it is now
    the clerk is told what it lacks to be composed.
    """

    form = RowForm
    tells = True

    def get_readonly_fields(self, request, obj=None):
        """Show the round of an existing row, whose findings and entries are in that round."""
        shown = super().get_readonly_fields(request, obj)
        belongs = any(field.name == "round" for field in self.model._meta.fields)
        return [*shown, "round"] if obj and belongs else shown

    def round_of(self, row) -> Round:
        """Return the round in whose notice the row shows."""
        return row.round

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def get_object(self, request, object_id, from_field=None):
        """Fetch the row; to change it, alone, so that rows in it are checked one at a time."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST":
            self.model.objects.select_for_update().get(pk=row.pk)
            row = super().get_object(request, object_id, from_field)
        return row

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        key = request.POST.get("sending", "") or str(uuid.uuid4())
        context = {**(extra_context or {}), "sending": key}
        arguments = (request, object_id, form_url, context)
        # Django saves in a transaction, here and when deleting one row: raising takes it back.
        try:
            # A row that was added has its name by now, and the form would be told that it is taken.
            sending = sending_in(request) if object_id is None else None
            if sending and Submission.objects.filter(key=sending).exists():
                raise SentTwiceError
            return super().changeform_view(*arguments)
        except (OvertakenError, RowGoneError):
            return self.shown_again(*arguments)
        except SentTwiceError:
            messages.info(request, "这张表单刚才已经保存过了，没有重复保存。")
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(page))

    def shown_again(self, request, object_id, *arguments):
        """Answer with the form as it was sent and what is new in it, or, if it fits no row, anew."""
        # Of a row that was there the form tells what became of it. The id of one that never was
        # is no clerk's typing.
        with suppress(RowGoneError):
            if object_id is not None:
                self.show_again(request, object_id)
                return super().changeform_view(request, object_id, *arguments)
        messages.error(request, "表单里有一行对不上这里的任何一行，所以没有保存。请重新填写。")
        return HttpResponseRedirect(request.path)

    def save_model(self, request, obj, form, change):
        sending = sending_in(request)
        is_first = sending is None or Submission.objects.first_time(sending, request.user)
        # Going back to what was sent before, after something else, is no second sending.
        if not is_first and not (change and differs(obj)):
            raise SentTwiceError
        if change and is_first:
            self.refuse_if_overtaken(request, obj)
        if not change or differs(obj):
            super().save_model(request, obj, form, change)

    def refuse_if_overtaken(self, request, row):
        """Raise OvertakenError when somebody has changed the row since the page was opened."""

    def show_again(self, request, object_id):
        """Give the request a refusal, and the form what it is to hold when it comes back."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.tell(request, [self.round_of(form.instance).pk], "已保存")

    def tell(self, request, pks, done: str):
        """Tell the clerk which of these rounds' notices cannot be composed after what was done."""
        for pk in pks if self.tells else []:
            problem = problem_of(pk)
            if problem:
                messages.warning(request, f"{done}，但公布正文现在还不能生成：{problem}")

    # --- Deleting ----------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        # Django runs actions on several rows outside any transaction.
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            return super().changelist_view(request, extra_context)

    def delete_model(self, request, obj):
        pk = self.round_of(obj).pk
        obj.delete()
        self.tell(request, [pk], "已删除")

    def delete_queryset(self, request, queryset):
        rows = list(queryset)
        pks = sorted({self.round_of(row).pk for row in rows})
        # One by one, so that each leaves a record of how it was deleted.
        for row in rows:
            row._change_reason = because(BULK, "")
            row.delete()
        self.tell(request, pks, "已删除")
