"""After logging in everyone lands where their work is."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def landing(request):
    """Send staff to the admin and everyone else to the list of rounds."""
    return redirect("admin:index" if request.user.is_staff else "round_list")
