"""The least that a WSGI application can do, against which the public page is measured."""

BODY = b"Hello"
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", [*HEADERS])
    return [BODY]
