"""The application with a fault that can be asked for: a worker dies between two writes.

While a file named `die` lies in the data directory, the next process that is about to save
an entry is killed at once, by which time the record of the move has been written.
"""

import os
import signal

from django.conf import settings

from rectify.wsgi import application

__all__ = ["application"]

# Only now: models cannot be imported before the application has been set up.
from rectify.models import Issue

DIE = settings.DATA_DIRECTORY / "die"
save = Issue.save


def save_or_die(self, **kwargs):
    try:
        DIE.unlink()
    except FileNotFoundError:
        return save(self, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


Issue.save = save_or_die
