"""The application with public pages that take their time, and a record of who makes them.

Each making of a page writes a line when it begins and one when it ends. While a file named
`die` lies in the data directory, the next process that makes a page is killed at it. Whoever
switches the type size here changes a published round as well: the shortest way for a test to
have a write made by the process at the other end of its connection.
"""

import os
import signal
import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.csrf import csrf_exempt

from rectify.wsgi import application

__all__ = ["application"]

# Only now: models cannot be imported before the application has been set up.
from rectify.models import Round
from rectify.views import display, public

SECONDS = 0.15
DIE = settings.DATA_DIRECTORY / "die"
MADE = settings.DATA_DIRECTORY / "made"
render = public.render
switch_large_type = display.switch_large_type


def note(what):
    # One write to the end of the file each, so that the lines of all processes stand in order.
    with MADE.open("a") as file:
        file.write(f"{what} {os.getpid()}\n")


def render_slowly(*arguments, **options):
    note("begins")
    try:
        DIE.unlink()
    except FileNotFoundError:
        time.sleep(SECONDS)
        try:
            return render(*arguments, **options)
        finally:
            note("ends")
    os.kill(os.getpid(), signal.SIGKILL)
    return None


@login_not_required
@csrf_exempt
def switch_and_write(request):
    takes_opinions = request.POST["takes_opinions"] == "1"
    Round.objects.filter(slug="hangzhoudao-2022").update(takes_opinions=takes_opinions)
    return switch_large_type(request)


public.render = render_slowly
display.switch_large_type = switch_and_write
