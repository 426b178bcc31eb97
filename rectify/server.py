"""How gunicorn serves the site: `gunicorn --config python:rectify.server rectify.wsgi`."""

import signal

workers = 2
threads = 4
loglevel = "warning"
# The socket for gunicorn's own tool would be left in the home directory.
control_socket_disable = True
# No visitor says what the application is mounted under, not even one on this machine.
forwarder_headers = ""


def post_worker_init(worker):
    """Let the master alone hear Ctrl-C, and stop its workers in order.

    A terminal sends it to all of them; a worker that stops twice at once hangs until it is
    killed half a minute later.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
