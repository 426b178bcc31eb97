"""What every answer passes through."""

from django.conf import settings


def content_security_policy(get_response):
    """Add the one fixed policy: nothing from elsewhere, no inline script, the admin included."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response

    return middleware
