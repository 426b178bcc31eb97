"""How the pages of /my/ answer a form that was sent."""

from collections.abc import Callable

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from rectify.forms.once import OvertakenError, done_once
from rectify.forms.secretary import PageForm
from rectify.workflow import Refused

# Forms are sent to addresses of their own. Who has to log in again on the way comes back to
# one with GET, and is led on to the entry.
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def is_done(request: HttpRequest, form: PageForm, act: Callable[[dict], str]) -> bool:
    """Do what a form asks for, once; return False when it has to come back, with the reasons.

    `act` is given what the form says and returns what to tell the person, with whom goes
    word of the draft that is no longer needed.
    """
    if not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    try:
        done_once(request, form, lambda: act(said), tags=form.draft)
    except OvertakenError as overtaken:
        form.changes = overtaken.changes
        form.show_version(overtaken.version)
        form.add_error(None, str(overtaken))
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False
