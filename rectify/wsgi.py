"""The WSGI application that gunicorn serves: Django behind the cache of public pages."""

import os

from django.core.wsgi import get_wsgi_application

from rectify import program
from rectify.serving.installed import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")

# Of the files that were read just now, not of those of the next update.
program.version()
application = in_front_of(get_wsgi_application())
