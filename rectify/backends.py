"""Who may log in."""

from django.contrib.auth.backends import ModelBackend

from rectify.permissions import roles_of


class RoleBackend(ModelBackend):
    """Lets in whoever has a role; an account without one has no business here.

    It is refused like a wrong password, counted and recorded. Only once the password was
    right are roles asked for, so that the time it takes tells a stranger nothing.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        user = super().authenticate(request, username, password, **credentials)
        return user if user and (user.is_superuser or roles_of(user)) else None
